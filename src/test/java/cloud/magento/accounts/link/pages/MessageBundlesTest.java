package cloud.magento.accounts.link.pages;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The bundles of messages")
final class MessageBundlesTest {

    private static final Path PAGES = Path.of("src/main/resources/theme-resources/messages");
    private static final Path ACCOUNT = Path.of("themes/magento/account/messages");
    private static final Map<String, Bundle> PAGE_BUNDLES = Bundle.allIn(PAGES);
    private static final Map<String, Bundle> ACCOUNT_BUNDLES = Bundle.allIn(ACCOUNT);

    private static final Pattern PLURAL = Pattern.compile("(.+)\\.(zero|one|two|few|many|other)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)(,[^}]*)?}");
    /** Categories that stand for a single number, which a sentence may say in words. */
    private static final Set<String> SAID_IN_WORDS = Set.of("zero", "one", "two");

    private static final Map<String, Set<String>> PLURALS = Map.ofEntries(
            Map.entry("ar", Set.of("zero", "one", "two", "few", "many", "other")),
            Map.entry("de", Set.of("one", "other")),
            Map.entry("en", Set.of("one", "other")),
            Map.entry("es", Set.of("one", "many", "other")),
            Map.entry("fr", Set.of("one", "many", "other")),
            Map.entry("it", Set.of("one", "many", "other")),
            Map.entry("ja", Set.of("other")),
            Map.entry("ko", Set.of("other")),
            Map.entry("nl", Set.of("one", "other")),
            Map.entry("pt_BR", Set.of("one", "many", "other")),
            Map.entry("zh_CN", Set.of("other")));

    /** Words that two languages share: locale and key. */
    private static final Set<String> SHARED_WORDS = Set.of(
            "de connectMagentoName",
            "de connectMagentoRolloutPhase",
            "de linkedAccounts",
            "es connectMagentoRolloutSeverityError",
            "fr connectMagentoRolloutDate",
            "fr connectMagentoRolloutPhase",
            "it connectMagentoSsoProvider");

    static Stream<Bundle> bundles() {
        return Stream.of(PAGE_BUNDLES, ACCOUNT_BUNDLES).map(Map::values).flatMap(Collection::stream);
    }

    @Test
    void existForEveryLanguageOfTheRealm() throws IOException {
        JsonNode realm =
                new ObjectMapper().readTree(Path.of("realm-export.json").toFile());
        List<String> offered = new ArrayList<>();
        realm.path("supportedLocales").forEach(tag -> offered.add(tag.asText()));

        assertThat(PAGE_BUNDLES.values()).extracting(Bundle::tag).containsExactlyInAnyOrderElementsOf(offered);
        assertThat(ACCOUNT_BUNDLES.values()).extracting(Bundle::tag).containsExactlyInAnyOrderElementsOf(offered);
    }

    @Test
    void holdWhatIsUsedAndNothingElse() {
        Set<String> kept = new TreeSet<>(withoutCategory(PAGE_BUNDLES.get("en")).keySet());
        withoutCategory(ACCOUNT_BUNDLES.get("en")).keySet().stream()
                .filter(key -> key.startsWith("connectMagento"))
                .forEach(kept::add);

        assertThat(kept).containsExactlyInAnyOrderElementsOf(Sources.usedKeys());
    }

    @Test
    void ofThePagesKeepToTheirOwnNames() {
        assertThat(PAGE_BUNDLES.get("en").messages().keySet())
                .allMatch(key ->
                        key.startsWith("connectMagento") || DerivedKeys.all().contains(key));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void haveTheKeysOfTheEnglishOne(Bundle bundle) {
        assertThat(withoutCategory(bundle).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        withoutCategory(english(bundle)).keySet());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void nameNoKeyTwice(Bundle bundle) throws IOException {
        List<String> keys = Files.readAllLines(bundle.file(), StandardCharsets.UTF_8).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();

        assertThat(keys).doesNotHaveDuplicates().hasSameSizeAs(bundle.messages().keySet());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void haveThePluralsOfTheirLanguage(Bundle bundle) {
        Map<String, Set<String>> categories = withoutCategory(bundle);
        categories.values().removeIf(Set::isEmpty);

        assertThat(categories.values()).allMatch(PLURALS.get(bundle.locale())::equals);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void haveThePlaceholdersOfTheEnglishOne(Bundle bundle) {
        bundle.messages().forEach((key, text) -> {
            MatchResult plural = match(key);
            if (plural != null
                    && SAID_IN_WORDS.contains(plural.group(2))
                    && placeholders(text).isEmpty()) {
                return;
            }
            String inEnglish = english(bundle).messages().get(plural == null ? key : plural.group(1) + ".other");
            assertThat(placeholders(text)).as(key).isEqualTo(placeholders(inEnglish));
        });
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void canBeFormatted(Bundle bundle) {
        bundle.messages().forEach((key, text) -> {
            // A straight apostrophe quotes in MessageFormat, and the account console takes it as it is.
            assertThat(text).as(key).doesNotContain("'").isNotBlank();
            String formatted = new MessageFormat(text, Locale.forLanguageTag(bundle.tag())).format(new Object[] {7, 8});
            assertThat(formatted).as(key).doesNotContain("{", "}");
        });
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void areTranslated(Bundle bundle) {
        if (bundle.locale().equals("en")) {
            return;
        }
        Map<String, String> inEnglish = english(bundle).messages();

        assertThat(bundle.messages())
                .allSatisfy((key, text) -> assertThat(
                                SHARED_WORDS.contains(bundle.locale() + ' ' + key) || !text.equals(inEnglish.get(key)))
                        .as(key + "=" + text)
                        .isTrue());
    }

    /** French sets a space before a colon and inside its quotation marks. A line must not break there. */
    @Test
    void keepFrenchPunctuationWithItsWord() {
        assertThat(Stream.of(PAGE_BUNDLES, ACCOUNT_BUNDLES)
                        .map(bundles -> bundles.get("fr"))
                        .flatMap(french -> french.messages().values().stream()))
                .noneMatch(text -> text.matches(".*( [:;!?»]|« ).*"));
    }

    private static Bundle english(Bundle bundle) {
        return (bundle.file().startsWith(PAGES) ? PAGE_BUNDLES : ACCOUNT_BUNDLES).get("en");
    }

    /** Keys, each with its plural categories; none for a message that does not count anything. */
    private static Map<String, Set<String>> withoutCategory(Bundle bundle) {
        Map<String, Set<String>> keys = new TreeMap<>();
        bundle.messages().keySet().forEach(key -> {
            MatchResult plural = match(key);
            Set<String> categories =
                    keys.computeIfAbsent(plural == null ? key : plural.group(1), absent -> new TreeSet<>());
            if (plural != null) {
                categories.add(plural.group(2));
            }
        });
        return keys;
    }

    private static MatchResult match(String key) {
        var matcher = PLURAL.matcher(key);
        return matcher.matches() ? matcher.toMatchResult() : null;
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(MatchResult::group).collect(toCollection(TreeSet::new));
    }
}

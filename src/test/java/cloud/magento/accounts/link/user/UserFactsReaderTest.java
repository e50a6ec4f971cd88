package cloud.magento.accounts.link.user;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.fakes.Fake;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.policy.Facts;
import cloud.magento.accounts.link.policy.UserFacts;
import cloud.magento.accounts.link.policy.Wave;
import cloud.magento.accounts.link.support.UserContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.UserModel;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPAttributePermissions;
import org.keycloak.representations.userprofile.config.UPConfig.UnmanagedAttributePolicy;

@DisplayName("The facts about a user")
final class UserFactsReaderTest {

    private final LinkSettings settings =
            ((Usable) SettingsParser.parse(Map.of("exemptRoles", "break-glass"))).settings();
    private final FakeRealm realm = new FakeRealm("cloud").withRole("break-glass");
    private final FakeSession session = new FakeSession();
    private final FakeUser carol = new FakeUser("carol");

    @Test
    void sayThatNoAccountIsConnected() {
        assertThat(read(carol.model(), false)).isEqualTo(Facts.unlinked().facts());
    }

    @Test
    void includeAllAttributes() {
        carol.withAttribute("magentoLinkFirstAsked", "2020-03-01T00:00:00Z")
                .withAttribute("magentoLinkSnoozedUntil", "2020-03-02T00:00:00Z")
                .withAttribute("magentoLinkSnoozes", "3")
                .withAttribute("magentoLinkDeadline", "2020-05-01T00:00:00Z")
                .withRole("break-glass");

        assertThat(read(carol.model(), true))
                .isEqualTo(new UserFacts(
                        false,
                        true,
                        Optional.of(Instant.parse("2020-03-01T00:00:00Z")),
                        Optional.of(Instant.parse("2020-03-02T00:00:00Z")),
                        3,
                        Optional.of(Instant.parse("2020-05-01T00:00:00Z")),
                        true));
    }

    @Test
    void ignoreAttributesIfUsersCanWriteUndeclaredOnes() {
        session.userProfile().setUnmanagedAttributePolicy(UnmanagedAttributePolicy.ENABLED);

        assertThat(deadlineWrittenByCarol()).isEmpty();
    }

    @Test
    void includeAttributesIfOnlyAdminsCanWriteUndeclaredOnes() {
        session.userProfile().setUnmanagedAttributePolicy(UnmanagedAttributePolicy.ADMIN_EDIT);

        assertThat(deadlineWrittenByCarol()).isPresent();
    }

    @Test
    void ignoreAttributesIfTheProfileLetsUsersWriteOneOfThem() {
        session.userProfile().addOrReplaceAttribute(declared("magentoLinkSnoozes", "admin", "user"));

        assertThat(deadlineWrittenByCarol()).isEmpty();
    }

    @Test
    void includeAttributesIfTheProfileLetsOnlyAdminsWriteThem() {
        session.userProfile().setUnmanagedAttributePolicy(UnmanagedAttributePolicy.ENABLED);
        AskAttributes.ALL.forEach(name -> session.userProfile().addOrReplaceAttribute(declared(name, "admin")));

        assertThat(deadlineWrittenByCarol()).isPresent();
    }

    @Test
    void countTheUserAsAskedLongAgoIfTheAttributesAreIgnored() {
        session.userProfile().setUnmanagedAttributePolicy(UnmanagedAttributePolicy.ENABLED);

        assertThat(read(carol.model(), false).firstAsked()).contains(Instant.EPOCH);
    }

    @Test
    void warnOfAttributesThatUsersCanWrite() {
        session.userProfile().setUnmanagedAttributePolicy(UnmanagedAttributePolicy.ENABLED);

        assertThat(warnings()).singleElement().asString().contains("magentoLinkDeadline", "edited by admins only");
    }

    @Test
    void warnOfAnAttributeThatCannotBeRead() {
        carol.withAttribute("magentoLinkDeadline", "soon");

        assertThat(warnings()).singleElement().asString().contains("carol", "magentoLinkDeadline");
    }

    @Test
    void warnOfAnExemptionThatCannotBeRead() {
        carol.withAttribute("magentoLinkExemptUntil", "soon");

        assertThat(warnings()).singleElement().asString().contains("carol", "magentoLinkExemptUntil");
    }

    @Test
    void includeTheFirstWaveOfTheUser() {
        session.withGroup("partners");
        carol.inGroup("partners");

        assertThat(waveOf("/nobody 2030-01-01##/partners 2030-02-01##100% 2030-03-01"))
                .contains("/partners");
        assertThat(waveOf("/nobody 2030-01-01##100% 2030-03-01")).contains("100%");
        assertThat(waveOf("/nobody 2030-01-01")).isEmpty();
    }

    @Test
    void includeTheWaveAlsoIfTheAttributesAreIgnored() {
        session.userProfile().setUnmanagedAttributePolicy(UnmanagedAttributePolicy.ENABLED);

        assertThat(waveOf("100% 2030-03-01")).contains("100%");
    }

    private Optional<String> waveOf(String waves) {
        LinkSettings withWaves = SettingsParser.parse(Map.of("waves", waves)).readable();
        return UserFactsReader.read(new UserContext(session.model(), realm.model(), carol.model()), withWaves, false)
                .facts()
                .wave()
                .map(Wave::name);
    }

    private List<String> warnings() {
        return UserFactsReader.read(new UserContext(session.model(), realm.model(), carol.model()), settings, false)
                .warnings();
    }

    private Optional<Instant> deadlineWrittenByCarol() {
        carol.withAttribute("magentoLinkDeadline", Schedules.FAR_AHEAD + "T00:00:00Z");
        return read(carol.model(), false).personalDeadline();
    }

    private static UPAttribute declared(String name, String... editors) {
        return new UPAttribute(name, new UPAttributePermissions(Set.of("admin"), Set.of(editors)));
    }

    @Test
    void areTheLinkAloneIfAnAccountIsConnected() {
        session.withLink("carol", "magento", "id-1");
        UserModel withNothingButAnId = Fake.of(OnlyAnId.class, "carol");

        assertThat(read(withNothingButAnId, true)).isEqualTo(UserFacts.connected());
    }

    /** Every method except getId fails. */
    public interface OnlyAnId extends Fake<String>, UserModel {

        @Override
        default String getId() {
            return state();
        }
    }

    @Test
    void ignoreALinkWithAnotherProvider() {
        session.withLink("carol", "github", "id-1");

        assertThat(read(carol.model(), false).linked()).isFalse();
    }

    private UserFacts read(UserModel user, boolean passive) {
        return UserFactsReader.read(new UserContext(session.model(), realm.model(), user), settings, passive)
                .facts();
    }
}

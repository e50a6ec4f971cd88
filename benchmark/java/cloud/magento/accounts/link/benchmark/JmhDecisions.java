package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.LinkPolicy;
import cloud.magento.accounts.link.policy.Stages;
import cloud.magento.accounts.link.policy.UserFacts;
import cloud.magento.accounts.link.policy.Wave;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What runs in each login, without Keycloak: the policy, and finding the wave. And parsing, which each change needs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JmhDecisions {

    /** What JMH calls the methods, and what they measure. The order is that of the page. */
    static final Map<String, Described> DESCRIBED = new LinkedHashMap<>();

    private static final int WAVES = 50;
    private static final int OBJECT = 16;
    private static final int NO_GOAL = -1;

    static {
        DESCRIBED.put("connected", new Described("decision: connected", true, OBJECT));
        DESCRIBED.put("notYet", new Described("decision: before remindFrom", true, OBJECT));
        DESCRIBED.put("exempt", new Described("decision: exempt", true, OBJECT));
        DESCRIBED.put("snoozed", new Described("decision: snoozed", true, NO_GOAL));
        DESCRIBED.put("enforce", new Described("decision: must connect", true, NO_GOAL));
        DESCRIBED.put("remind", new Described("decision: prompted, with the days left", true, NO_GOAL));
        DESCRIBED.put("inLastOf50Waves", new Described("the wave of a user, the last of 50 lines", true, NO_GOAL));
        DESCRIBED.put("inNoneOf50Waves", new Described("the wave of a user in none of 50 lines", true, NO_GOAL));
        DESCRIBED.put("parse", new Described("parsing the settings, once for each change", false, NO_GOAL));
        DESCRIBED.put("parse50Waves", new Described("parsing settings with 50 waves", false, NO_GOAL));
    }

    /**
     * A measured method.
     *
     * @param perLogin whether it runs in each login
     * @param bytes the most bytes that it allocates; negative: no goal
     */
    record Described(String text, boolean perLogin, int bytes) {}

    private static final Map<String, String> SETTINGS = Map.of(
            "mode",
            "on",
            "idpAlias",
            "magento",
            "cutoff",
            "2030-04-01",
            "remindFrom",
            "2030-03-01",
            "exemptRoles",
            "magento-link-exempt",
            "snoozeLimit",
            "3",
            "emailPolicy",
            "warn",
            "primaryLogin",
            "on");

    private final Map<String, String> plain = SETTINGS;
    private final Map<String, String> manyWaves = withWaves();
    private final LinkPolicy policy = SettingsParser.parse(SETTINGS).readable().policy();
    private final Stages waves = SettingsParser.parse(withWaves()).readable().stages();
    private final Instant before = Instant.parse("2030-02-01T00:00:00Z");
    private final Instant reminding = Instant.parse("2030-03-15T00:00:00Z");
    private final Instant after = Instant.parse("2030-05-01T00:00:00Z");
    private final UserFacts linked = UserFacts.connected();
    private final UserFacts unlinked =
            new UserFacts(false, false, Optional.empty(), Optional.empty(), 0, Optional.empty(), false);
    private final UserFacts exemptUser = unlinked.withExempt(true);
    private final UserFacts snoozedUser =
            new UserFacts(false, false, Optional.of(before), Optional.of(after), 1, Optional.empty(), false);
    private final String user = "395c4de2-d788-41b5-95ab-92be6b4b2eac";

    private static Map<String, String> withWaves() {
        Map<String, String> all = new LinkedHashMap<>(SETTINGS);
        all.put(
                "waves",
                IntStream.range(0, WAVES)
                        .mapToObj(number -> "/partners/group-" + number + " 2030-03-01 2030-02-15")
                        .collect(Collectors.joining("##")));
        return all;
    }

    @Benchmark
    public Decision connected() {
        return policy.decide(linked, after);
    }

    @Benchmark
    public Decision notYet() {
        return policy.decide(unlinked, before);
    }

    @Benchmark
    public Decision exempt() {
        return policy.decide(exemptUser, after);
    }

    @Benchmark
    public Decision snoozed() {
        return policy.decide(snoozedUser, reminding);
    }

    @Benchmark
    public Decision enforce() {
        return policy.decide(unlinked, after);
    }

    @Benchmark
    public Decision remind() {
        return policy.decide(unlinked, reminding);
    }

    @Benchmark
    public Optional<Wave> inLastOf50Waves() {
        return waves.waveOf(user, path -> path.endsWith("-49"));
    }

    @Benchmark
    public Optional<Wave> inNoneOf50Waves() {
        return waves.waveOf(user, path -> false);
    }

    @Benchmark
    public ParsedSettings parse() {
        return SettingsParser.parse(plain);
    }

    @Benchmark
    public ParsedSettings parse50Waves() {
        return SettingsParser.parse(manyWaves);
    }
}

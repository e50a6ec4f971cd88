package cloud.magento.accounts.link.metrics;

import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.support.LinkError;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The counters of one realm. All of them are registered at once, with the value 0: Prometheus sees the first increase
 * of a counter only if it has seen the counter before.
 */
final class RealmCounters {

    private static final String OUTCOME = "outcome";

    private final MeterRegistry registry;
    private final String realm;
    private final Map<String, Counter> byDecision = new HashMap<>();
    private final Map<LinkChangeOutcome, Counter> byChange;
    private final Map<LinkError, Counter> byError;
    private final Map<TokenGrant, Counter> refusedByGrant;
    private final Map<ReminderOutcome, Counter> byReminder;
    private final Counter notNow;
    private final Counter primaryLogins;

    RealmCounters(MeterRegistry registry, String realm) {
        this.registry = registry;
        this.realm = realm;
        Decision.CODES.forEach(code -> byDecision.put(
                code,
                register(
                        "decisions",
                        "Logins of users who are not connected, by the first decision in the login",
                        Tags.of("decision", code))));
        String links = "Links that were written or removed, and attempts that ended with an error";
        byChange =
                register(LinkChangeOutcome.class, change -> register("links", links, Tags.of(OUTCOME, change.code())));
        byError = register(LinkError.class, error -> register("links", links, Tags.of(OUTCOME, error.code())));
        refusedByGrant = register(
                TokenGrant.class,
                grant -> register(
                        "refused.tokens", "Requests for tokens that were rejected", Tags.of("grant", grant.code())));
        byReminder = register(
                ReminderOutcome.class,
                reminder ->
                        register("reminders", "Emails that remind of the deadline", Tags.of(OUTCOME, reminder.code())));
        notNow = register("not.now", "How often users chose \"Not now\"", Tags.empty());
        primaryLogins =
                register("primary.logins", "Sign-ins that connected users finished at the provider", Tags.empty());
    }

    private static <E extends Enum<E>> Map<E, Counter> register(Class<E> values, Function<E, Counter> counter) {
        Map<E, Counter> counters = new EnumMap<>(values);
        Stream.of(values.getEnumConstants()).forEach(value -> counters.put(value, counter.apply(value)));
        return counters;
    }

    private Counter register(String name, String description, Tags labels) {
        return Counter.builder(LinkMetrics.PREFIX + name)
                .description(description)
                .tag(LinkMetrics.REALM, realm)
                .tags(labels)
                .register(registry);
    }

    void count(Decision decision) {
        Counter counter = byDecision.get(decision.code());
        if (counter != null) {
            counter.increment();
        }
    }

    void count(LinkChangeOutcome change) {
        byChange.get(change).increment();
    }

    void count(LinkError error) {
        byError.get(error).increment();
    }

    void count(TokenGrant refused) {
        refusedByGrant.get(refused).increment();
    }

    void count(ReminderOutcome reminder) {
        byReminder.get(reminder).increment();
    }

    void countNotNow() {
        notNow.increment();
    }

    void countPrimaryLogin() {
        primaryLogins.increment();
    }

    /** Removes the counters from the registry. */
    void remove() {
        Stream.of(byDecision, byChange, byError, refusedByGrant, byReminder)
                .flatMap(counters -> counters.values().stream())
                .forEach(registry::remove);
        registry.remove(notNow);
        registry.remove(primaryLogins);
    }
}

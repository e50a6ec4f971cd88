package cloud.magento.accounts.link.report;

import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Nothing;
import cloud.magento.accounts.link.policy.Decision.Reason;
import cloud.magento.accounts.link.policy.LinkPolicy;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.policy.Schedule;
import cloud.magento.accounts.link.policy.UserFacts;
import cloud.magento.accounts.link.user.AskAttributes;
import cloud.magento.accounts.link.user.AttributeProtection;
import java.time.Duration;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The state of users who are neither disabled nor connected nor exempt. The policy decides it, as if the mode were
 * {@code on} and the login could show a page. The same decision as an expression of a query is here, too: a database
 * that decides for a million users does not have to send their attributes.
 *
 * @param attributesCount whether the attributes count, because only admins can write them
 */
record OpenUsers(Rollout rollout, boolean attributesCount) {

    /** The expression of {@link #decision} for users whose attributes Java must read. */
    static final String UNDECIDED = "undecided";

    private static final String DEADLINE = "deadline";
    private static final String FIRST_ASKED = "firstAsked";
    private static final String SNOOZED_UNTIL = "snoozedUntil";

    /** The attributes on which decisions can depend, by the names that {@link #decision} has for them. */
    static final Map<String, String> ATTRIBUTES = Map.of(
            DEADLINE, AskAttributes.DEADLINE,
            FIRST_ASKED, AskAttributes.FIRST_ASKED,
            SNOOZED_UNTIL, AskAttributes.SNOOZED_UNTIL);

    /** In front of the state of a user whom only the grace period keeps from being overdue. */
    private static final String GRACE = "grace:";

    /** How much a change of the clocks can shift the end of a grace period. Java decides in between. */
    private static final Duration CLOCK_CHANGE = Duration.ofHours(3);

    static OpenUsers of(Rollout rollout) {
        return new OpenUsers(
                rollout, AttributeProtection.covers(AskAttributes.ALL, rollout.session(), rollout.realm()));
    }

    /**
     * A decision.
     *
     * @param inGrace whether only the grace period keeps the user from being overdue
     */
    record Decided(UserState state, boolean inGrace) {

        private String code() {
            return (inGrace ? GRACE : "") + state.code();
        }

        /** The decision that {@link #decision} has expressed in this way. */
        static Decided of(String code) {
            boolean inGrace = code.startsWith(GRACE);
            return new Decided(
                    UserState.valueOf(
                            code.substring(inGrace ? GRACE.length() : 0).toUpperCase(Locale.ROOT)),
                    inGrace);
        }
    }

    /** The facts about a user with these attributes. */
    UserFacts facts(Map<String, String> attributes) {
        return attributesCount ? AskAttributes.facts(attributes) : AskAttributes.factsIfWritable(false, false);
    }

    /** The deadline of a user, by the policy. */
    Optional<Instant> deadline(UserFacts facts) {
        return schedule().deadlineOf(facts, rollout.now());
    }

    /** The decision about a user, by the policy. */
    Decided decide(UserFacts facts) {
        if (!rollout.isDecided()) {
            return new Decided(UserState.PENDING, false);
        }
        Decision decision =
                new LinkPolicy(Mode.ON, schedule(), rollout.settings().snooze()).decide(facts, rollout.now());
        if (decision instanceof Enforce) {
            return new Decided(UserState.OVERDUE, false);
        }
        boolean inGrace = facts.personalDeadline().isEmpty() && rollout.hasCutoffPassed();
        boolean snoozed = decision instanceof Nothing nothing && nothing.reason() == Reason.SNOOZED;
        return new Decided(snoozed ? UserState.SNOOZED : UserState.PENDING, inGrace);
    }

    private Schedule schedule() {
        return rollout.settings().schedule();
    }

    /** Whether the decision depends on attributes at all. */
    boolean dependsOnAttributes() {
        return rollout.isDecided() && attributesCount;
    }

    /** Whether any user can be in the state of this filter. If no attribute counts, all users are in the same state. */
    boolean canBe(UserFilter filter) {
        return dependsOnAttributes() || filter.includes(decide(facts(Map.of())).state());
    }

    private boolean isReminding() {
        return schedule().firstReminder().filter(rollout::hasCome).isPresent();
    }

    private boolean hasGrace() {
        return schedule().graceDays() > 0 && rollout.hasCutoffPassed();
    }

    /** The names of the attributes on which the decision depends, of {@link #ATTRIBUTES}. */
    List<String> attributes() {
        List<String> names = new ArrayList<>(List.of(DEADLINE));
        if (hasGrace()) {
            names.add(FIRST_ASKED);
        }
        if (isReminding()) {
            names.add(SNOOZED_UNTIL);
        }
        return names;
    }

    /**
     * The attribute that each user in this state has; empty: users can be in the state without attributes, or Java must
     * look at all of them.
     */
    Optional<String> requiredAttribute(UserState state) {
        if (!dependsOnAttributes()) {
            return Optional.empty();
        }
        return switch (state) {
            case SNOOZED -> Optional.of(AskAttributes.SNOOZED_UNTIL);
            case OVERDUE -> rollout.hasCutoffPassed() ? Optional.empty() : Optional.of(AskAttributes.DEADLINE);
            case PENDING ->
                rollout.hasCutoffPassed() && !hasGrace() ? Optional.of(AskAttributes.DEADLINE) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /**
     * The decision as branches of a {@code case} expression, with an {@code else}.
     *
     * @param path the path of each attribute of {@link #attributes}
     * @param parameters receives the parameters of the expression
     */
    String decision(Map<String, String> path, Map<String, Object> parameters) {
        if (!dependsOnAttributes()) {
            return " else " + literal(decide(facts(Map.of())).code());
        }
        parameters.put("now", StoredInstant.text(rollout.now()));
        String deadline = path.get(DEADLINE);
        StringBuilder branches = new StringBuilder();
        branches.append(
                when(deadline + " is not null and not " + StoredInstant.isInstant(deadline), literal(UNDECIDED)));
        branches.append(when(deadline + " <= :now", literal(UserState.OVERDUE.code())));
        if (rollout.hasCutoffPassed()) {
            branches.append(
                    hasGrace()
                            ? graceEnded(deadline, path.get(FIRST_ASKED), parameters)
                            : when(deadline + " is null", literal(UserState.OVERDUE.code())));
        }
        String inGrace = hasGrace() ? "case when " + deadline + " is null then '" + GRACE + "' else '' end" : "''";
        if (isReminding()) {
            String until = path.get(SNOOZED_UNTIL);
            String isOver = "(" + StoredInstant.hasForm(until) + " and " + until + " <= :now)";
            branches.append(when(
                    until + " is not null and not " + isOver,
                    "case when " + StoredInstant.isInstant(until) + " then " + concat(inGrace, UserState.SNOOZED)
                            + " else " + literal(UNDECIDED) + " end"));
        }
        return branches + " else " + concat(inGrace, UserState.PENDING);
    }

    private String graceEnded(String deadline, String firstAsked, Map<String, Object> parameters) {
        Instant start = rollout.now()
                .atZone(schedule().zone())
                .minusDays(schedule().graceDays())
                .toInstant();
        Duration unclear = isNearClockChange(start) || isNearClockChange(rollout.now()) ? CLOCK_CHANGE : Duration.ZERO;
        parameters.put("graceEnded", StoredInstant.text(start.minus(unclear)));
        parameters.put("inGrace", StoredInstant.text(start.plus(unclear)));
        String isLate = "(" + StoredInstant.hasForm(firstAsked) + " and " + firstAsked + " > :inGrace)";
        return when(
                deadline + " is null and " + firstAsked + " is not null and not " + isLate,
                "case when " + firstAsked + " <= :graceEnded and " + StoredInstant.isInstant(firstAsked) + " then "
                        + literal(UserState.OVERDUE.code()) + " else " + literal(UNDECIDED) + " end");
    }

    private boolean isNearClockChange(Instant instant) {
        ZoneOffsetTransition next = schedule().zone().getRules().nextTransition(instant.minus(CLOCK_CHANGE));
        return next != null && !next.getInstant().isAfter(instant.plus(CLOCK_CHANGE));
    }

    private static String when(String condition, String result) {
        return " when " + condition + " then " + result;
    }

    private static String concat(String inGrace, UserState state) {
        return inGrace.equals("''") ? literal(state.code()) : "concat(" + inGrace + ", " + literal(state.code()) + ")";
    }

    private static String literal(String text) {
        return "'" + text + "'";
    }
}

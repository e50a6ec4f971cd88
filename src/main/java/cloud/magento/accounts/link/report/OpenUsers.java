package cloud.magento.accounts.link.report;

import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Nothing;
import cloud.magento.accounts.link.policy.Decision.Reason;
import cloud.magento.accounts.link.policy.LinkPolicy;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.policy.Schedule;
import cloud.magento.accounts.link.policy.UserFacts;
import cloud.magento.accounts.link.policy.Wave;
import cloud.magento.accounts.link.user.AskAttributes;
import cloud.magento.accounts.link.user.AttributeProtection;
import java.time.Duration;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of users who are neither disabled nor connected nor exempt. The policy decides it, as if the mode were
 * {@code on} and the login could show a page.
 *
 * <p>Users about whom the policy decides in the same way have the same signature. A query computes it, see
 * {@link #signature}. So the database counts a million users, and the policy decides about a few signatures.
 *
 * @param attributesCount whether the attributes count, because only admins can write them
 */
record OpenUsers(Rollout rollout, boolean attributesCount) {

    /** In the signature of a user whose attributes Java must read. */
    static final String UNDECIDED = "!";

    /** The first character of a signature. */
    private static final String OPEN = ".";

    private static final String MISSING = "-";
    private static final String OVER = "<";
    private static final String AHEAD = ">";

    private static final String DEADLINE = "deadline";
    private static final String FIRST_ASKED = "firstAsked";
    private static final String SNOOZED_UNTIL = "snoozedUntil";

    /** The attributes on which decisions can depend, by the names that {@link #signature} has for them. */
    static final Map<String, String> ATTRIBUTES = Map.of(
            DEADLINE, AskAttributes.DEADLINE,
            FIRST_ASKED, AskAttributes.FIRST_ASKED,
            SNOOZED_UNTIL, AskAttributes.SNOOZED_UNTIL);

    /** How much a change of the clocks can shift the end of a grace period. Java decides in between. */
    private static final Duration CLOCK_CHANGE = Duration.ofHours(3);

    private static final Duration DAY = Duration.ofDays(1);

    static OpenUsers of(Rollout rollout) {
        return new OpenUsers(
                rollout, AttributeProtection.covers(AskAttributes.ALL, rollout.session(), rollout.realm()));
    }

    /**
     * A decision.
     *
     * @param inGrace whether only the grace period keeps the user from being overdue
     */
    record Decided(UserState state, boolean inGrace) {}

    /** The facts about a user with these attributes. */
    UserFacts facts(Map<String, String> attributes, Optional<Wave> wave) {
        return in(
                wave, attributesCount ? AskAttributes.facts(attributes) : AskAttributes.factsIfWritable(false, false));
    }

    private static UserFacts in(Optional<Wave> wave, UserFacts facts) {
        return wave.map(facts::inWave).orElse(facts);
    }

    /** The deadline of a user, by the policy. */
    Optional<Instant> deadline(UserFacts facts) {
        return policy().scheduleOf(facts).deadlineOf(facts, rollout.now());
    }

    /** The decision about a user, by the policy. */
    Decided decide(UserFacts facts) {
        if (!rollout.isDecided()) {
            return new Decided(UserState.PENDING, false);
        }
        Decision decision = policy().decide(facts, rollout.now());
        if (decision instanceof Enforce) {
            return new Decided(UserState.OVERDUE, false);
        }
        boolean inGrace = facts.personalDeadline().isEmpty() && hasCutoffPassed(policy().scheduleOf(facts));
        boolean snoozed = decision instanceof Nothing nothing && nothing.reason() == Reason.SNOOZED;
        return new Decided(snoozed ? UserState.SNOOZED : UserState.PENDING, inGrace);
    }

    private LinkPolicy policy() {
        return new LinkPolicy(
                Mode.ON,
                rollout.settings().schedule(),
                rollout.settings().snooze(),
                rollout.settings().stages());
    }

    /** The general dates and those of each wave. */
    private Stream<Schedule> schedules() {
        return Stream.concat(
                Stream.of(rollout.settings().schedule()),
                rollout.settings().stages().waves().stream().map(Wave::schedule));
    }

    private boolean hasCutoffPassed(Schedule schedule) {
        return schedule.cutoff().filter(rollout::hasCome).isPresent();
    }

    /** Whether the decision depends on attributes at all. */
    boolean dependsOnAttributes() {
        return rollout.isDecided() && attributesCount;
    }

    /** Whether any user can be in the state of this filter. If no attribute counts, only waves differ. */
    boolean canBe(UserFilter filter) {
        return dependsOnAttributes()
                || Stream.concat(
                                Stream.of(Optional.<Wave>empty()),
                                rollout.settings().stages().waves().stream().map(Optional::of))
                        .anyMatch(wave ->
                                filter.includes(decide(facts(Map.of(), wave)).state()));
    }

    private boolean isReminding() {
        return schedules()
                .anyMatch(schedule ->
                        schedule.firstReminder().filter(rollout::hasCome).isPresent());
    }

    private boolean hasGrace() {
        return graceDays() > 0 && schedules().anyMatch(this::hasCutoffPassed);
    }

    /** All waves have the general grace period. */
    private int graceDays() {
        return rollout.settings().schedule().graceDays();
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
            case OVERDUE ->
                schedules().anyMatch(this::hasCutoffPassed) || isRehearsing()
                        ? Optional.empty()
                        : Optional.of(AskAttributes.DEADLINE);
            case PENDING ->
                schedules().allMatch(this::hasCutoffPassed) && !hasGrace()
                        ? Optional.of(AskAttributes.DEADLINE)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private boolean isRehearsing() {
        return rollout.settings().stages().rehearsalAt(rollout.now()).isPresent();
    }

    /** Whether a text is a signature. */
    static boolean isSignature(String text) {
        return text.startsWith(OPEN);
    }

    /**
     * The decision about users with this signature.
     *
     * @param signature without {@link #UNDECIDED}
     */
    Decided decide(String signature, Optional<Wave> wave) {
        if (!dependsOnAttributes()) {
            return decide(facts(Map.of(), wave));
        }
        Instant now = rollout.now();
        return decide(in(
                wave,
                new UserFacts(
                        false,
                        false,
                        instant(signature.charAt(2), now.minus(Duration.ofDays(graceDays() + 2L)), now),
                        instant(signature.charAt(3), now, now.plus(DAY)),
                        0,
                        instant(signature.charAt(1), now, now.plus(DAY)),
                        false)));
    }

    private static Optional<Instant> instant(char sign, Instant over, Instant ahead) {
        return switch (String.valueOf(sign)) {
            case OVER -> Optional.of(over);
            case AHEAD -> Optional.of(ahead);
            default -> Optional.empty();
        };
    }

    /**
     * An expression for the signature of a user: whether the deadline, the grace period since the first prompt and the
     * "Not now" are missing, over or ahead.
     *
     * @param path the path of each attribute of {@link #attributes}
     * @param parameters receives the parameters of the expression
     */
    String signature(Map<String, String> path, Map<String, Object> parameters) {
        if (!dependsOnAttributes()) {
            return literal(OPEN);
        }
        parameters.put("now", StoredInstant.text(rollout.now()));
        return "concat(" + literal(OPEN) + ", " + deadline(path.get(DEADLINE)) + ", "
                + (hasGrace() ? grace(path.get(DEADLINE), path.get(FIRST_ASKED), parameters) : literal(MISSING)) + ", "
                + (isReminding() ? snooze(path.get(SNOOZED_UNTIL)) : literal(MISSING)) + ")";
    }

    private static String deadline(String deadline) {
        return "case" + when(deadline + " is null", MISSING)
                + when("not " + StoredInstant.isInstant(deadline), UNDECIDED)
                + when(deadline + " <= :now", OVER)
                + " else " + literal(AHEAD) + " end";
    }

    private String grace(String deadline, String firstAsked, Map<String, Object> parameters) {
        Instant start = rollout.now()
                .atZone(rollout.settings().schedule().zone())
                .minusDays(graceDays())
                .toInstant();
        Duration unclear = isNearClockChange(start) || isNearClockChange(rollout.now()) ? CLOCK_CHANGE : Duration.ZERO;
        parameters.put("graceEnded", StoredInstant.text(start.minus(unclear)));
        parameters.put("inGrace", StoredInstant.text(start.plus(unclear)));
        return "case" + when(deadline + " is not null or " + firstAsked + " is null", MISSING)
                + when(StoredInstant.hasForm(firstAsked) + " and " + firstAsked + " > :inGrace", AHEAD)
                + when(firstAsked + " <= :graceEnded and " + StoredInstant.isInstant(firstAsked), OVER)
                + " else " + literal(UNDECIDED) + " end";
    }

    private static String snooze(String until) {
        return "case"
                + when(until + " is null or (" + StoredInstant.hasForm(until) + " and " + until + " <= :now)", MISSING)
                + when(StoredInstant.isInstant(until), AHEAD)
                + " else " + literal(UNDECIDED) + " end";
    }

    private boolean isNearClockChange(Instant instant) {
        ZoneOffsetTransition next =
                rollout.settings().schedule().zone().getRules().nextTransition(instant.minus(CLOCK_CHANGE));
        return next != null && !next.getInstant().isAfter(instant.plus(CLOCK_CHANGE));
    }

    private static String when(String condition, String result) {
        return " when " + condition + " then " + literal(result);
    }

    private static String literal(String text) {
        return "'" + text + "'";
    }
}

package cloud.magento.accounts.link.policy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What the policy decides for one login. */
public sealed interface Decision {

    /** The closed list of codes. */
    List<String> CODES = codes();

    private static List<String> codes() {
        List<String> own = Stream.concat(
                        Stream.of(Reason.values()).map(Reason::code),
                        Stream.of(Remind.CODE, Enforce.CODE, Enforce.REHEARSAL_CODE))
                .toList();
        // In mode off nothing is reported.
        Stream<String> reported =
                own.stream().filter(code -> !code.equals(Reason.OFF.code())).map(Reported.PREFIX::concat);
        return Stream.concat(own.stream(), reported).toList();
    }

    /** The value of the event details {@code magento_link_decision} and {@code magento_link_decision_at_cutoff}. */
    String code();

    /** Whether a page is shown. */
    default boolean showsPage() {
        return false;
    }

    /** The login continues unchanged. */
    record Nothing(Reason reason) implements Decision {
        @Override
        public String code() {
            return reason.code();
        }
    }

    /** Why a login continues unchanged. */
    enum Reason {
        OFF,
        CONNECTED,
        EXEMPT,
        CLIENT_EXEMPT,
        NOT_YET,
        SNOOZED,
        PASSIVE;

        private String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The page is shown before the user's deadline.
     *
     * @param deadline the instant from which the user must connect; empty: there is no deadline
     * @param daysLeft calendar days until the deadline; 0 on its day, and if there is none
     * @param postponable whether "Not now" is offered
     * @param snoozesLeft how often the user can still choose "Not now"; empty: there is no limit
     */
    record Remind(Optional<Instant> deadline, int daysLeft, boolean postponable, OptionalInt snoozesLeft)
            implements Decision {

        private static final String CODE = "remind";

        @Override
        public String code() {
            return CODE;
        }

        @Override
        public boolean showsPage() {
            return true;
        }
    }

    /**
     * The page is shown, and the user must connect to continue.
     *
     * @param deadline the instant from which the user must connect
     * @param rehearsalEnd the end of the rehearsal because of which the user must connect before the deadline; empty:
     *     the deadline has come
     */
    record Enforce(Instant deadline, Optional<Instant> rehearsalEnd) implements Decision {

        private static final String CODE = "enforce";
        private static final String REHEARSAL_CODE = "rehearse";

        /** The deadline has come. */
        public Enforce(Instant deadline) {
            this(deadline, Optional.empty());
        }

        @Override
        public String code() {
            return rehearsalEnd.isPresent() ? REHEARSAL_CODE : CODE;
        }

        @Override
        public boolean showsPage() {
            return true;
        }
    }

    /**
     * The login continues unchanged, and only the event contains the decision.
     *
     * @param decision what mode {@code on} would have decided
     */
    record Reported(Decision decision) implements Decision {

        private static final String PREFIX = "report_";

        @Override
        public String code() {
            return PREFIX + decision.code();
        }
    }
}

package cloud.magento.accounts.link.policy;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What the policy decides for one login. */
public sealed interface Decision {

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
            return reason.name().toLowerCase(Locale.ROOT);
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
        PASSIVE
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
        @Override
        public String code() {
            return "remind";
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

        /** The deadline has come. */
        public Enforce(Instant deadline) {
            this(deadline, Optional.empty());
        }

        @Override
        public String code() {
            return rehearsalEnd.isPresent() ? "rehearse" : "enforce";
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
        @Override
        public String code() {
            return "report_" + decision.code();
        }
    }
}

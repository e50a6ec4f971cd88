package cloud.magento.accounts.link.policy;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What happens to one login. */
public sealed interface Decision {

    /** The word that stands for this decision in the event detail {@code magento_link_decision}. */
    String code();

    /** Whether a page is shown. */
    default boolean asks() {
        return false;
    }

    /** The login goes on untouched. */
    record Nothing(Reason reason) implements Decision {
        @Override
        public String code() {
            return reason.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why a login goes on untouched. */
    enum Reason {
        OFF,
        CONNECTED,
        EXEMPT,
        NOT_YET,
        SNOOZED,
        PASSIVE
    }

    /**
     * The page is shown before the user's deadline.
     *
     * @param deadline when connecting will be enforced; empty: no date is set
     * @param daysLeft calendar days until the deadline, 0 on its day; 0 without one
     * @param postponable whether "Not now" is offered
     * @param snoozesLeft how many "Not now" are left; empty: no limit
     */
    record Remind(Optional<Instant> deadline, int daysLeft, boolean postponable, OptionalInt snoozesLeft)
            implements Decision {
        @Override
        public String code() {
            return "remind";
        }

        @Override
        public boolean asks() {
            return true;
        }
    }

    /** Nobody passes without connecting. */
    record Enforce(Instant deadline) implements Decision {
        @Override
        public String code() {
            return "enforce";
        }

        @Override
        public boolean asks() {
            return true;
        }
    }

    /** What would have happened; the login goes on untouched. */
    record Reported(Decision would) implements Decision {
        @Override
        public String code() {
            return "report_" + would.code();
        }
    }
}

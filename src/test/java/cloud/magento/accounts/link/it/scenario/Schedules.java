package cloud.magento.accounts.link.it.scenario;

import java.util.Map;

/** Schedules with the same meaning on each day of a test run. */
public final class Schedules {

    /** A date that no run of the tests reaches. */
    public static final String FAR_AHEAD = "2999-01-01";

    /** The reminder begins later: users who are not connected sign in without the page. */
    public static final Map<String, String> NOT_BEGUN = Map.of("cutoff", FAR_AHEAD, "remindFrom", "2998-01-01");

    /** The reminder has begun: users who are not connected see the page, and can say "Not now". */
    public static final Map<String, String> REMINDING = Map.of("cutoff", FAR_AHEAD, "remindFrom", "2020-01-01");

    /** The deadline is over: users who are not connected see the page, and cannot go on without connecting. */
    public static final Map<String, String> DUE = Map.of("cutoff", "2020-04-01", "remindFrom", "");

    private Schedules() {}
}

package cloud.magento.accounts.link.page;

import cloud.magento.accounts.link.admin.UserQuery;
import cloud.magento.accounts.link.report.ReportedUser;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.report.UserFilter;
import cloud.magento.accounts.link.report.UserReport;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.services.ErrorResponseException;

/**
 * The search of users. The template calls the methods of this record.
 *
 * @param isSearched whether the address asks for a list; if not, there are no rows
 * @param state the chosen state; an empty string: all
 * @param wave the chosen wave; an empty string: all
 * @param next the address of the next page; an empty string if this is the last one
 * @param first the address of the first page; an empty string if this is it
 * @param csv the address of the same list as a file
 */
public record UsersView(
        boolean isSearched,
        String state,
        String wave,
        String search,
        List<Row> rows,
        String next,
        String first,
        String csv) {

    /** Where the list is on the page. */
    static final String ANCHOR = "#users";

    private static final int ROWS = 50;

    static final String STATE = "state";
    static final String SEARCH = "search";
    static final String WAVE = "wave";
    private static final String AFTER = "after";

    /**
     * A user in the list. Texts are empty if there is nothing to say.
     *
     * @param link the user in the admin console
     */
    public record Row(
            String username,
            String email,
            String link,
            String stateKey,
            String deadline,
            String firstAsked,
            String snoozedUntil,
            String since) {}

    /**
     * The list that the address asks for.
     *
     * @param console the address of the realm in the admin console
     * @throws ErrorResponseException status 400, if a parameter cannot be understood
     */
    static UsersView of(Rollout rollout, PageAddress address, LocalTexts texts, String console) {
        MultivaluedMap<String, String> asked = address.only(List.of(STATE, SEARCH, AFTER, WAVE));
        UserFilter filter = UserQuery.page(asked, rollout.settings().stages().waves());
        boolean isSearched = !asked.isEmpty();
        // One more than are shown says whether there is another page.
        List<ReportedUser> found = isSearched
                ? UserReport.list(
                        rollout,
                        new UserFilter(filter.group(), filter.search(), filter.after(), ROWS + 1, filter.wave()))
                : List.of();
        Map<String, String> query = new LinkedHashMap<>();
        query.put(STATE, Optional.ofNullable(asked.getFirst(STATE)).orElse(""));
        query.put(SEARCH, filter.search());
        if (!filter.wave().isEmpty()) {
            query.put(WAVE, filter.wave());
        }
        return new UsersView(
                isSearched,
                query.get(STATE),
                filter.wave(),
                filter.search(),
                found.stream()
                        .limit(ROWS)
                        .map(user -> row(user, console, texts))
                        .toList(),
                found.size() > ROWS ? next(address, query, found.get(ROWS - 1).id()) : "",
                filter.after().isEmpty() ? "" : address.link("", query) + ANCHOR,
                address.link(RolloutPageResource.CSV_FILE, query));
    }

    private static String next(PageAddress address, Map<String, String> query, String after) {
        Map<String, String> next = new LinkedHashMap<>(query);
        next.put(AFTER, after);
        return address.link("", next) + ANCHOR;
    }

    private static Row row(ReportedUser user, String console, LocalTexts texts) {
        return new Row(
                user.username(),
                user.email().filter(email -> !email.equals(user.username())).orElse(""),
                console + "/users/" + user.id() + "/settings",
                StateText.key(user.state()),
                texts.shortInstant(user.deadline()),
                texts.shortInstant(user.firstAsked()),
                texts.shortInstant(user.snoozedUntil()
                        .filter(until -> user.connectedSince().isEmpty())),
                texts.shortInstant(user.connectedSince()));
    }
}

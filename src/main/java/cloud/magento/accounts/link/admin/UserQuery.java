package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.report.UserFilter;
import cloud.magento.accounts.link.report.UserFilter.Group;
import cloud.magento.accounts.link.report.UserState;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.services.ErrorResponseException;

/** The query parameters of {@code users}. A parameter that is empty counts as missing. */
public final class UserQuery {

    static final String STATE = "state";
    static final String SEARCH = "search";
    static final String AFTER = "after";
    static final String MAX = "max";

    static final List<String> NAMES = List.of(STATE, SEARCH, AFTER, MAX);

    static final int DEFAULT_MAX = 100;
    static final int HIGHEST_MAX = 1000;
    static final int LONGEST_SEARCH = 255;

    /** Users who share an upstream account. They can be in any state. */
    static final String DUPLICATE = "duplicate";

    private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    private final Parameters parameters;

    private UserQuery(Parameters parameters) {
        this.parameters = parameters;
    }

    /** The values of {@code state}. */
    static List<String> states() {
        return Stream.concat(Stream.of(UserState.values()).map(UserState::code), Stream.of(DUPLICATE))
                .toList();
    }

    /**
     * The page that a request asks for.
     *
     * @throws ErrorResponseException status 400, with the parameter and what it accepts
     */
    public static UserFilter page(MultivaluedMap<String, String> parameters) {
        return new UserQuery(new Parameters(parameters)).filter();
    }

    /**
     * The first part of the list that a request asks for as a whole.
     *
     * @throws ErrorResponseException status 400, with the parameter and what it accepts
     */
    public static UserFilter all(MultivaluedMap<String, String> parameters) {
        UserFilter filter = page(parameters);
        if (parameters.containsKey(MAX)) {
            throw BadRequest.of(MAX, "is for pages of JSON. text/csv has all users: leave it out.");
        }
        return new UserFilter(filter.group(), filter.search(), filter.after(), HIGHEST_MAX);
    }

    private UserFilter filter() {
        parameters.only(NAMES);
        return new UserFilter(group(), search(), parameters.id(AFTER), parameters.count(MAX, DEFAULT_MAX, HIGHEST_MAX));
    }

    private Optional<Group> group() {
        Optional<String> wanted = parameters.text(STATE);
        if (wanted.filter(value -> !states().contains(value)).isPresent()) {
            throw BadRequest.of(STATE, states().stream().collect(Collectors.joining(", ", "must be one of: ", ".")));
        }
        return wanted.map(code -> Stream.of(UserState.values())
                .filter(state -> state.code().equals(code))
                .findFirst()
                .<Group>map(Group.InState::new)
                .orElseGet(Group.Duplicate::new));
    }

    private String search() {
        String search = parameters.text(SEARCH).orElse("");
        if (search.length() > LONGEST_SEARCH || UNSTORABLE.matcher(search).find()) {
            throw BadRequest.of(
                    SEARCH,
                    "must be a part of a user name or an email address: at most " + LONGEST_SEARCH
                            + " characters, without control characters.");
        }
        return search;
    }
}

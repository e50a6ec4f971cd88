package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.policy.Wave;
import cloud.magento.accounts.link.report.Progress;
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
    static final String WAVE = "wave";
    static final String SEARCH = "search";
    static final String AFTER = "after";
    static final String MAX = "max";

    static final List<String> NAMES = List.of(STATE, WAVE, SEARCH, AFTER, MAX);

    static final int DEFAULT_MAX = 100;
    static final int HIGHEST_MAX = 1000;
    static final int LONGEST_SEARCH = 255;

    /** Users who share an upstream account. They can be in any state. */
    static final String DUPLICATE = "duplicate";

    private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    private final Parameters parameters;
    private final List<Wave> waves;

    private UserQuery(Parameters parameters, List<Wave> waves) {
        this.parameters = parameters;
        this.waves = waves;
    }

    /** The values of {@code state}. */
    static List<String> states() {
        return Stream.concat(Stream.of(UserState.values()).map(UserState::code), Stream.of(DUPLICATE))
                .toList();
    }

    /**
     * The page that a request asks for.
     *
     * @param waves those of the settings
     * @throws ErrorResponseException status 400, with the parameter and what it accepts
     */
    public static UserFilter page(MultivaluedMap<String, String> parameters, List<Wave> waves) {
        return new UserQuery(new Parameters(parameters), waves).filter();
    }

    /**
     * The first part of the list that a request asks for as a whole.
     *
     * @param waves those of the settings
     * @throws ErrorResponseException status 400, with the parameter and what it accepts
     */
    public static UserFilter all(MultivaluedMap<String, String> parameters, List<Wave> waves) {
        UserFilter filter = page(parameters, waves);
        if (parameters.containsKey(MAX)) {
            throw BadRequest.of(MAX, "is for pages of JSON. text/csv has all users: leave it out.");
        }
        return new UserFilter(filter.group(), filter.search(), filter.after(), HIGHEST_MAX, filter.wave());
    }

    private UserFilter filter() {
        parameters.only(NAMES);
        return new UserFilter(
                group(), search(), parameters.id(AFTER), parameters.count(MAX, DEFAULT_MAX, HIGHEST_MAX), wave());
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

    private String wave() {
        String wave = parameters.text(WAVE).orElse("");
        List<String> names = Stream.concat(waves.stream().map(Wave::name), Stream.of(Progress.EVERYBODY_ELSE))
                .toList();
        if (!wave.isEmpty() && waves.isEmpty()) {
            throw BadRequest.of(WAVE, "cannot be used: the settings have no waves.");
        }
        if (!wave.isEmpty() && !names.contains(wave)) {
            throw BadRequest.of(WAVE, "must be one of: " + String.join(", ", names) + ".");
        }
        return wave;
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

package cloud.magento.accounts.link.admin;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.keycloak.services.ErrorResponseException;

/**
 * The query parameters of a request. A parameter that is empty counts as missing. Each method throws
 * {@link ErrorResponseException} with status 400, the parameter and what it accepts.
 */
record Parameters(MultivaluedMap<String, String> values) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern ID = Pattern.compile("[\\w.:-]{1,36}");

    /** Rejects all parameters but these. */
    Parameters only(List<String> names) {
        new TreeSet<>(values.keySet())
                .stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
                    throw BadRequest.of(name, "is not a parameter. Use " + String.join(", ", names) + ".");
                });
        return this;
    }

    /** The text, whatever it is. */
    Optional<String> text(String name) {
        return Optional.ofNullable(values.getFirst(name)).filter(value -> !value.isEmpty());
    }

    /** The id of a user; empty string: none. */
    String id(String name) {
        String id = text(name).orElse("");
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            throw BadRequest.of(name, "must be the id of the last user of the page before.");
        }
        return id;
    }

    /** A whole number from 1 to {@code highest}. */
    int count(String name, int fallback, int highest) {
        return text(name)
                .map(value -> {
                    int count = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : 0;
                    if (count < 1 || count > highest) {
                        throw BadRequest.of(name, "must be a whole number from 1 to " + highest + ".");
                    }
                    return count;
                })
                .orElse(fallback);
    }

    /** Whether a switch is on. It is off if the parameter is missing. A switch without a value is an error. */
    boolean isOn(String name) {
        if (!values.containsKey(name)) {
            return false;
        }
        String value = text(name).orElse("");
        if (!value.equals("true") && !value.equals("false")) {
            throw BadRequest.of(name, "must be true or false.");
        }
        return value.equals("true");
    }
}

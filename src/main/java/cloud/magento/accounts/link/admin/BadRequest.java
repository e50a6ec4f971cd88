package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.config.SingleLine;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.representations.idm.ErrorRepresentation;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.ErrorResponseException;

/** Answers a request that cannot be understood, in the form of Keycloak's admin REST API. */
final class BadRequest {

    private static final int LONGEST_FIELD = 80;

    private BadRequest() {}

    /**
     * Status 400.
     *
     * @param field the parameter
     * @param accepted what is wrong or accepted, as the rest of a sentence that starts with the parameter
     */
    static ErrorResponseException of(String field, String accepted) {
        String name = shortened(field);
        return ErrorResponse.errors(List.of(error(name, name + " " + accepted)), Response.Status.BAD_REQUEST);
    }

    /**
     * Status 400 with one error for each of these problems. The key of the setting is the field.
     *
     * @param problems at least one
     */
    static ErrorResponseException of(List<SettingProblem> problems) {
        return ErrorResponse.errors(
                problems.stream()
                        .map(problem -> error(shortened(problem.key()), problem.message()))
                        .toList(),
                Response.Status.BAD_REQUEST);
    }

    private static ErrorRepresentation error(String field, String message) {
        ErrorRepresentation error = new ErrorRepresentation();
        error.setField(field);
        error.setErrorMessage(message);
        return error;
    }

    private static String shortened(String field) {
        String oneLine = SingleLine.of(field, "?");
        return oneLine.length() > LONGEST_FIELD ? oneLine.substring(0, LONGEST_FIELD) : oneLine;
    }
}

package cloud.magento.accounts.link.admin;

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
        String name = field.length() > LONGEST_FIELD ? field.substring(0, LONGEST_FIELD) : field;
        ErrorRepresentation error = new ErrorRepresentation();
        error.setField(name);
        error.setErrorMessage(name + " " + accepted);
        return ErrorResponse.errors(List.of(error), Response.Status.BAD_REQUEST);
    }
}

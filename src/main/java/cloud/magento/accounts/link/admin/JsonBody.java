package cloud.magento.accounts.link.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.util.JsonSerialization;

/** The body of a request that is a JSON object. */
final class JsonBody {

    private JsonBody() {}

    /**
     * The text of the only field.
     *
     * @throws ErrorResponseException status 400, if the body is anything else
     */
    static String onlyText(InputStream body, String field) {
        if (read(body, field) instanceof Map<?, ?> fields
                && fields.size() == 1
                && fields.get(field) instanceof String text) {
            return text;
        }
        throw notAccepted(field);
    }

    private static Object read(InputStream body, String field) {
        try {
            return JsonSerialization.readValue(body, Object.class);
        } catch (IOException e) {
            throw notAccepted(field);
        }
    }

    private static ErrorResponseException notAccepted(String field) {
        return BadRequest.of(field, "must be the only field, with a text: {\"" + field + "\": \"2020-04-01\"}.");
    }
}

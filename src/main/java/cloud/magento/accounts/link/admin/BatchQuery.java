package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.change.BatchRequest;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.ErrorResponseException;

/** The query parameters of an endpoint that changes many users. */
final class BatchQuery {

    static final String DRY_RUN = "dryRun";
    static final String AFTER = "after";
    static final String MAX = "max";

    static final List<String> NAMES = List.of(DRY_RUN, AFTER, MAX);

    static final int DEFAULT_MAX = 1000;
    static final int HIGHEST_MAX = 10_000;

    private BatchQuery() {}

    /**
     * What the request of this session asks for.
     *
     * @throws ErrorResponseException status 400, with the parameter and what it accepts
     */
    static BatchRequest of(KeycloakSession session) {
        Parameters parameters = new Parameters(session.getContext().getUri().getQueryParameters()).only(NAMES);
        return new BatchRequest(
                parameters.id(AFTER), parameters.count(MAX, DEFAULT_MAX, HIGHEST_MAX), parameters.isOn(DRY_RUN));
    }
}

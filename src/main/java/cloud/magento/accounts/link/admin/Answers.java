package cloud.magento.accounts.link.admin;

import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Answers that nobody may cache. */
final class Answers {

    private Answers() {}

    static Response json(Object body) {
        return of(Response.Status.OK, body, MediaType.APPLICATION_JSON_TYPE);
    }

    static Response of(Response.Status status, Object body, MediaType type) {
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        return Response.status(status)
                .entity(body)
                .type(type)
                .cacheControl(never)
                .build();
    }
}

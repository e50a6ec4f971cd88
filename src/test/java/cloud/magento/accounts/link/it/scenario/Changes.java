package cloud.magento.accounts.link.it.scenario;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.keycloak.representations.idm.AdminEventRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;

/** The REST endpoints of this extension with which admins change users, and the admin events that they write. */
public final class Changes {

    private static final String ADDRESS = Site.address() + "/admin/realms/cloud/magento-link/";

    private Changes() {}

    /** Sends JSON as the admin of the realm master. */
    public static Http.Answer put(String path, String json) {
        return put(path, json, Site.token());
    }

    /** Sends JSON. An empty token sends none. */
    public static Http.Answer put(String path, String json, String token) {
        return send("PUT", path, "application/json", json.getBytes(StandardCharsets.UTF_8), token);
    }

    /** Deletes as the admin of the realm master. */
    public static Http.Answer delete(String path) {
        return delete(path, Site.token());
    }

    /** Deletes. An empty token sends none. */
    public static Http.Answer delete(String path, String token) {
        return send("DELETE", path, "application/json", new byte[0], token);
    }

    /** Sends a file of deadlines as the admin of the realm master. */
    public static Http.Answer deadlines(String csv) {
        return deadlines("", csv.getBytes(StandardCharsets.UTF_8), Site.token());
    }

    /** Sends a file of deadlines. */
    public static Http.Answer deadlines(String query, byte[] csv, String token) {
        return send("POST", "deadlines" + query, "text/csv", csv, token);
    }

    /** Sends any request. An empty token sends none. */
    public static Http.Answer send(String method, String path, String type, byte[] body, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ADDRESS + path))
                .timeout(Duration.ofSeconds(120))
                .header("Content-Type", type)
                .header("Accept", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return Http.send(request.build());
    }

    /** The admin events whose path contains the id of a user, the latest first. Their representation is stored, too. */
    public static List<AdminEventRepresentation> eventsOf(CloudUser user, String path) {
        return Site.cloud()
                .getAdminEvents(
                        null, null, null, null, null, path.replace("{id}", user.id()), null, null, null, 0, 100);
    }

    /** Stores representations with admin events from now on. */
    public static void storeRepresentations() {
        RealmRepresentation realm = Site.cloud().toRepresentation();
        realm.setAdminEventsEnabled(true);
        realm.setAdminEventsDetailsEnabled(true);
        Site.cloud().update(realm);
    }
}

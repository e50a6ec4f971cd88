package cloud.magento.accounts.link.page;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.urls.UrlType;

/**
 * The address of the page and what its parameters say.
 *
 * @param path the path of the page
 * @param parameters the parameters of the request
 */
record PageAddress(String path, MultivaluedMap<String, String> parameters) {

    /** The last part of the path. */
    static final String NAME = "magento-link";

    private static final String REALM = "realm";
    private static final String LANGUAGE = "kc_locale";
    private static final Pattern NAME_OF_REALM = Pattern.compile("[^\\p{Cc}\\p{Cs}]{1,255}");
    private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z0-9-]{2,35}");

    static PageAddress of(KeycloakSession session) {
        return new PageAddress(
                UriBuilder.fromPath(session.getContext().getUri().getBaseUri().getPath())
                        .segment("realms", session.getContext().getRealm().getName(), NAME, "")
                        .build()
                        .getRawPath(),
                session.getContext().getUri().getQueryParameters());
    }

    /** The realm that an admin of {@code master} asks for. A name that no realm can have is an empty string. */
    Optional<String> realmName() {
        return Optional.ofNullable(parameters.getFirst(REALM))
                .map(name -> NAME_OF_REALM.matcher(name).matches() ? name : "");
    }

    /** The language that the admin has chosen on the page. */
    Optional<String> language() {
        return Optional.ofNullable(parameters.getFirst(LANGUAGE))
                .filter(tag -> LANGUAGE_TAG.matcher(tag).matches());
    }

    /** The parameters that each link and form of the page repeats. */
    Map<String, String> kept() {
        Map<String, String> kept = new LinkedHashMap<>();
        realmName().ifPresent(name -> kept.put(REALM, name));
        language().ifPresent(tag -> kept.put(LANGUAGE, tag));
        return kept;
    }

    /** The parameters with these names, as far as the request has them. */
    MultivaluedMap<String, String> only(List<String> names) {
        MultivaluedMap<String, String> some = new MultivaluedHashMap<>();
        names.stream().filter(parameters::containsKey).forEach(name -> some.putSingle(name, parameters.getFirst(name)));
        return some;
    }

    /** A link below the page, with what links repeat. */
    String link(String file, Map<String, String> query) {
        UriBuilder link = UriBuilder.fromPath(path).path(file);
        Map<String, Object> values = new LinkedHashMap<>();
        kept().forEach((name, value) -> values.put(name, value));
        query.forEach((name, value) -> values.put(name, value));
        // Values are inserted by name: a value that looks like a template must not be taken for one.
        values.keySet().forEach(name -> link.queryParam(name, "{" + name + "}"));
        return link.buildFromMap(values).toString();
    }

    /** The pages of the admin console for a realm, in the realm that the admin is signed in to. */
    static String console(KeycloakSession session, RealmModel realm) {
        return session.getContext()
                        .getUri(UrlType.ADMIN)
                        .getBaseUriBuilder()
                        .segment("admin", session.getContext().getRealm().getName(), "console", "")
                        .build()
                + "#/"
                + UriBuilder.fromPath("").segment(realm.getName()).build().getRawPath();
    }
}

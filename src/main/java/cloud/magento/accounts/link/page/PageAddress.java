package cloud.magento.accounts.link.page;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakUriInfo;
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
        KeycloakUriInfo uri = session.getContext().getUri();
        return new PageAddress(
                uri.getBaseUri().getRawPath() + "realms/"
                        + encoded(session.getContext().getRealm().getName()) + "/" + NAME + "/",
                uri.getQueryParameters());
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
        Map<String, String> all = new LinkedHashMap<>(kept());
        all.putAll(query);
        return path
                + file
                + all.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /** The pages of the admin console for a realm, in the realm that the admin is signed in to. */
    static String console(KeycloakSession session, RealmModel realm) {
        return session.getContext().getUri(UrlType.ADMIN).getBaseUri() + "admin/"
                + encoded(session.getContext().getRealm().getName()) + "/console/#/" + encoded(realm.getName());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

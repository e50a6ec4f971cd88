package cloud.magento.accounts.link.it.scenario;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The parsed address of a login's page, from which a test can build others. */
public record LoginAddress(String realm, Map<String, String> parameters) {

    /** Parses the address of a page or of its form. */
    public static LoginAddress of(URI page) {
        Map<String, String> parameters = Arrays.stream(page.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0],
                        pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                        (first, second) -> first,
                        LinkedHashMap::new));
        String address = page.toString();
        return new LoginAddress(address.substring(0, address.indexOf("/login-actions/")), parameters);
    }

    /** One of the parameters; empty string where there is none. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** The address of another endpoint for the same login, without the execution and the session code. */
    public String of(String endpoint) {
        return of(endpoint, Map.of());
    }

    /** The same with more parameters, or with others. */
    public String of(String endpoint, Map<String, String> more) {
        Map<String, String> own = new LinkedHashMap<>(parameters);
        own.keySet().removeIf(name -> name.equals("session_code") || name.equals("execution"));
        own.putAll(more);
        return realm + "/" + endpoint + "?" + Http.encoded(own);
    }
}

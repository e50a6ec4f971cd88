package cloud.magento.accounts.link.it.pages;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parses addresses. */
public final class Addresses {

    private Addresses() {}

    /** The parameters by name; fails if a parameter occurs twice. */
    public static Map<String, String> parametersOf(URI address) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = address.getRawQuery();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                String earlier = parameters.put(decoded(name), decoded(value));
                if (earlier != null) {
                    throw new AssertionError("Twice the same parameter in " + address);
                }
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

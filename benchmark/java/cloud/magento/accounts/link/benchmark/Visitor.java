package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.scenario.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A browser without style sheets and scripts: it keeps cookies, follows redirects and submits forms. Nothing else is
 * sent to the server, so that all that is counted belongs to the login.
 */
final class Visitor {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private static final int MOST_REDIRECTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern FORM = Pattern.compile("<form\\b[^>]*>.*?</form>", Pattern.DOTALL);
    private static final Pattern ACTION = Pattern.compile("<form\\b[^>]*\\baction=\"([^\"]+)\"", Pattern.DOTALL);
    private static final Pattern HIDDEN = Pattern.compile("<input\\b[^>]*\\btype=\"hidden\"[^>]*>");
    private static final Pattern NAME = Pattern.compile("\\bname=\"([^\"]*)\"");
    private static final Pattern VALUE = Pattern.compile("\\bvalue=\"([^\"]*)\"");

    /** By the path of their realm and their name. Keycloak marks them as secure, also on the loopback interface. */
    private final Map<String, Map<String, String>> cookies = new TreeMap<>();

    private final String host;

    /** A visitor of this server. Any other address is the app's. */
    Visitor(URI server) {
        this.host = server.toString();
    }

    /** Opens an address, and follows redirects to a page or to the app. */
    Page open(String address) throws IOException, InterruptedException {
        return follow(HttpRequest.newBuilder(URI.create(address)).GET());
    }

    /** Submits the form of a page. */
    Page submit(Page page, Map<String, String> fields) throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(page.hiddenFields());
        all.putAll(fields);
        return follow(HttpRequest.newBuilder(page.address().resolve(page.action()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Http.encoded(all))));
    }

    private Page follow(HttpRequest.Builder first) throws IOException, InterruptedException {
        HttpRequest.Builder next = first;
        for (int i = 0; i < MOST_REDIRECTS; i++) {
            URI address = next.copy().build().uri();
            next.timeout(PATIENCE).setHeader("Accept", "text/html");
            String sent = cookies(address.getPath());
            if (!sent.isEmpty()) {
                next.setHeader("Cookie", sent);
            }
            HttpResponse<String> response =
                    HTTP.send(next.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            Optional<String> location = response.headers().firstValue("Location");
            if (location.isEmpty()) {
                return new Page(address, response.statusCode(), response.body());
            }
            URI target = address.resolve(location.get());
            if (!target.toString().startsWith(host)) {
                return new Page(target, response.statusCode(), "");
            }
            next = HttpRequest.newBuilder(target).GET();
        }
        throw new IOException("More redirects than " + MOST_REDIRECTS);
    }

    private String cookies(String path) {
        StringBuilder sent = new StringBuilder();
        cookies.forEach((prefix, values) -> {
            if (path.startsWith(prefix)) {
                values.forEach((name, value) -> sent.append(sent.isEmpty() ? "" : "; ")
                        .append(name)
                        .append('=')
                        .append(value));
            }
        });
        return sent.toString();
    }

    private void keep(String header) {
        String[] parts = header.split(";");
        String name = parts[0].substring(0, parts[0].indexOf('=')).strip();
        String value = parts[0].substring(parts[0].indexOf('=') + 1).strip();
        String path = "/";
        boolean isOver = false;
        for (String part : parts) {
            String attribute = part.strip();
            if (attribute.regionMatches(true, 0, "Path=", 0, 5)) {
                path = attribute.substring(5);
            }
            isOver |= attribute.equalsIgnoreCase("Max-Age=0");
        }
        Map<String, String> ofPath = cookies.computeIfAbsent(path, key -> new TreeMap<>());
        if (isOver) {
            ofPath.remove(name);
        } else {
            ofPath.put(name, value);
        }
    }

    /** What the browser shows. */
    record Page(URI address, int status, String body) {

        /** The code with which the app was called back. */
        String code() {
            return parameter("code");
        }

        private String parameter(String name) {
            String query = Optional.ofNullable(address.getQuery()).orElse("");
            for (String pair : query.split("&")) {
                if (pair.startsWith(name + "=")) {
                    return pair.substring(name.length() + 1);
                }
            }
            throw new IllegalStateException("The app was not called back with a code: " + status + " " + address + "\n"
                    + body.replaceAll("\\s+", " "));
        }

        /** Whether the page has the form of our action. */
        boolean isOurs() {
            return body.contains("id=\"connect-magento-form\"");
        }

        private String form() {
            Matcher form = FORM.matcher(body);
            while (form.find()) {
                if (form.group().toLowerCase(Locale.ROOT).contains("method=\"post\"")) {
                    return form.group();
                }
            }
            throw new IllegalStateException("No form: " + status + " " + address + "\n" + body.replaceAll("\\s+", " "));
        }

        private String action() {
            Matcher action = ACTION.matcher(form());
            if (!action.find()) {
                throw new IllegalStateException("The form has no action.");
            }
            return unescaped(action.group(1));
        }

        private Map<String, String> hiddenFields() {
            Map<String, String> fields = new HashMap<>();
            Matcher hidden = HIDDEN.matcher(form());
            while (hidden.find()) {
                Matcher name = NAME.matcher(hidden.group());
                Matcher value = VALUE.matcher(hidden.group());
                if (name.find() && value.find()) {
                    fields.put(name.group(1), unescaped(value.group(1)));
                }
            }
            return fields;
        }

        private static String unescaped(String text) {
            return text.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
        }
    }
}

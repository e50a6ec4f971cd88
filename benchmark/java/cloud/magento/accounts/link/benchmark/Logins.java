package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.benchmark.Visitor.Page;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Http;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Logins of one app at one of the compared Keycloaks, step by step as a browser or the app takes them. */
final class Logins {

    private static final String SCOPE = "openid";

    private final Side side;
    private final CloudApp app;
    private final String redirect;

    Logins(Side side) {
        this.side = side;
        this.app = CloudApp.registered(side.address(), side.cloud());
        this.redirect = app.signIn().redirect();
    }

    String clientId() {
        return app.clientId();
    }

    Visitor visitor() {
        return new Visitor(side.address());
    }

    /** Opens the sign-in of the app: a form, or the app at once if the visitor is signed in. */
    Page start(Visitor visitor, Map<String, String> more) throws IOException, InterruptedException {
        return visitor.open(address(more));
    }

    /** Where the app sends the browser to sign in. */
    String address(Map<String, String> more) {
        return app.signIn(more).address();
    }

    String tokenAddress() {
        return app.tokenAddress();
    }

    /** Signs in with the password; what comes next. */
    Page password(Visitor visitor, CloudUser user, Map<String, String> more) throws IOException, InterruptedException {
        return enter(visitor, start(visitor, more), user.username());
    }

    /** Enters user name and password into a form, of the cloud or of Magento.com. */
    Page enter(Visitor visitor, Page form, String username) throws IOException, InterruptedException {
        return visitor.submit(form, Map.of("username", username, "password", CloudUser.PASSWORD));
    }

    /** Signs in through Magento.com, where the visitor has no session yet; what comes next. */
    Page throughMagento(Visitor visitor, CloudUser user) throws IOException, InterruptedException {
        return enter(
                visitor,
                start(visitor, Map.of("kc_idp_hint", "magento")),
                user.magento().username());
    }

    /** Registers a new user; what comes next. */
    Page register(Visitor visitor) throws IOException, InterruptedException {
        String name = "r" + UUID.randomUUID().toString().substring(0, 8);
        return visitor.submit(
                start(visitor, Map.of("prompt", "create")),
                Map.of(
                        "username",
                        name,
                        "email",
                        name + "@example.com",
                        "firstName",
                        "New",
                        "lastName",
                        "Comer",
                        "password",
                        CloudUser.PASSWORD,
                        "password-confirm",
                        CloudUser.PASSWORD));
    }

    Http.Answer passwordGrant(CloudUser user) {
        return tokens(Map.of(
                "grant_type", "password", "scope", SCOPE, "username", user.username(), "password", CloudUser.PASSWORD));
    }

    Http.Answer refresh(String refreshToken) {
        return tokens(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    Http.Answer code(String code) {
        return tokens(codeFields(code));
    }

    /** What the app sends to redeem a code. */
    Map<String, String> codeFields(String code) {
        return withClient(Map.of("grant_type", "authorization_code", "redirect_uri", redirect, "code", code));
    }

    private Http.Answer tokens(Map<String, String> fields) {
        Http.Answer answer = Http.post(app.tokenAddress(), withClient(fields));
        if (!answer.hasTokens()) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return answer;
    }

    private Map<String, String> withClient(Map<String, String> fields) {
        Map<String, String> form = new HashMap<>(fields);
        form.put("client_id", app.clientId());
        return form;
    }
}

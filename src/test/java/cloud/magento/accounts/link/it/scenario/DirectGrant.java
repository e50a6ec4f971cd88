package cloud.magento.accounts.link.it.scenario;

import java.util.Map;

/** A script that signs in with a user's name and password, without a browser. */
public final class DirectGrant {

    private final CloudApp app;

    public DirectGrant(CloudApp app) {
        this.app = app;
    }

    /** Asks for tokens with the right password. */
    public Http.Answer signIn(CloudUser user) {
        return signIn(user, CloudUser.PASSWORD);
    }

    /** Asks for tokens. */
    public Http.Answer signIn(CloudUser user, String password) {
        return Http.post(
                app.tokenAddress(),
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        app.clientId(),
                        "scope",
                        "openid",
                        "username",
                        user.username(),
                        "password",
                        password));
    }
}

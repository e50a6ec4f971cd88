package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;

/** What a login of a connected user costs in database statements, side by side with and without the extension. */
final class LoginCostIT extends CloudScenario {

    @Test
    void connectedUsersLoginAddsNoStatement() {
        // Without primary login both ways end here, and differ in the extension alone.
        set(Map.of("primaryLogin", "off"));
        CloudUser carol = users.linked();

        List<String> with = statementsOfAWarmLogin(carol);
        enable(false);
        List<String> without;
        try {
            without = statementsOfAWarmLogin(carol);
        } finally {
            enable(true);
        }

        assertThat(without).as("statements are logged at all").isNotEmpty();
        assertThat(with).as("statements with the extension, in their order").isEqualTo(without);
    }

    /** The caches of Keycloak are warm after the first login with these settings. */
    private List<String> statementsOfAWarmLogin(CloudUser user) {
        login(user);
        login(user);
        int mark = Site.server().log().size();
        login(user);
        return Site.server().logSince(mark).stream()
                .filter(line -> line.contains("org.hibernate.SQL"))
                .map(line -> line.substring(line.indexOf(") ") + 2))
                .toList();
    }

    private void login(CloudUser user) {
        try (Browser fresh = new Browser()) {
            CloudApp.SignIn request = app.signIn();
            request.succeededAt(fresh.open(request.address())
                    .signInPage()
                    .ofCloud()
                    .signIn(user.username(), CloudUser.PASSWORD)
                    .appPage());
        }
    }

    private static void enable(boolean enabled) {
        RequiredActionProviderRepresentation action = Site.cloud().flows().getRequiredAction(ActionSettings.ACTION);
        action.setEnabled(enabled);
        Site.cloud().flows().updateRequiredAction(ActionSettings.ACTION, action);
    }
}

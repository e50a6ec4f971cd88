package cloud.magento.accounts.link.it.signin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Signing in with a passkey does not bypass the page or the primary login. */
final class PasskeyIT extends CloudScenario {

    private final SoftPasskey passkey = new SoftPasskey();

    @Test
    void asSecondFactorItLeadsToThePage() {
        CloudUser carol = users.unlinked();
        add(carol, "webauthn");
        CloudApp.SignIn request = app.signIn();

        Shown next = use(signIn(carol, request), carol);

        assertAsked(next, carol, request);
    }

    @Test
    void insteadOfAPasswordItLeadsToThePage() {
        allowPasskeys(true);
        try {
            CloudUser carol = users.unlinked();
            add(carol, "webauthn-passwordless");
            CloudApp.SignIn request = app.signIn();

            Shown next = use(browser.open(request.address()), carol);

            assertAsked(next, carol, request);
        } finally {
            allowPasskeys(false);
        }
    }

    @Test
    void connectedUsersFinishAtMagento() {
        allowPasskeys(true);
        try {
            CloudUser carol = users.linked();
            add(carol, "webauthn-passwordless");
            CloudApp.SignIn request = app.signIn();

            Shown next = use(browser.open(request.address()), carol);

            assertThat(events.of(carol, "LOGIN")).isEmpty();
            request.succeededAt(next.signInPage()
                    .ofMagento()
                    .signIn(carol.magento().username(), CloudUser.PASSWORD)
                    .appPage());
        } finally {
            allowPasskeys(false);
        }
    }

    private void assertAsked(Shown next, CloudUser user, CloudApp.SignIn request) {
        assertThat(next.connectPage().asks().offers("later")).isFalse();
        assertThat(events.of(user, "LOGIN")).isEmpty();
        continueOn(next.connectPage()).connectAs(user.magento()).confirm().landsIn(request);
        assertThat(users.isLinked(user, user.magento())).isTrue();
    }

    private Shown use(Shown page, CloudUser user) {
        Matcher form =
                Pattern.compile("<form id=\"webauth\" action=\"([^\"]+)\"").matcher(page.source());
        assertThat(form.find()).as("a form for passkeys: %s", page.source()).isTrue();
        return page.tab()
                .post(
                        page.address()
                                .resolve(form.group(1).replace("&amp;", "&"))
                                .toString(),
                        passkey.answer(page.source(), Site.address(), user.id()));
    }

    private void add(CloudUser user, String type) {
        UserRepresentation representation = users.stored(user);
        representation.setCredentials(List.of(passkey.credential(type)));
        users.resource(user).update(representation);
    }

    private static void allowPasskeys(boolean allowed) {
        RealmRepresentation realm = Site.cloud().toRepresentation();
        realm.setWebAuthnPolicyPasswordlessPasskeysEnabled(allowed);
        Site.cloud().update(realm);
    }
}

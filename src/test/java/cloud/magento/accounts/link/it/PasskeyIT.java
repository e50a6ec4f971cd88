package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Shown;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** A passkey proves who somebody is at the cloud, and is no way round. */
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
        request.succeededAt(connectAs(next.connectPage(), user.magento())
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage());
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

package cloud.magento.accounts.link.it.settings;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.IdentityProviderMapperRepresentation;

/** If connecting is impossible, the setting whenUnavailable decides, and the user or the script gets a message. */
final class UnavailableIT extends CloudScenario {

    private IdentityProviderMapperRepresentation removedGuard;

    @AfterEach
    void repair() {
        CloudProvider.enable(true);
        if (removedGuard != null) {
            CloudProvider.addGuard(removedGuard);
        }
    }

    @Test
    void aDisabledProviderLocksNobodyOut() {
        CloudProvider.enable(false);
        assertLetInWithAnEvent(users.unlinked());
    }

    @Test
    void aDisabledProviderLocksNoConnectedUserOut() {
        CloudProvider.enable(false);
        assertLetInWithAnEvent(users.linked());
    }

    @Test
    void denyEndsTheLoginWithAMessage() {
        set(Map.of("whenUnavailable", "deny"));
        CloudProvider.enable(false);
        CloudUser carol = users.unlinked();

        ConnectPage page = signIn(carol, app.signIn()).connectPage().in("unavailable");

        assertThat(page.text()).contains("not possible right now");
        assertThat(page.reference()).isPresent();
        assertThat(page.offers("leave")).isFalse();
        events.awaitError(carol, "magento_link_misconfigured");
        assertThat(page.send("leave").isAppPage()).isFalse();
        assertThat(events.of(carol, "LOGIN")).isEmpty();
    }

    @Test
    void denyTakesUpWhereItWasWhenTheProviderIsBack() {
        set(Map.of("whenUnavailable", "deny"));
        CloudProvider.enable(false);
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signIn(carol, request).connectPage().in("unavailable");

        CloudProvider.enable(true);
        Shown next = page.connect();
        ConnectPage question = (next.isConnectPage() ? next.connectPage().connect() : next)
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .connectPage();

        request.succeededAt(question.confirm().appPage());
    }

    @Test
    void withoutGuardNothingIsLinkedUnasked() {
        removeGuard();
        CloudUser carol = users.unlinked();
        assertLetInWithAnEvent(carol);
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void aGuardThatVanishesWhileThePageIsOpenLinksNothing() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);
        removeGuard();

        Shown next = page.connect();

        assertThat(next.address().getPath()).as("not sent to Magento.com").doesNotContain("/realms/magento/");
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void settingsThatWereNotCheckedBreakNoLogin() {
        force(Map.of("cutoff", "soon"));
        assertLetInWithAnEvent(users.unlinked());
    }

    @Test
    void settingsThatWereNotCheckedLetConnectedUsersSignIn() {
        force(Map.of("cutoff", "soon"));
        assertLetInWithAnEvent(users.linked());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void denyKeepsUsersOutWhereASettingCannotBeRead(boolean connected) {
        force(Map.of("cutoff", "soon", "whenUnavailable", "deny"));
        CloudUser carol = connected ? users.linked() : users.unlinked();

        ConnectPage page = signIn(carol, app.signIn()).connectPage().in("unavailable");
        for (int loads = 0; loads < 2; loads++) {
            page = page.send("connect").connectPage().in("unavailable");
        }

        assertThat(events.errors(carol)).as("one event").containsExactly("magento_link_misconfigured");
        assertThat(events.of(carol, "LOGIN")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void denyAnswersScriptsThatMagentoCannotBeUsed(boolean connected) {
        set(Map.of("whenUnavailable", "deny"));
        CloudProvider.enable(false);
        CloudUser carol = connected ? users.linked() : users.unlinked();

        Http.Answer answer = new DirectGrant(app).signIn(carol);

        assertThat(answer.text("error")).isEqualTo("invalid_grant");
        assertThat(answer.text("error_description")).contains("cannot be used right now");
        assertThat(events.errors(carol)).containsExactly("magento_link_misconfigured");
    }

    @Test
    void anAliasThatLeadsNowhereBreaksNoLogin() {
        force(Map.of("idpAlias", "nowhere"));
        assertLetInWithAnEvent(users.unlinked());
    }

    private void assertLetInWithAnEvent(CloudUser user) {
        int mark = Site.server().log().size();
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(user, request).appPage());
        events.awaitError(user, "magento_link_misconfigured");
        assertThat(events.errors(user)).as("one event").containsExactly("magento_link_misconfigured");
        assertThat(Site.server().logSince(mark))
                .filteredOn(line -> line.contains("Realm cloud: users cannot be sent to the identity provider."))
                .as("logged once")
                .hasSize(1);
    }

    private void removeGuard() {
        removedGuard = CloudProvider.removeGuard();
    }
}

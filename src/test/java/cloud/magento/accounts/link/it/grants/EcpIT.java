package cloud.magento.accounts.link.it.grants;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.BruteForceProtection;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.SamlApp;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.EventRepresentation;

/** SAML logins without a browser (ECP): as with a password grant, no page can be shown. */
final class EcpIT extends CloudScenario {

    private final SamlApp saml =
            SamlApp.registered(Site.address(), Site.cloud(), app).allowEcp();

    /** The protection rejects concurrent passwords of one user, and may still process the previous one. */
    @BeforeEach
    void disableBruteForceProtection() {
        BruteForceProtection.enable(false);
    }

    @AfterEach
    void repair() {
        BruteForceProtection.enable(true);
        CloudProvider.enable(true);
    }

    @Test
    void notConnectedAfterTheCutoff() {
        CloudUser carol = users.unlinked();

        SamlApp.assertRefused(signIn(carol));

        assertOneEvent(carol, "ask");
    }

    @Test
    void notConnectedBeforeTheCutoffIsNotShutOut() {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();

        SamlApp.assertGranted(signIn(carol));

        assertThat(events.errors(carol)).isEmpty();
        assertThat(users.attribute(carol, "magentoLinkFirstAsked")).isEmpty();
        SamlApp.assertGranted(signIn(carol));
    }

    @Test
    void connected() {
        CloudUser carol = users.linked();

        SamlApp.assertRefused(signIn(carol));

        assertOneEvent(carol, "primary_login");
    }

    @Test
    void connectedWithPrimaryLoginOff() {
        set(Map.of("primaryLogin", "off"));
        SamlApp.assertGranted(signIn(users.linked()));
    }

    @Test
    void exemptWhetherConnectedOrNot() {
        for (CloudUser user : List.of(users.unlinked(), users.linked())) {
            users.grant(user, "magento-link-exempt");

            SamlApp.assertGranted(signIn(user));

            assertThat(events.errors(user)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "off"})
    void modesThatRefuseNothing(String mode) {
        set(Map.of("mode", mode));
        for (CloudUser user : List.of(users.unlinked(), users.linked())) {
            SamlApp.assertGranted(signIn(user));
            assertThat(events.errors(user)).isEmpty();
        }
    }

    @Test
    void theReportContainsTheDecisionThatWouldHaveApplied() {
        set(Map.of("mode", "report"));
        CloudUser carol = users.unlinked();

        SamlApp.assertGranted(signIn(carol));

        assertThat(RealmEvents.detail(events.await(carol, "LOGIN"), "magento_link_decision"))
                .contains("report_enforce");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProviderThatIsDownLocksNobodyOutUnlessAskedTo(boolean connected) {
        CloudProvider.enable(false);
        CloudUser allowed = connected ? users.linked() : users.unlinked();

        SamlApp.assertGranted(signIn(allowed));

        assertThat(events.errors(allowed)).as("one event").containsExactly("magento_link_misconfigured");
        set(Map.of("whenUnavailable", "deny"));
        CloudUser denied = connected ? users.linked() : users.unlinked();

        SamlApp.assertRefused(signIn(denied));

        assertThat(events.errors(denied)).as("one event").containsExactly("magento_link_misconfigured");
        assertThat(events.of(denied, "LOGIN")).isEmpty();
    }

    @Test
    void aWrongPasswordLearnsNothingAboutTheUser() {
        CloudUser unlinked = users.unlinked();
        CloudUser linked = users.linked();

        Http.Answer one = saml.ecp(unlinked, "wrong");
        Http.Answer other = saml.ecp(linked, "wrong");

        assertThat(one.body()).doesNotContain(":Assertion ").doesNotContainIgnoringCase("magento");
        assertThat(other.status()).isEqualTo(one.status());
        for (CloudUser user : List.of(unlinked, linked)) {
            assertThat(events.errors(user)).noneMatch(error -> error.startsWith("magento_"));
        }
    }

    private Http.Answer signIn(CloudUser user) {
        return saml.ecp(user, CloudUser.PASSWORD);
    }

    private void assertOneEvent(CloudUser user, String phase) {
        EventRepresentation event = events.awaitError(user, "magento_primary_login_required");
        assertThat(RealmEvents.detail(event, "magento_link_phase")).contains(phase);
        assertThat(RealmEvents.detail(event, "identity_provider")).contains(CloudUsers.ALIAS);
        assertThat(events.errors(user)).containsExactly("magento_primary_login_required");
        assertThat(events.of(user, "LOGIN")).isEmpty();
        assertThat(users.resource(user).getUserSessions()).isEmpty();
    }
}

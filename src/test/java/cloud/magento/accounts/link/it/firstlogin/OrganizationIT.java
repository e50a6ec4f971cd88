package cloud.magento.accounts.link.it.firstlogin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.OtherProvider;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Site;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.OrganizationResource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.EventRepresentation;
import org.keycloak.representations.idm.MembershipType;
import org.keycloak.representations.idm.OrganizationDomainRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Managed and unmanaged members of an organization. Managed members sign in through the organization's provider. */
final class OrganizationIT extends CloudScenario {

    private final String name = "o" + UUID.randomUUID().toString().substring(0, 8);
    private OtherProvider own;
    private OrganizationResource organization;

    @BeforeEach
    void found() {
        enableOrganizations(true);
        OrganizationRepresentation representation = new OrganizationRepresentation();
        representation.setName(name);
        representation.setAlias(name);
        representation.addDomain(new OrganizationDomainRepresentation(name + ".example"));
        try (Response response = Site.cloud().organizations().create(representation)) {
            organization = Site.cloud().organizations().get(CreatedResponseUtil.getCreatedId(response));
        }
        own = OtherProvider.added();
        try (Response response = organization.identityProviders().addIdentityProvider(own.alias())) {
            assertThat(response.getStatus()).isEqualTo(204);
        }
    }

    @AfterEach
    void dissolve() {
        try (Response response = organization.delete()) {
            assertThat(response.getStatus()).isEqualTo(204);
        }
        own.close();
        enableOrganizations(false);
    }

    @Test
    void aManagedMemberIsNeverPrompted() {
        CloudUser member = managedMember();
        assertThat(organization.members().member(member.id()).toRepresentation().getMembershipType())
                .isEqualTo(MembershipType.MANAGED);
        browser.clearCookies();
        throughOwnProvider(member.magento());
        assertThat(users.resource(member).getFederatedIdentity())
                .extracting("identityProvider")
                .containsExactly(own.alias());
        assertThat(users.attribute(member, "magentoLinkFirstAsked")).isEmpty();
        assertThat(events.await(member, "LOGIN").getDetails()).containsEntry("magento_link_decision", "exempt");
        assertThat(events.errors(member)).isEmpty();
    }

    @Test
    void theReportsCountAManagedMemberAsExempt() {
        long exempt = byOrganization();
        CloudUser member = managedMember();
        CloudUser carol = users.unlinked();
        organization.members().addMember(carol.id()).close();

        assertThat(listed(member).get("state").asText()).isEqualTo("exempt");
        assertThat(listed(member).get("exemptBy").asText()).isEqualTo("organization");
        assertThat(listed(carol).get("state").asText()).isEqualTo("overdue");
        assertThat(byOrganization()).isEqualTo(exempt + 1);
        assertThat(Reports.get("users", Map.of("search", member.username(), "state", "exempt")))
                .hasSize(1);
        own.enable(false);
        assertThat(listed(member).get("state").asText())
                .as("without a way to sign in at the organization")
                .isEqualTo("overdue");
        assertThat(byOrganization()).isEqualTo(exempt);
    }

    private static JsonNode listed(CloudUser user) {
        JsonNode found = Reports.get("users", Map.of("search", user.username()));
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static long byOrganization() {
        return Reports.get("progress", Map.of()).at("/exemptBy/organization").asLong();
    }

    /** Keycloak's own linking refuses it, too: the organization decides how its members sign in. */
    @Test
    void aManagedMemberCannotConnectVoluntarily() {
        CloudUser member = managedMember();
        for (String action : List.of("connect-magento", "idp_link:" + CloudUsers.ALIAS)) {
            browser.clearCookies();
            Shown shown = browser.open(app.signIn(Map.of("kc_idp_hint", own.alias(), "kc_action", action))
                            .address())
                    .signInPage()
                    .ofMagento()
                    .signIn(member.magento().username(), CloudUser.PASSWORD);

            ConnectPage refused = shown.connectPage().in("refused");
            assertThat(refused.text()).contains("Your organization or your administrator decides");
            for (String step : List.of("connect", "switch", "confirm", "later")) {
                refused = refused.send(step).connectPage().in("refused");
            }
            AppPage landed = refused.leave().appPage();

            assertThat(landed.parameter("kc_action_status")).as(action).contains("error");
            assertThat(users.resource(member).getFederatedIdentity())
                    .extracting("identityProvider")
                    .containsExactly(own.alias());
        }
        EventRepresentation event = events.awaitError(member, "magento_sign_in_failed");
        assertThat(RealmEvents.detail(event, "reason")).contains("managed_by_organization");
        assertThat(events.errors(member)).containsExactly("magento_sign_in_failed", "magento_sign_in_failed");
    }

    @Test
    void anUnmanagedMemberIsPromptedLikeOthers() {
        CloudUser carol = users.unlinked();
        try (Response response = organization.members().addMember(carol.id())) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        assertThat(organization.members().member(carol.id()).toRepresentation().getMembershipType())
                .isEqualTo(MembershipType.UNMANAGED);
        CloudApp.SignIn request = app.signIn();

        Shown end = signInToConnect(carol, request)
                .connectAs(carol.magento())
                .confirm()
                .shown();

        request.succeededAt(end.appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    @Test
    void aMemberWhoRegisteredWithAnInvitationIsPromptedLikeOthers() {
        CloudUser ivy = registered();

        continueOn(browser.shown().connectPage().asks())
                .connectAs(ivy.magento())
                .confirm();

        assertThat(users.isLinked(ivy, ivy.magento())).isTrue();
    }

    /** A link with the organization's provider exempts its user, but not while that link is being created. */
    @Test
    void anOldSessionCannotConnectAProviderThatWouldExemptIt() {
        CloudUser ivy = registered();
        continueOn(browser.shown().connectPage().asks())
                .connectAs(ivy.magento())
                .confirm();
        users.resetPassword(ivy);

        Shown end = browser.open(app.signIn(Map.of("kc_action", "idp_link:" + own.alias()))
                        .address())
                .formPage()
                .submit();

        assertThat(end.errorPage().message()).contains("Sign in again to connect with");
        assertThat(users.resource(ivy).getFederatedIdentity())
                .extracting("identityProvider")
                .containsExactly(CloudUsers.ALIAS);
        events.awaitError(ivy, "magento_reauthentication_required");
    }

    /** A managed member who registered with an invitation. */
    private CloudUser registered() {
        CloudUser account = users.unlinked();
        users.resource(account).remove();
        String mail = "i" + name + "@" + name + ".example";
        String link;
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            try (Response response = organization.members().inviteUser(mail, "Ivy", "Invited")) {
                assertThat(response.getStatus()).isEqualTo(204);
            }
            Matcher address = Pattern.compile("href=\"([^\"]+/registrations[^\"]+)")
                    .matcher(mailbox.await(mail).html());
            assertThat(address.find()).isTrue();
            link = address.group(1).replace("&amp;", "&").replace("&#61;", "=");
        }

        FormPage registration = browser.open(link).formPage();
        if (registration.asksFor("username")) {
            registration.type("username", "i" + name);
        }
        registration
                .type("email", mail)
                .type("firstName", "Ivy")
                .type("lastName", "Invited")
                .type("password", CloudUser.PASSWORD)
                .type("password-confirm", CloudUser.PASSWORD)
                .submit();

        UserRepresentation created =
                Site.cloud().users().searchByEmail(mail, true).get(0);
        CloudUser ivy = new CloudUser(created.getId(), created.getUsername(), created.getEmail(), account.magento());
        assertThat(organization.members().member(ivy.id()).toRepresentation().getMembershipType())
                .isEqualTo(MembershipType.MANAGED);
        return ivy;
    }

    @Test
    void aMemberWithADisabledProviderIsPromptedLikeOthers() {
        CloudUser member = managedMember();
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(CloudUser.PASSWORD);
        users.resource(member).resetPassword(password);
        own.enable(false);
        browser.clearCookies();

        signInAndBeAsked(member, app.signIn());
    }

    /** A managed member who signed in through the organization's provider. */
    private CloudUser managedMember() {
        CloudUser person = users.unlinked(
                user -> {}, account -> account.setEmail(account.getUsername() + "@" + name + ".example"));
        users.resource(person).remove();
        throughOwnProvider(person.magento());
        UserRepresentation created = Site.cloud()
                .users()
                .searchByEmail(person.magento().email(), true)
                .get(0);
        return new CloudUser(created.getId(), created.getUsername(), created.getEmail(), person.magento());
    }

    private void throughOwnProvider(MagentoAccount account) {
        CloudApp.SignIn request = app.signIn(Map.of("kc_idp_hint", own.alias()));
        request.succeededAt(browser.open(request.address())
                .signInPage()
                .ofMagento()
                .signIn(account.username(), CloudUser.PASSWORD)
                .appPage());
    }

    private static void enableOrganizations(boolean enabled) {
        RealmRepresentation realm = Site.cloud().toRepresentation();
        realm.setOrganizationsEnabled(enabled);
        Site.cloud().update(realm);
    }
}

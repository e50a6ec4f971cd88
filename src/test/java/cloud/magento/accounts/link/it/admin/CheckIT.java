package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.LinkClientPolicy;
import cloud.magento.accounts.link.it.scenario.OtherProvider;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.scenario.StandIn;
import cloud.magento.accounts.link.it.server.SinceKeycloak;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.representations.idm.AuthenticationExecutionInfoRepresentation;
import org.keycloak.representations.idm.AuthenticationFlowRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.representations.userprofile.config.UPConfig;

/** The findings of {@code check}. */
@Tag("writes")
final class CheckIT extends CloudScenario {

    /**
     * Other tests of the same run can leave clients with flows of their own, and users who share an account. The tests
     * also run with versions of Keycloak that are not safe, and switch the legacy link address on.
     */
    private static final List<String> PRISTINE =
            List.of("authenticator_missing", "duplicates", "keycloak_version", "legacy_link_address");

    @Test
    void theExportedRealmIsInOrder() {
        assertThat(PRISTINE).containsAll(codes());
    }

    @Test
    void eachFindingHasARemedyAndTheWorstIsFirst() {
        set(Map.of("mode", "report", "cutoff", "", "remindFrom", ""));
        force(Map.of("idpAlias", "nowhere"));

        List<JsonNode> findings = findings();

        assertThat(findings).hasSizeGreaterThanOrEqualTo(3).allSatisfy(finding -> {
            assertThat(finding.get("message").asText()).endsWith(".").doesNotContain("null");
            assertThat(finding.get("remedy").asText()).isNotBlank();
        });
        assertThat(findings.stream()
                        .map(finding -> finding.get("severity").asText())
                        .distinct())
                .containsExactly("error", "warning", "info");
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                Arguments.of(Map.of("cutoff", "soon"), "settings_invalid"),
                Arguments.of(Map.of("cutof", "2020-04-01"), "settings_unknown_key"),
                Arguments.of(Map.of("cutoff", "", "remindFrom", ""), "cutoff_missing"),
                Arguments.of(Map.of("mode", "off"), "mode_off"),
                Arguments.of(Map.of("mode", "report"), "mode_report"),
                Arguments.of(Map.of("exemptRoles", "nobody-has-it"), "exempt_role_missing"),
                Arguments.of(Map.of("exemptGroups", "/nowhere"), "exempt_group_missing"),
                Arguments.of(Map.of("waves", "/nowhere 2030-03-01"), "wave_group_missing"),
                Arguments.of(Map.of("exemptClients", "nowhere"), "exempt_client_missing"),
                Arguments.of(Map.of("exemptRoles", ""), "no_break_glass"),
                Arguments.of(Map.of("idpAlias", "nowhere"), "provider_missing"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void findsWhatIsWrongWithTheSettings(Map<String, String> changes, String code) {
        assertThat(codes()).doesNotContain(code);
        force(changes);

        assertThat(codes()).contains(code);
    }

    @Test
    void findsEmptySettings() {
        clear();

        assertThat(codes()).contains("settings_empty", "cutoff_missing");
    }

    @Test
    void findsAnActionThatIsNotInUse() {
        RequiredActionProviderRepresentation action = Site.cloud().flows().getRequiredAction(ActionSettings.ACTION);
        action.setEnabled(false);
        Site.cloud().flows().updateRequiredAction(ActionSettings.ACTION, action);
        try {
            assertThat(codes()).containsExactly("action_disabled");
        } finally {
            action.setEnabled(true);
            Site.cloud().flows().updateRequiredAction(ActionSettings.ACTION, action);
        }
    }

    @Test
    void findsADisabledProvider() {
        CloudProvider.enable(false);
        try {
            assertThat(codes()).contains("provider_disabled");
        } finally {
            CloudProvider.enable(true);
        }
    }

    @Test
    void findsAProviderWithoutGuardAndWithoutScopes() {
        try (StandIn provider = new StandIn(Site.cloud(), Site.testHost())) {
            set(Map.of("idpAlias", provider.alias(), "emailPolicy", "require"));
            assertThat(codes()).contains("provider_without_email").doesNotContain("provider_without_guard");

            provider.removeGuard();
            provider.configure(model -> model.getConfig().put("defaultScope", "openid email"));

            assertThat(codes()).contains("provider_without_guard").doesNotContain("provider_without_email");
        }
    }

    @Test
    void findsAProviderOfATypeThatIsNotSupported() {
        IdentityProviderRepresentation saml = new IdentityProviderRepresentation();
        saml.setAlias("saml-" + UUID.randomUUID());
        saml.setProviderId("saml");
        saml.setEnabled(true);
        saml.setConfig(Map.of("singleSignOnServiceUrl", "http://localhost/saml", "idpEntityId", "http://localhost"));
        try (Response response = Site.cloud().identityProviders().create(saml)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        try {
            force(Map.of("idpAlias", saml.getAlias()));
            assertThat(codes()).contains("provider_type");
        } finally {
            Site.cloud().identityProviders().get(saml.getAlias()).remove();
        }
    }

    @Test
    void findsTheFlowsOfTheRealmWithoutTheAuthenticator() {
        changeRealm(
                realm -> realm.setBrowserFlow("browser"),
                () -> assertThat(messages()).anyMatch(message -> message.contains("the browser flow (browser)")));
        changeRealm(
                realm -> realm.setDirectGrantFlow("direct grant"),
                () -> assertThat(messages())
                        .anyMatch(message -> message.contains("the direct grant flow (direct grant)")));
        changeRealm(
                realm -> realm.setResetCredentialsFlow("reset credentials"),
                () -> assertThat(messages())
                        .anyMatch(message -> message.contains("the reset credentials flow (reset credentials)")));
        changeRealm(realm -> realm.setBrowserFlow("browser"), () -> {
            set(Map.of("primaryLogin", "off"));
            assertThat(codes()).doesNotContain("authenticator_missing");
        });
    }

    @Test
    void findsTheFirstLoginFlowOfAnotherProvider() {
        try (OtherProvider other = OtherProvider.added()) {
            assertThat(messages()).noneMatch(message -> message.contains(other.alias()));
            IdentityProviderRepresentation model =
                    Site.cloud().identityProviders().get(other.alias()).toRepresentation();
            model.setFirstBrokerLoginFlowAlias("first broker login");
            Site.cloud().identityProviders().get(other.alias()).update(model);

            assertThat(messages())
                    .anyMatch(message -> message.contains(
                            "the first login flow of the provider " + other.alias() + " (first broker login)"));
        }
    }

    @Test
    void findsAFirstLoginFlowThatLinksWithoutASignIn() {
        AuthenticationFlowRepresentation flow = new AuthenticationFlowRepresentation();
        flow.setAlias("auto-" + UUID.randomUUID());
        flow.setProviderId("basic-flow");
        flow.setTopLevel(true);
        Site.cloud().flows().createFlow(flow).close();
        Site.cloud().flows().addExecution(flow.getAlias(), Map.of("provider", "idp-auto-link"));
        AuthenticationExecutionInfoRepresentation step =
                Site.cloud().flows().getExecutions(flow.getAlias()).get(0);
        try (OtherProvider other = OtherProvider.added()) {
            IdentityProviderRepresentation model =
                    Site.cloud().identityProviders().get(other.alias()).toRepresentation();
            model.setFirstBrokerLoginFlowAlias(flow.getAlias());
            Site.cloud().identityProviders().get(other.alias()).update(model);
            step.setRequirement("DISABLED");
            Site.cloud().flows().updateExecutions(flow.getAlias(), step);
            assertThat(codes()).doesNotContain("auto_link");

            step.setRequirement("ALTERNATIVE");
            Site.cloud().flows().updateExecutions(flow.getAlias(), step);

            assertThat(codes()).contains("auto_link");
        } finally {
            Site.cloud().flows().getFlows().stream()
                    .filter(candidate -> candidate.getAlias().equals(flow.getAlias()))
                    .forEach(candidate -> Site.cloud().flows().deleteFlow(candidate.getId()));
        }
    }

    /** The tests start the server with the address on, where a version of Keycloak has the option. */
    @Test
    @SinceKeycloak(value = "26.7", because = "no option for the legacy link address")
    void findsTheLegacyLinkAddress() {
        assertThat(codes()).contains("legacy_link_address");
    }

    @Test
    void findsTheFlowOfAClient() {
        String browserFlow = Site.cloud().flows().getFlows().stream()
                .filter(flow -> flow.getAlias().equals("browser"))
                .map(AuthenticationFlowRepresentation::getId)
                .findFirst()
                .orElseThrow();
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId("own-flow-" + UUID.randomUUID());
        client.setAuthenticationFlowBindingOverrides(Map.of("browser", browserFlow));
        String id;
        try (Response response = Site.cloud().clients().create(client)) {
            id = CreatedResponseUtil.getCreatedId(response);
        }
        try {
            assertThat(messages())
                    .anyMatch(message -> message.contains("the flow of the client " + client.getClientId()));
        } finally {
            Site.cloud().clients().get(id).remove();
        }
    }

    @Test
    void findsAMissingOrPartialClientPolicy() {
        assertThat(codes()).doesNotContain("client_policy_missing", "client_policy_partial");
        try {
            LinkClientPolicy.applyTo("public");
            assertThat(codes()).contains("client_policy_partial");
            LinkClientPolicy.enable(false);
            assertThat(codes()).contains("client_policy_missing").doesNotContain("client_policy_partial");
        } finally {
            LinkClientPolicy.applyToAll();
            LinkClientPolicy.enable(true);
        }
    }

    @Test
    void findsAttributesThatAreMissingOrWritable() {
        changeProfile(
                profile -> profile.getAttribute("magentoLinkDeadline")
                        .getPermissions()
                        .getEdit()
                        .add("user"),
                "attributes_writable");
        changeProfile(
                profile -> profile.getAttributes()
                        .removeIf(attribute -> attribute.getName().equals("magentoLinkSnoozes")),
                "attributes_undeclared");
    }

    @Test
    void findsUsersWhoShareAnAccount() {
        CloudUser anna = users.linked();
        CloudUser bert = users.unlinked();
        set(Map.of("mode", "off"));
        users.link(bert, anna.magento());
        set(Map.of("mode", "on"));

        assertThat(codes()).contains("duplicates");
        users.resource(bert).remove();
    }

    @Test
    void findsThatEventsAreNotSaved() {
        changeRealm(
                realm -> realm.setEventsEnabled(false),
                () -> assertThat(codes()).contains("events_not_saved"));
        changeRealm(
                realm -> realm.setEnabledEventTypes(List.of("LOGOUT")),
                () -> assertThat(codes()).contains("events_not_saved"));
    }

    @Test
    void isForThoseWhoMayViewTheRealm() {
        AdminRights.assertThatTheyAreRequired("check", "view-realm", "manage-realm");
    }

    private static List<JsonNode> findings() {
        return StreamSupport.stream(Reports.get("check", Map.of()).spliterator(), false)
                .toList();
    }

    private static List<String> codes() {
        return findings().stream().map(finding -> finding.get("code").asText()).toList();
    }

    private static List<String> messages() {
        return findings().stream()
                .map(finding -> finding.get("message").asText())
                .toList();
    }

    private static void changeRealm(Consumer<RealmRepresentation> change, Runnable check) {
        RealmRepresentation before = Site.cloud().toRepresentation();
        RealmRepresentation changed = Site.cloud().toRepresentation();
        change.accept(changed);
        Site.cloud().update(changed);
        try {
            check.run();
        } finally {
            Site.cloud().update(before);
        }
    }

    private static void changeProfile(Consumer<UPConfig> change, String code) {
        UPConfig before = Site.cloud().users().userProfile().getConfiguration();
        UPConfig changed = Site.cloud().users().userProfile().getConfiguration();
        change.accept(changed);
        assertThat(codes()).doesNotContain(code);
        Site.cloud().users().userProfile().update(changed);
        try {
            assertThat(codes()).contains(code);
        } finally {
            Site.cloud().users().userProfile().update(before);
        }
    }
}

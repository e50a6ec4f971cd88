package cloud.magento.accounts.link.it.packaging;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.keycloak.admin.client.resource.AuthenticationManagementResource;
import org.keycloak.admin.client.resource.IdentityProviderResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.AuthenticationExecutionInfoRepresentation;
import org.keycloak.representations.idm.AuthenticationFlowRepresentation;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;
import org.keycloak.representations.idm.ClientPoliciesRepresentation;
import org.keycloak.representations.idm.ClientProfilesRepresentation;
import org.keycloak.representations.idm.IdentityProviderMapperRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderSimpleRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.userprofile.config.UPConfig;

/**
 * Sends what keycloak-config-cli sends for a file: each object is created if it is missing, and else updated as a
 * whole. A flow that is there already is left alone. The user profile is sent only with the attribute
 * {@code userProfileEnabled}.
 */
final class ConfigCliReplay {

    /** Parts of the file that have an endpoint of their own. */
    private static final List<String> NOT_OF_THE_REALM = List.of(
            "roles",
            "identityProviders",
            "identityProviderMappers",
            "requiredActions",
            "clientProfiles",
            "clientPolicies",
            "authenticationFlows",
            "authenticatorConfig",
            "userProfile");

    /** As strict as the one of keycloak-config-cli: a field that Keycloak does not know is an error. */
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final RealmResource realm;
    private final JsonNode file;

    ConfigCliReplay(RealmResource realm, JsonNode file) {
        this.realm = realm;
        this.file = file;
    }

    void send() {
        each("/roles/realm").forEach(this::role);
        each("/authenticationFlows")
                .filter(flow -> flow.get("topLevel").asBoolean())
                .forEach(this::flow);
        realm.update(as(realmAlone(), RealmRepresentation.class));
        if (file.at("/attributes/userProfileEnabled").asBoolean()) {
            realm.users().userProfile().update(as(file.get("userProfile"), UPConfig.class));
        }
        each("/identityProviders").forEach(this::provider);
        each("/identityProviderMappers").forEach(this::mapper);
        each("/requiredActions").forEach(this::action);
        realm.clientPoliciesProfilesResource()
                .updateProfiles(as(file.get("clientProfiles"), ClientProfilesRepresentation.class));
        realm.clientPoliciesPoliciesResource()
                .updatePolicies(as(file.get("clientPolicies"), ClientPoliciesRepresentation.class));
    }

    private JsonNode realmAlone() {
        ObjectNode alone = file.deepCopy();
        alone.remove(NOT_OF_THE_REALM);
        return alone;
    }

    private void role(JsonNode role) {
        String name = role.get("name").asText();
        if (realm.roles().list().stream().noneMatch(known -> known.getName().equals(name))) {
            realm.roles().create(as(role, RoleRepresentation.class));
        } else {
            RoleRepresentation known = realm.roles().get(name).toRepresentation();
            known.setDescription(role.get("description").asText());
            realm.roles().get(name).update(known);
        }
    }

    private void provider(JsonNode node) {
        IdentityProviderRepresentation provider = as(node, IdentityProviderRepresentation.class);
        if (realm.identityProviders().findAll().stream()
                .noneMatch(known -> known.getAlias().equals(provider.getAlias()))) {
            closing(realm.identityProviders().create(provider));
        } else {
            IdentityProviderResource known = realm.identityProviders().get(provider.getAlias());
            provider.setInternalId(known.toRepresentation().getInternalId());
            known.update(provider);
        }
    }

    private void mapper(JsonNode node) {
        IdentityProviderMapperRepresentation mapper = as(node, IdentityProviderMapperRepresentation.class);
        IdentityProviderResource provider = realm.identityProviders().get(mapper.getIdentityProviderAlias());
        provider.getMappers().stream()
                .filter(known -> known.getName().equals(mapper.getName()))
                .findFirst()
                .ifPresentOrElse(
                        known -> {
                            mapper.setId(known.getId());
                            provider.update(known.getId(), mapper);
                        },
                        () -> closing(provider.addMapper(mapper)));
    }

    private void action(JsonNode node) {
        AuthenticationManagementResource flows = realm.flows();
        RequiredActionProviderRepresentation action = as(node, RequiredActionProviderRepresentation.class);
        if (flows.getRequiredActions().stream()
                .noneMatch(known -> known.getAlias().equals(action.getAlias()))) {
            RequiredActionProviderSimpleRepresentation unregistered = new RequiredActionProviderSimpleRepresentation();
            unregistered.setProviderId(action.getProviderId());
            unregistered.setName(action.getName());
            flows.registerRequiredAction(unregistered);
        }
        flows.updateRequiredAction(action.getAlias(), action);
    }

    private void flow(JsonNode node) {
        String alias = node.get("alias").asText();
        if (realm.flows().getFlows().stream().anyMatch(known -> known.getAlias().equals(alias))) {
            return;
        }
        AuthenticationFlowRepresentation flow = as(node, AuthenticationFlowRepresentation.class);
        flow.setAuthenticationExecutions(List.of());
        closing(realm.flows().createFlow(flow));
        steps(node);
    }

    private void steps(JsonNode flow) {
        String alias = flow.get("alias").asText();
        flow.get("authenticationExecutions").forEach(step -> {
            if (step.get("authenticatorFlow").asBoolean()) {
                JsonNode part =
                        named("/authenticationFlows", step.get("flowAlias").asText());
                realm.flows()
                        .addExecutionFlow(
                                alias,
                                Map.of(
                                        "alias",
                                        part.get("alias").asText(),
                                        "type",
                                        "basic-flow",
                                        "provider",
                                        "",
                                        "description",
                                        part.get("description").asText()));
            } else {
                realm.flows()
                        .addExecution(
                                alias,
                                Map.of("provider", step.get("authenticator").asText()));
            }
            AuthenticationExecutionInfoRepresentation added = lastOf(alias);
            added.setRequirement(step.get("requirement").asText());
            added.setPriority(step.get("priority").asInt());
            realm.flows().updateExecutions(alias, added);
            if (step.has("authenticatorConfig")) {
                JsonNode config = named(
                        "/authenticatorConfig", step.get("authenticatorConfig").asText());
                closing(realm.flows()
                        .newExecutionConfig(added.getId(), as(config, AuthenticatorConfigRepresentation.class)));
            }
            if (step.get("authenticatorFlow").asBoolean()) {
                steps(named("/authenticationFlows", step.get("flowAlias").asText()));
            }
        });
    }

    /** The execution that was added last: they are listed in the order of their priorities. */
    private AuthenticationExecutionInfoRepresentation lastOf(String flow) {
        List<AuthenticationExecutionInfoRepresentation> own = realm.flows().getExecutions(flow).stream()
                .filter(step -> step.getLevel() == 0)
                .toList();
        return own.get(own.size() - 1);
    }

    private JsonNode named(String list, String alias) {
        return each(list)
                .filter(node -> node.get("alias").asText().equals(alias))
                .findFirst()
                .orElseThrow();
    }

    private Stream<JsonNode> each(String path) {
        return StreamSupport.stream(file.at(path).spliterator(), false);
    }

    private static <T> T as(JsonNode node, Class<T> type) {
        return JSON.convertValue(node, type);
    }

    private static void closing(Response response) {
        try (response) {
            if (response.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
                throw new AssertionError(response.getStatus() + " " + response.readEntity(String.class));
            }
        }
    }
}

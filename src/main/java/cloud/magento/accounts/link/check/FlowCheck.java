package cloud.magento.accounts.link.check;

import cloud.magento.accounts.link.check.Finding.Code;
import cloud.magento.accounts.link.login.PrimaryLogin;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.token.ExecutorCoverage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.RealmModel;

/** Checks where connected users must be sent to the provider, and where tokens are issued without a login. */
final class FlowCheck {

    /** The id of Keycloak's IdpAutoLinkAuthenticatorFactory. */
    private static final String AUTO_LINK_STEP = "idp-auto-link";

    private final Rollout rollout;
    private final RealmModel realm;
    private final List<Finding> findings = new ArrayList<>();

    private FlowCheck(Rollout rollout) {
        this.rollout = rollout;
        this.realm = rollout.realm();
    }

    static List<Finding> findings(Rollout rollout) {
        FlowCheck check = new FlowCheck(rollout);
        if (rollout.settings().primaryLogin()) {
            check.checkFlows();
        }
        check.checkAutoLink();
        check.checkClientPolicy();
        return check.findings;
    }

    private void checkFlows() {
        require(Optional.ofNullable(realm.getBrowserFlow()), "the browser flow");
        require(Optional.ofNullable(realm.getDirectGrantFlow()), "the direct grant flow");
        if (realm.isResetPasswordAllowed()) {
            require(Optional.ofNullable(realm.getResetCredentialsFlow()), "the reset credentials flow");
        }
        rollout.session()
                .identityProviders()
                .getAllStream()
                .filter(provider -> provider.isEnabled()
                        && !provider.getAlias().equals(rollout.settings().idpAlias()))
                .forEach(provider -> require(
                        firstLoginFlow(provider), "the first login flow of the provider " + provider.getAlias()));
        realm.getClientsStream()
                .forEach(client -> client.getAuthenticationFlowBindingOverrides()
                        .forEach((binding, flow) -> require(
                                Optional.ofNullable(flow).map(realm::getAuthenticationFlowById),
                                "the flow of the client " + client.getClientId() + " for " + binding)));
    }

    /** By this step of Keycloak, whoever controls a provider's account with the address of a user becomes that user. */
    private void checkAutoLink() {
        rollout.session()
                .identityProviders()
                .getAllStream()
                .filter(IdentityProviderModel::isEnabled)
                .forEach(provider -> firstLoginFlow(provider)
                        .filter(flow -> has(AUTO_LINK_STEP, flow.getId(), new HashSet<>()))
                        .ifPresent(flow -> findings.add(Finding.error(
                                Code.AUTO_LINK,
                                "The first login flow of the provider " + provider.getAlias() + " (" + flow.getAlias()
                                        + ") links an account with the user who has the same email address, without"
                                        + " asking the user to sign in.",
                                "Authentication → Flows → " + flow.getAlias()
                                        + ": replace Automatically set existing user by Confirm link existing account"
                                        + " and Verify existing account by re-authentication."))));
    }

    private Optional<AuthenticationFlowModel> firstLoginFlow(IdentityProviderModel provider) {
        return provider.getFirstBrokerLoginFlowId() == null
                ? Optional.ofNullable(realm.getFirstBrokerLoginFlow())
                : Optional.ofNullable(realm.getAuthenticationFlowById(provider.getFirstBrokerLoginFlowId()));
    }

    private void require(Optional<AuthenticationFlowModel> flow, String use) {
        flow.filter(bound -> !has(PrimaryLogin.AUTHENTICATOR_ID, bound.getId(), new HashSet<>()))
                .ifPresent(bound -> findings.add(Finding.error(
                        Code.AUTHENTICATOR_MISSING,
                        "Primary login is on, but " + use + " (" + bound.getAlias()
                                + ") lacks the execution Magento link. Connected users can sign in there without"
                                + " the identity provider.",
                        "Authentication → Flows → " + bound.getAlias()
                                + ": add Magento link as the last required step. Built-in flows must be duplicated"
                                + " and the copy bound.")));
    }

    private boolean has(String authenticator, String flowId, Set<String> seen) {
        return seen.add(flowId)
                && realm
                        .getAuthenticationExecutionsStream(flowId)
                        .filter(AuthenticationExecutionModel::isEnabled)
                        .toList()
                        .stream()
                        .anyMatch(execution -> execution.isAuthenticatorFlow()
                                ? has(authenticator, execution.getFlowId(), seen)
                                : authenticator.equals(execution.getAuthenticator()));
    }

    private void checkClientPolicy() {
        String remedy = "Realm settings → Client policies: a profile with the executor magento-link-executor, and a"
                + " policy with the condition any-client that applies it. docs/grants.md has the steps.";
        switch (ExecutorCoverage.of(realm, rollout.session())) {
            case NONE ->
                findings.add(Finding.error(
                        Code.CLIENT_POLICY_MISSING,
                        "No enabled client policy has the executor magento-link-executor. Users who must connect get"
                                + " tokens for refresh and offline tokens, token exchange, CIBA and JWT grants.",
                        remedy));
            case SOME_CLIENTS ->
                findings.add(Finding.warning(
                        Code.CLIENT_POLICY_PARTIAL,
                        "The client policies with the executor magento-link-executor are not for all clients. At the"
                                + " other clients, users who must connect get tokens without a browser.",
                        remedy));
            case ALL_CLIENTS, UNREADABLE -> {
                // Nothing is missing, or Keycloak itself reports it.
            }
        }
    }
}

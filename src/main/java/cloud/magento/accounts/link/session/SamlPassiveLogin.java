package cloud.magento.accounts.link.session;

import cloud.magento.accounts.link.support.AuthNotes;
import org.keycloak.Config;
import org.keycloak.dom.saml.v2.protocol.AuthnRequestType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.saml.preprocessor.SamlAuthenticationPreprocessor;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Notes that a SAML app forbids pages. SamlService passes IsPassive to the flow only, and does not store it in the
 * authentication session. SamlEcpProfileService sets IsPassive itself.
 */
public final class SamlPassiveLogin implements SamlAuthenticationPreprocessor {

    @Override
    public AuthnRequestType beforeProcessingLoginRequest(
            AuthnRequestType request, AuthenticationSessionModel authSession) {
        if (Boolean.TRUE.equals(request.isIsPassive())) {
            authSession.setAuthNote(AuthNotes.PASSIVE, "true");
        }
        return request;
    }

    @Override
    public String getId() {
        return "magento-link-saml-passive";
    }

    @Override
    public SamlAuthenticationPreprocessor create(KeycloakSession session) {
        return this;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}

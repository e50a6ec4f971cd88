package cloud.magento.accounts.link.view;

import cloud.magento.accounts.link.support.UserMessage;
import jakarta.ws.rs.core.Response;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Renders the template {@code connect-magento.ftl}. */
public final class ConnectTemplate {

    private static final String FILE = "connect-magento.ftl";

    private ConnectTemplate() {}

    /** Renders the page. A message that this session has for the user is on top, once. */
    public static Response render(LoginFormsProvider form, ConnectView view, AuthenticationSessionModel authSession) {
        UserMessage.take(authSession).ifPresent(message -> {
            // Some login themes show this as HTML. Escaping would not help: Keycloak unescapes the message first.
            String providerName = view.getProviderName().replace('<', '‹');
            if (message.isInformation()) {
                form.setInfo(message.messageKey(), providerName);
            } else {
                form.setError(message.messageKey(), providerName);
            }
            view.withMessage(message);
        });
        return form.setAttribute("connectMagento", view).createForm(FILE);
    }
}

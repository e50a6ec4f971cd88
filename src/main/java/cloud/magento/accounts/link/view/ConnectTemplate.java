package cloud.magento.accounts.link.view;

import cloud.magento.accounts.link.support.UserMessage;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.forms.login.LoginFormsProvider;

/** Fills the one template. */
public final class ConnectTemplate {

    private static final String FILE = "connect-magento.ftl";

    private ConnectTemplate() {}

    /** Renders the page, with what went wrong on top. */
    public static Response render(LoginFormsProvider form, ConnectView view, Optional<UserMessage> mishap) {
        mishap.ifPresent(told -> {
            // Some login themes show this as HTML; to escape it would not help, as Keycloak takes that back first.
            form.setError(told.messageKey(), view.getProviderName().replace('<', '‹'));
            view.withReference(told.reference());
            if (told.isAboutAccount()) {
                view.withOffersSwitch(true);
            }
        });
        return form.setAttribute("connectMagento", view).createForm(FILE);
    }
}

package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.ActionStatus;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.support.KeycloakClock;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.user.UserFactsReader;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The ways to end the required action. Each reports its result to the app that started it. */
final class ActionEnd {

    private ActionEnd() {}

    /** Continues the login of a user who has connected in this login. */
    static void connected(RequiredActionContext context) {
        LinkingStart.of(context.getAuthenticationSession())
                .flatMap(start -> start.end(context.getAuthenticationSession(), KcActionStatus.SUCCESS))
                .ifPresentOrElse(context::challenge, context::success);
    }

    /** Continues the login. A success is reported only if the user is connected. */
    static void proceed(RequiredActionContext context) {
        LoginContext login = LoginContext.of(context, KeycloakClock.INSTANCE);
        if (!UserFactsReader.isLinked(
                login.subject(), RealmSettings.of(login.realm()).readable())) {
            ActionStatus.set(login.authSession(), KcActionStatus.ERROR);
        }
        context.success();
    }

    /**
     * Continues the login although no account was connected, and reports this status.
     * LoginActionsService.processRequireAction keeps a status that is already set.
     */
    static void notConnected(RequiredActionContext context, KcActionStatus status) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        ProviderRoundTrip.cancel(authSession);
        LinkingStart.of(authSession)
                .flatMap(start -> start.end(authSession, status))
                .ifPresentOrElse(context::challenge, () -> {
                    ActionStatus.set(authSession, status);
                    context.success();
                });
    }

    /** Cancels connecting that an app or the user started. */
    static void cancelled(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        ProviderRoundTrip.cancel(authSession);
        LinkingStart.of(authSession)
                .flatMap(start -> start.end(authSession, KcActionStatus.CANCELLED))
                .ifPresentOrElse(context::challenge, context::cancel);
    }
}

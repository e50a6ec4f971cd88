package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.login.MailedAction;
import cloud.magento.accounts.link.login.MailedAction.Result;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.ActionStatus;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.support.KeycloakClock;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.user.UserFactsReader;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.events.Errors;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The ways to end the required action. Each reports its result to the app that started it, or to the user who opened
 * the link of a mail.
 */
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
        boolean isLinked = UserFactsReader.isLinked(login.subject(), settings(login));
        if (MailedAction.isAlone(login.authSession())) {
            context.challenge(
                    MailedAction.end(login, settings(login), isLinked ? Result.CONNECTED : Result.NOT_NEEDED));
            return;
        }
        if (!isLinked) {
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
        if (MailedAction.isAlone(authSession)) {
            LoginContext login = LoginContext.of(context, KeycloakClock.INSTANCE);
            context.getEvent().clone().error(Errors.REJECTED_BY_USER);
            context.challenge(MailedAction.end(login, settings(login), Result.UNCHANGED));
            return;
        }
        ProviderRoundTrip.cancel(authSession);
        LinkingStart.of(authSession)
                .flatMap(start -> start.end(authSession, status))
                .ifPresentOrElse(context::challenge, () -> {
                    ActionStatus.set(authSession, status);
                    context.success();
                });
    }

    /** Cancels connecting that an app, the user or an admin's mail started. */
    static void cancelled(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (MailedAction.isIn(authSession)) {
            // Keycloak keeps a cancelled action on the session, and would show the page again.
            notConnected(context, KcActionStatus.CANCELLED);
            return;
        }
        ProviderRoundTrip.cancel(authSession);
        LinkingStart.of(authSession)
                .flatMap(start -> start.end(authSession, KcActionStatus.CANCELLED))
                .ifPresentOrElse(context::challenge, context::cancel);
    }

    private static LinkSettings settings(LoginContext login) {
        return RealmSettings.of(login.realm()).readable();
    }
}

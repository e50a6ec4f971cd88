package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.action.Standing.Asked;
import cloud.magento.accounts.link.action.Standing.Impersonated;
import cloud.magento.accounts.link.action.Standing.Unavailable;
import cloud.magento.accounts.link.broker.Mishap;
import cloud.magento.accounts.link.broker.Proof;
import cloud.magento.accounts.link.broker.ProviderState;
import cloud.magento.accounts.link.broker.RightToLink;
import cloud.magento.accounts.link.page.ConnectTemplate;
import cloud.magento.accounts.link.page.ConnectView;
import cloud.magento.accounts.link.page.ConnectView.State;
import cloud.magento.accounts.link.page.People;
import cloud.magento.accounts.link.page.ReminderText;
import cloud.magento.accounts.link.policy.LinkError;
import cloud.magento.accounts.link.settings.LinkSettings;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Shows the page that fits where the login stands. */
final class ConnectPage {

    private final RequiredActionContext context;
    private final KeycloakSession session;
    private final UserModel user;
    private final InstantSource clock;

    ConnectPage(RequiredActionContext context, InstantSource clock) {
        this.context = context;
        this.session = context.getSession();
        this.user = context.getUser();
        this.clock = clock;
    }

    Response show(Standing standing) {
        if (standing instanceof Asked asked) {
            return render(viewFor(asked));
        }
        if (standing instanceof Impersonated impersonated) {
            return render(view(State.IMPERSONATION, impersonated.settings()).withCanContinue(true));
        }
        if (standing instanceof Unavailable broken) {
            return render(new ConnectView(State.UNAVAILABLE, ProviderState.displayName(session, broken.alias()))
                    .withSupportUrl(broken.supportUrl())
                    .withReference(broken.reference())
                    .withCanContinue(broken.mayContinue()));
        }
        throw new IllegalStateException("Nothing to show: the login goes on");
    }

    /** Says which account is connected, to a user who has just confirmed another one. */
    Response showConnected(LinkSettings settings, String name) {
        return render(view(State.CONNECTED, settings).withReplaces(name).withCanContinue(true));
    }

    private ConnectView viewFor(Asked asked) {
        LinkSettings settings = asked.settings();
        Optional<LinkError> refusal = RightToLink.refusalToWrite(session, context.getRealm(), user, asked.signIn());
        if (refusal.isPresent() || asked.isStale(clock.instant()) && !hasProof(settings)) {
            return view(State.REAUTHENTICATE, settings).withCanContinue(asked.isOwnWishAlone());
        }
        return Proof.pending(session, context.getAuthenticationSession(), user, settings.idpAlias())
                .map(proof -> confirm(asked, proof))
                .orElseGet(() -> ask(settings)
                        .withReminder(ReminderText.of(
                                asked.decision(), settings, session.getContext().resolveLocale(user)))
                        .withCanContinue(asked.isOwnWishAlone()));
    }

    /** Who is connected already came to change the account: the provider must not answer with the same one at once. */
    private ConnectView ask(LinkSettings settings) {
        ConnectView view = view(State.ASK, settings);
        return current(settings).map(view::withReplaces).orElse(view);
    }

    /** By which name the user knows the account that is connected. */
    private Optional<String> current(LinkSettings settings) {
        return Optional.ofNullable(session.users().getFederatedIdentity(context.getRealm(), user, settings.idpAlias()))
                .map(ConnectedMeanwhile::nameOf);
    }

    private boolean hasProof(LinkSettings settings) {
        return Proof.pending(session, context.getAuthenticationSession(), user, settings.idpAlias())
                .isPresent();
    }

    private ConnectView confirm(Asked asked, Proof proof) {
        LinkSettings settings = asked.settings();
        ConnectView view = view(State.CONFIRM, settings)
                .withUpstream(
                        People.of(proof.identity()),
                        People.mismatch(proof.identity(), user, settings.emailPolicy()),
                        proof.number())
                .withCanContinue(asked.isOwnWishAlone());
        return current(settings).map(view::withReplaces).orElse(view);
    }

    private ConnectView view(State state, LinkSettings settings) {
        return new ConnectView(state, ProviderState.displayName(session, settings.idpAlias()))
                .withAccount(People.of(user))
                .withSupportUrl(settings.supportLink());
    }

    private Response render(ConnectView view) {
        return ConnectTemplate.render(
                context.form(), view.withAccount(People.of(user)), Mishap.take(context.getAuthenticationSession()));
    }
}

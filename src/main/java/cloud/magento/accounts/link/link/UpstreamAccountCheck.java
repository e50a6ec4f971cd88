package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.UpstreamIdentity;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.UserContext;
import java.util.Optional;

/** Decides whether an account at the provider may be connected with a user. */
public final class UpstreamAccountCheck {

    private UpstreamAccountCheck() {}

    /**
     * What forbids connecting this account; empty: nothing. It is checked when the user returns from the provider, and
     * again under the lock when the link is written.
     */
    public static Optional<LinkError> refusal(UserContext context, LinkSettings settings, UpstreamIdentity upstream) {
        Optional<LinkError> byEmail = upstream.refusalBy(settings.emailPolicy(), context.user());
        if (byEmail.isPresent()) {
            return byEmail;
        }
        return UniqueLinkCheck.isTaken(context, upstream.linkTo(settings.idpAlias()))
                ? Optional.of(LinkError.ACCOUNT_IN_USE)
                : Optional.empty();
    }
}

package cloud.magento.accounts.link.broker;

import cloud.magento.accounts.link.policy.LinkError;

/** How confirming ended. */
public sealed interface LinkResult {

    /** The account is connected: now, or it already was. */
    record Linked() implements LinkResult {}

    /** Nothing was written. */
    record Refused(LinkError error) implements LinkResult {}
}

package cloud.magento.accounts.link.config;

/** How the email addresses of the user and of the account at the identity provider affect connecting the two. */
public enum EmailPolicy {
    /** The addresses can differ. */
    IGNORE,
    /** The confirmation shows a difference, and the user decides. */
    WARN,
    /** Connecting is rejected unless the addresses are the same and the identity provider has verified its own. */
    REQUIRE
}

package cloud.magento.accounts.link.config;

/** What a difference between the e-mail addresses of the two accounts means for connecting them. */
public enum EmailPolicy {
    /** Nothing. */
    IGNORE,
    /** The confirmation says so; the user decides. */
    WARN,
    /** Same address, verified at the identity provider, else refused. */
    REQUIRE
}

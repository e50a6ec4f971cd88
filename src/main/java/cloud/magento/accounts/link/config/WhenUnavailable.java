package cloud.magento.accounts.link.config;

/** What happens to a login that requires the identity provider if the settings or the provider cannot be used. */
public enum WhenUnavailable {
    /** The login continues. */
    ALLOW,
    /** The login is rejected. */
    DENY
}

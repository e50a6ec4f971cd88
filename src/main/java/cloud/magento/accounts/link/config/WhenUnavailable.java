package cloud.magento.accounts.link.config;

/** What becomes of a login that should connect but cannot, because the settings or the provider are broken. */
public enum WhenUnavailable {
    ALLOW,
    DENY
}

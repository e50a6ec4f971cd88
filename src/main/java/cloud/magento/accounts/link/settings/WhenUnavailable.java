package cloud.magento.accounts.link.settings;

/** What becomes of a login that should connect but cannot, because the settings or the provider are broken. */
public enum WhenUnavailable {
    ALLOW,
    DENY
}

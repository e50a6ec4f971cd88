package cloud.magento.accounts.link.config;

/** The choices of a setting that is either on or off. */
enum Switch {
    ON,
    OFF
}

package cloud.magento.accounts.link.config;

/** A setting that is on or off, in the words that admins read. */
enum Switch {
    ON,
    OFF
}

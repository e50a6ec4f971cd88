/** Integration tests of the settings of the required action: valid, flawed, and for an unavailable provider. */
package cloud.magento.accounts.link.it.settings;

/**
 * Writes links, and checks every link that is written or removed, whoever does it. The only package that uses the
 * database directly.
 */
package cloud.magento.accounts.link.link;

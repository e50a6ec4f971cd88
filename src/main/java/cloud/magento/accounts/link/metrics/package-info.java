/**
 * The metrics of this extension, in Keycloak's own registry. The values of every label except the realm come from
 * closed lists. The only package that uses Micrometer.
 */
package cloud.magento.accounts.link.metrics;

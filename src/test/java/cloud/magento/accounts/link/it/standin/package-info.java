/** What the stand-in for Magento.com does that Keycloak does not. It runs in Keycloak, see {@code StandInJar}. */
package cloud.magento.accounts.link.it.standin;

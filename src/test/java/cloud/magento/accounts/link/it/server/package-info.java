/** The Keycloak server under test: prepared, started and found again by all integration tests. */
package cloud.magento.accounts.link.it.server;

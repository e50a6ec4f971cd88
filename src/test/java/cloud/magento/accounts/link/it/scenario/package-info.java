/** What the integration tests share: a scenario with users, apps, providers, mail and the server under test. */
package cloud.magento.accounts.link.it.scenario;

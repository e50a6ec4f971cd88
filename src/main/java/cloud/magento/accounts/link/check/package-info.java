/**
 * What is wrong with the set-up of a realm, and how an admin corrects it. It reads and never writes. The REST API, the
 * rollout page and the metrics use it.
 */
package cloud.magento.accounts.link.check;

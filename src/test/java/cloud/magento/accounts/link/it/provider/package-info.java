/**
 * Integration tests of what Magento.com can answer: failures, wrong clocks, hostile names, changed names and tokens.
 */
package cloud.magento.accounts.link.it.provider;

/**
 * What all packages above share: the names of session notes, events, errors, messages for the user, the clock, and work
 * after the end of a transaction.
 */
package cloud.magento.accounts.link.support;

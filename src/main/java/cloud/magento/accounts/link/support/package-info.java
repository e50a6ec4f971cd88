/**
 * What all higher packages share: the names of session notes, events, errors, messages for the user, the contexts of a
 * user and a login, the clock, and work after the end of a transaction.
 */
package cloud.magento.accounts.link.support;

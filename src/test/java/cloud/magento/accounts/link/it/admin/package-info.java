/** What admins ask by REST: rights, bad input, and that every answer agrees with the policy. */
package cloud.magento.accounts.link.it.admin;

/**
 * What admins ask for: the REST endpoints below {@code /admin/realms/{realm}/magento-link/}, the rights and the input
 * that they demand, and the form of their answers.
 */
package cloud.magento.accounts.link.admin;

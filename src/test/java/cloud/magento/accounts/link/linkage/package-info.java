/** Whether every class, method and field that the JAR uses exists in a version of Keycloak. */
package cloud.magento.accounts.link.linkage;

/** Integration tests of the packaged JAR in a server: its contents, its cost per login, and the users of the demo. */
package cloud.magento.accounts.link.it.packaging;

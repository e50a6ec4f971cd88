/** What admins watch: the metrics, the dashboard and the alerts, and the findings of the check in the log. */
package cloud.magento.accounts.link.it.watch;

/**
 * What each server does by itself: it checks the set-up after it has started and after a change of the settings, and
 * one server of a cluster counts for the metrics.
 */
package cloud.magento.accounts.link.watch;

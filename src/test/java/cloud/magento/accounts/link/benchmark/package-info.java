/** The results of the benchmark and the page that is written from them. What measures is in {@code benchmark/java}. */
package cloud.magento.accounts.link.benchmark;

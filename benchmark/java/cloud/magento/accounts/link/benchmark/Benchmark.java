package cloud.magento.accounts.link.benchmark;

/** Measures one section of the page. */
interface Benchmark {

    /** Measures, and gives each measurement to the recorder. */
    void measure(Recorder recorder) throws Exception;
}

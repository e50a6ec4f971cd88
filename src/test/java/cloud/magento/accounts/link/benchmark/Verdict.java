package cloud.magento.accounts.link.benchmark;

/** Whether a measurement meets its goal. */
enum Verdict {
    MET("met"),
    MISSED("**missed**"),
    TOO_NOISY("too noisy to tell");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}

package cloud.magento.accounts.link.metrics;

/**
 * The labels of the number of findings of the same kind.
 *
 * @param severity from the closed list of the check
 * @param code from the closed list of the check
 */
public record FindingLabels(String severity, String code) {}

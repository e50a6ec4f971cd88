package cloud.magento.accounts.link.page;

import cloud.magento.accounts.link.report.UserState;

/** The messages that name the states of users. */
final class StateText {

    private StateText() {}

    static String key(UserState state) {
        return switch (state) {
            case CONNECTED -> "connectMagentoRolloutStateConnected";
            case PENDING -> "connectMagentoRolloutStatePending";
            case SNOOZED -> "connectMagentoRolloutStateSnoozed";
            case OVERDUE -> "connectMagentoRolloutStateOverdue";
            case EXEMPT -> "connectMagentoRolloutStateExempt";
            case DISABLED -> "connectMagentoRolloutStateDisabled";
        };
    }
}

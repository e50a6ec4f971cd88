package cloud.magento.accounts.link.token;

/** How a request for tokens relates to the user's sign-in. */
public enum GrantKind {
    /** The request is a sign-in of its own. */
    SIGNS_IN,
    /** The request is a sign-in of its own, and the required action is evaluated next. */
    PASSWORD,
    /** The request continues an earlier sign-in. It is not another way to sign in. */
    CONTINUES,
    /** The request ends a login in the browser, in which the required action has been evaluated. */
    ENDS_LOGIN;

    boolean isSignIn() {
        return this == SIGNS_IN || this == PASSWORD;
    }

    /**
     * Whether the required action has reported an outage of the provider, or reports it next, if the user must connect.
     */
    boolean leavesOutageToAction(boolean mustConnect) {
        return mustConnect && (this == ENDS_LOGIN || this == PASSWORD);
    }
}

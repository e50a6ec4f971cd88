package cloud.magento.accounts.link.support;

/**
 * Names of the notes of this extension in an authentication session. They are stored on the server, and no browser can
 * write them. The waiting session is the one that shows our page, and the away session is the one that goes to the
 * provider.
 */
public final class AuthNotes {

    /** In the waiting session: the tab id of the away session. */
    public static final String AWAY = "magento-link.away";
    /** In the away session: the tab id of the waiting session. */
    public static final String WAITING = "magento-link.waiting";
    /**
     * Client note of a login by the provider's button: the email address that the provider sent, whether it is
     * verified, and the id of its account. It survives the start of a first login.
     */
    public static final String CLAIMED = "magento-link.claimed";
    /**
     * Client note of a login by the provider's button: the time of the provider's callback, in milliseconds since 1970.
     * It survives the start of a first login, and is removed at the end of the login.
     */
    public static final String CALLED_BACK = "magento-link.called-back";
    /** Client note of the away session. Unlike its other notes, it survives a restart of the login. */
    public static final String WENT_AWAY = "magento-link.went-away";
    /** In the away session: the id of the user who left. */
    public static final String AWAY_USER = "magento-link.user";
    /** In the waiting session: the identity that the provider returned, as Keycloak serializes it. */
    public static final String IDENTITY = "magento-link.identity";
    /** In the waiting session: the number of the pending identity, which the confirmation must name. */
    public static final String PENDING_ID = "magento-link.proof";
    /** In the waiting session: the id of the user for whom the identity was returned. */
    public static final String PENDING_USER = "magento-link.proof-user";
    /** In the waiting session: when the identity was returned, in milliseconds since 1970. */
    public static final String PENDING_SINCE = "magento-link.proof-since";
    /** In the waiting session: whether the provider has verified the email address. */
    public static final String EMAIL_VERIFIED = "magento-link.email-verified";
    /** In the waiting session: the error that the page shows once, see {@link UserMessage}. */
    public static final String ERROR = "magento-link.error";
    /** When the user signed in, in milliseconds since 1970. Also a note of the user session that the login creates. */
    public static final String SIGNED_IN = "magento-link.signed-in";
    /**
     * Whether an admin impersonates the user. In a user session: whether it replaced one that Keycloak marked as
     * impersonated.
     */
    public static final String IMPERSONATED = "magento-link.impersonated";
    /**
     * In a login by the provider's button: when the user signed in at the provider, according to the provider, in
     * milliseconds since 1970.
     */
    public static final String PROVIDER_SIGNED_IN = "magento-link.provider-signed-in";
    /** Whether a SAML app forbids pages in this login. */
    public static final String PASSIVE = "magento-link.passive";
    /** How linking was started, if not by our page. It must end in the way that the starter expects. */
    public static final String STARTED_BY = "magento-link.started-by";
    /** When the user left for the provider in such linking, in seconds since 1970. */
    public static final String LEFT_AT = "magento-link.left";
    /** Whether the user goes to the provider without our page, because the app's button has asked already. */
    public static final String WITHOUT_PAGE = "magento-link.without-page";
    /** The name of the app's own action that our page replaced and ended. */
    public static final String ENDED_ACTION = "magento-link.ended";
    /** Whether the rollout put the required action on the session, and not an admin. */
    public static final String DUE = "magento-link.due";
    /** A client note: the user whom an admin's mail asked to connect and who had to sign in again. */
    public static final String MAILED_TO = "magento-link.mailed-to";
    /** Whether the link of a mail put other actions on the session, too, or the user has others. */
    public static final String MAILED_WITH_OTHERS = "magento-link.mailed-with-others";
    /** Whether the user chose "Not now", or an admin continued who impersonates the user. */
    public static final String SKIPPED = "magento-link.passed";
    /** The app's own prompt, which is restored after the user has signed in again; "none" if it has none. */
    public static final String APPS_PROMPT = "magento-link.apps-prompt";
    /** The reference of the event that reports that users cannot be sent to the provider. */
    public static final String REPORTED = "magento-link.reported";
    /** The reference of the event that says why the user cannot connect. */
    public static final String REFUSED = "magento-link.refused";
    /** Whether this login has reported wrong settings that do not stop the others. */
    public static final String FLAWS_REPORTED = "magento-link.flaws-reported";
    /** Whether the decision of this login has been counted for the metrics. */
    public static final String COUNTED = "magento-link.counted";
    /**
     * The account with which the user signed in, by the provider's button or by primary login: the alias of the
     * provider and the id.
     */
    public static final String SIGNED_IN_WITH = "magento-link.came-as";
    /** Whether the flow of this login did not require primary login of the user, because it did not apply then. */
    public static final String PRIMARY_NOT_REQUIRED = "magento-link.passed-primary";
    /** A note of the user session: whether it began with a login to an exempt client. */
    public static final String BEGUN_AT_EXEMPT_CLIENT = "magento-link.begun-at-exempt-client";
    /**
     * In a login that the provider's post login flow must follow: the identity of the provider, as Keycloak serializes
     * it.
     */
    public static final String POST_LOGIN = "magento-link.post-login";
    /** Prefix of the notes that store what the end of the post login flow would overwrite. */
    public static final String BEFORE_POST_LOGIN = "magento-link.before-post-login.";

    private AuthNotes() {}
}

package cloud.magento.accounts.link.support;

/** Names of what this extension keeps in an authentication session. It stands on the server; no browser writes it. */
public final class AuthNotes {

    /** On the session that waits: tab id of the session that is away at the provider. */
    public static final String AWAY = "magento-link.away";
    /** On the session that is away: tab id of the session that waits. */
    public static final String WAITING = "magento-link.waiting";
    /**
     * Client note of a session that comes by the provider's button: the address that the provider gave, whether it is
     * verified, and the account of which it was said. It outlives the beginning of a first login.
     */
    public static final String CLAIMED = "magento-link.claimed";
    /**
     * Client note of a session that comes by the provider's button: when the provider called back, in milliseconds
     * since 1970. It outlives the beginning of a first login, and is gone at the end of the login.
     */
    public static final String CALLED_BACK = "magento-link.called-back";
    /** Client note of the session that is away; unlike the others it outlives a restart of the login. */
    public static final String WENT_AWAY = "magento-link.went-away";
    /** On the session that is away: id of the user who left. */
    public static final String USER = "magento-link.user";
    /** On the session that waits: the upstream identity that came back, as Keycloak serializes it. */
    public static final String IDENTITY = "magento-link.identity";
    /** On the session that waits: number of the proof, which the confirmation must name. */
    public static final String PROOF_ID = "magento-link.proof";
    /** On the session that waits: id of the user for whom the proof was brought. */
    public static final String PROOF_USER = "magento-link.proof-user";
    /** On the session that waits: when the proof was brought, in milliseconds since 1970. */
    public static final String PROOF_SINCE = "magento-link.proof-since";
    /** On the session that waits: whether the provider said that the e-mail address is verified. */
    public static final String EMAIL_VERIFIED = "magento-link.email-verified";
    /** On the session that waits: what went wrong, to be said once. */
    public static final String ERROR = "magento-link.error";
    /** When the user signed in, in milliseconds since 1970; also on the user session that comes out of the login. */
    public static final String SIGNED_IN = "magento-link.signed-in";
    /** Whether an admin acts as the user. On a user session: where it took the place of one that Keycloak marked so. */
    public static final String IMPERSONATED = "magento-link.impersonated";
    /**
     * When the provider signed the user in by its own word, of a login that came by its button, in milliseconds since
     * 1970.
     */
    public static final String PROVIDER_SIGNED_IN = "magento-link.provider-signed-in";
    /** Whether a SAML app forbids pages during this login. */
    public static final String PASSIVE = "magento-link.passive";
    /** How linking was begun where not by us: so that it can end the way its starter expects. */
    public static final String STARTED_BY = "magento-link.started-by";
    /** When the user left for the provider there, in seconds since 1970. */
    public static final String LEFT = "magento-link.left";

    /** The reference under which this login reported that users cannot be sent to the provider. */
    public static final String REPORTED = "magento-link.reported";

    /** The reference of the event that says why the user may not connect. */
    public static final String REFUSED = "magento-link.refused";

    /** Whether this login has reported settings that are not right but in force. */
    public static final String FLAWS_REPORTED = "magento-link.flaws-reported";

    /** Name of the app's own action that our page stood in for and ended. */
    public static final String ENDED = "magento-link.ended";

    /** The account that this login came with, by the provider's button or by primary login: alias and id. */
    public static final String CAME_AS = "magento-link.came-as";
    /** Whether the flow of this login let the user pass, to whom primary login did not apply at that moment. */
    public static final String PASSED_PRIMARY = "magento-link.passed-primary";
    /**
     * The upstream identity, as Keycloak serializes it, of a login that the provider's post login flow has to follow.
     */
    public static final String POST_LOGIN = "magento-link.post-login";
    /** Prefix of the notes that the end of the post login flow would overwrite, as they were before. */
    public static final String BEFORE_POST_LOGIN = "magento-link.before-post-login.";

    private AuthNotes() {}
}

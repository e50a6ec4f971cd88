package cloud.magento.accounts.link.support;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The closed list of errors: the name of each in events and metrics, and the message for the user. */
public enum LinkError {
    ACCOUNT_IN_USE("AccountInUse"),
    EMAIL_MISMATCH("EmailMismatch"),
    EMAIL_UNVERIFIED("EmailUnverified"),
    REAUTHENTICATION_REQUIRED("ReauthenticationRequired"),
    IMPERSONATION("Impersonation"),
    LINK_MISCONFIGURED("Misconfigured"),
    SIGN_IN_CANCELLED("Cancelled"),
    SIGN_IN_FAILED("Failed"),
    PRIMARY_LOGIN_REQUIRED("PrimaryLoginRequired");

    private static final Map<String, LinkError> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(LinkError::code, error -> error));

    private final String messageSuffix;

    LinkError(String messageSuffix) {
        this.messageSuffix = messageSuffix;
    }

    /** The error of an event, for example {@code magento_account_in_use}. */
    public String code() {
        return "magento_" + name().toLowerCase(Locale.ROOT);
    }

    /**
     * The error with this code.
     *
     * @param code the error of an event; null: the event reports none
     * @return empty: the error is not one of this extension
     */
    public static Optional<LinkError> of(String code) {
        return code == null ? Optional.empty() : Optional.ofNullable(BY_CODE.get(code));
    }

    /** The key of the message for the user. Parameter {0} of the message is the provider's display name. */
    public String messageKey() {
        return "connectMagentoError" + messageSuffix;
    }
}

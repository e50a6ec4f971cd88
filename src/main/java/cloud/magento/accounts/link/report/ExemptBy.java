package cloud.magento.accounts.link.report;

import java.util.stream.Stream;

/** Why a user is exempt: the first reason that fits, in the order of {@code user.Exemptions}. */
public enum ExemptBy {
    /** The user is the service account of a client. */
    SERVICE_ACCOUNT("serviceAccount"),
    /** The user has one of the exempt roles, also by a composite role or a group. */
    ROLE("role"),
    /** The user is a member of one of the exempt groups or of a subgroup. */
    GROUP("group"),
    /** An organization manages the user, who signs in through a provider of it. */
    ORGANIZATION("organization"),
    /** An admin has exempted the user until an instant that has not come yet. */
    UNTIL("until");

    private final String code;

    ExemptBy(String code) {
        this.code = code;
    }

    /** The reason with this name. */
    static ExemptBy of(String code) {
        return Stream.of(values())
                .filter(reason -> reason.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(code));
    }

    /** The name of the reason in answers. */
    public String code() {
        return code;
    }
}

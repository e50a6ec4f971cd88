package cloud.magento.accounts.link.check;

import cloud.magento.accounts.link.check.Finding.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.common.Version;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocolFactory;

/** Checks the server itself: its version, and an address that its options switch off. */
final class ServerCheck {

    /** {@code OIDCLoginProtocolFactory.CONFIG_ALLOW_CLIENT_INITIATED_ACCOUNT_LINKING}, which older versions lack. */
    private static final String LEGACY_LINKING = "allow-client-initiated-account-linking";

    private ServerCheck() {}

    static List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (!SafeVersion.isSafe(Version.VERSION)) {
            findings.add(Finding.warning(
                    Code.KEYCLOAK_VERSION,
                    "Keycloak " + Version.VERSION + " has known weaknesses in linking or in required actions.",
                    "Update Keycloak to " + SafeVersion.OLDEST + " or newer. SECURITY.md names the weaknesses."));
        }
        if (isLegacyLinkingOn()) {
            findings.add(Finding.info(
                    Code.LEGACY_LINK_ADDRESS,
                    "The legacy address of Keycloak for linking is on. The checks of this extension apply to it, but no"
                            + " app needs it: kc_action=idp_link replaces it.",
                    "Start the server with --spi-login-protocol--openid-connect--" + LEGACY_LINKING + "=false."));
        }
        return findings;
    }

    /** A version without the option cannot switch the address off, so there is nothing to advise. */
    private static boolean isLegacyLinkingOn() {
        return Stream.of(OIDCLoginProtocolFactory.class.getFields())
                        .anyMatch(field -> field.getName().equals("CONFIG_ALLOW_CLIENT_INITIATED_ACCOUNT_LINKING"))
                && Config.scope("login-protocol", OIDCLoginProtocol.LOGIN_PROTOCOL)
                        .getBoolean(LEGACY_LINKING, false);
    }
}

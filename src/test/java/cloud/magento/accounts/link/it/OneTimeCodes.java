package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Shown;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.models.utils.TimeBasedOTP;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** A user's device that shows codes which hold half a minute. */
final class OneTimeCodes {

    private static final String SECRET = "a secret of twenty b";

    private static final Pattern OFFERED = Pattern.compile("name=\"totpSecret\" value=\"([^\"]+)\"");

    private final String secret;

    private OneTimeCodes(String secret) {
        this.secret = secret;
    }

    /** Gives the user such a device. */
    static OneTimeCodes of(UserResource user) {
        CredentialRepresentation codes = new CredentialRepresentation();
        codes.setType("otp");
        codes.setSecretData("{\"value\":\"" + SECRET + "\"}");
        codes.setCredentialData(
                "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}");
        UserRepresentation representation = user.toRepresentation();
        representation.setCredentials(List.of(codes));
        user.update(representation);
        return new OneTimeCodes(SECRET);
    }

    /** Sets up a device with the form that Keycloak shows for it, as anybody can who is shown it. */
    static Shown setUp(Shown shown) {
        Matcher offered = OFFERED.matcher(shown.source());
        assertThat(offered.find()).as("a form for a new device: %s", shown).isTrue();
        return shown.formPage()
                .type("totp", new OneTimeCodes(offered.group(1)).now())
                .type("userLabel", "phone")
                .submit();
    }

    /** The code of this moment, which Keycloak takes once. */
    String now() {
        return new TimeBasedOTP("HmacSHA1", 6, 30, 1).generateTOTP(secret);
    }
}

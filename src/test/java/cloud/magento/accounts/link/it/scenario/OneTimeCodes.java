package cloud.magento.accounts.link.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Shown;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.models.utils.TimeBasedOTP;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** A user's device with time-based one-time codes, each valid for 30 seconds. */
public final class OneTimeCodes {

    private static final String SECRET = "a secret of twenty b";

    private static final Pattern OFFERED = Pattern.compile("name=\"totpSecret\" value=\"([^\"]+)\"");

    private final String secret;

    private OneTimeCodes(String secret) {
        this.secret = secret;
    }

    /** Adds a device to the user. */
    public static OneTimeCodes of(UserResource user) {
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

    /** Sets up a device with Keycloak's form. */
    public static Shown setUp(Shown shown) {
        Matcher offered = OFFERED.matcher(shown.source());
        assertThat(offered.find()).as("a form for a new device: %s", shown).isTrue();
        return shown.formPage()
                .type("totp", new OneTimeCodes(offered.group(1)).now())
                .type("userLabel", "phone")
                .submit();
    }

    /** The current code, which Keycloak accepts once. */
    public String now() {
        return new TimeBasedOTP("HmacSHA1", 6, 30, 1).generateTOTP(secret);
    }
}

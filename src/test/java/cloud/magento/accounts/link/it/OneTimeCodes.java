package cloud.magento.accounts.link.it;

import java.util.List;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.models.utils.TimeBasedOTP;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** A user's device that shows codes which hold half a minute. */
final class OneTimeCodes {

    private static final String SECRET = "a secret of twenty b";

    private OneTimeCodes() {}

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
        return new OneTimeCodes();
    }

    /** The code of this moment, which Keycloak takes once. */
    String now() {
        return new TimeBasedOTP("HmacSHA1", 6, 30, 1).generateTOTP(SECRET);
    }
}

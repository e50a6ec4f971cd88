package cloud.magento.accounts.link.user;

import java.time.Instant;
import java.util.Objects;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** The password that Keycloak stores for a user. */
public final class StoredPassword {

    private StoredPassword() {}

    /** When the password was set; {@link Instant#EPOCH} if Keycloak stores no password or no time. */
    public static Instant since(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .map(CredentialModel::getCreatedDate)
                .filter(Objects::nonNull)
                .map(Instant::ofEpochMilli)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }
}

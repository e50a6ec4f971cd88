package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.fakes.Fake;
import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.support.AuthNotes;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.UserModel;

/** Stored pending identities, for the tests of other packages. */
public final class PendingIdentityOf {

    private PendingIdentityOf() {}

    /** Stores a pending identity of this user in a waiting session and returns its number. */
    public static String kept(FakeSession session, FakeAuthSession waiting, UserModel user, Instant now) {
        BrokeredIdentityContext context = new BrokeredIdentityContext("id-1", session.provider("magento"));
        context.setUsername("bob");
        context.setEmail("bob@example.com");
        context.setIdp(FakeSession.identityProvider());
        context.setAuthenticationSession(waiting.model());
        PendingIdentity.store(waiting.model(), user.getId(), context, now);
        return waiting.authNotes().get(AuthNotes.PENDING_ID);
    }

    /** Whether a pending identity is stored in this session. */
    public static boolean isPending(FakeAuthSession waiting) {
        return waiting.authNotes().containsKey(AuthNotes.PENDING_ID);
    }

    /** The request that confirms the pending identity with this number. */
    public static HttpRequest confirmation(String number) {
        return Fake.of(Confirmation.class, number);
    }

    /** A confirmation. The state is the number of the pending identity. */
    public interface Confirmation extends Fake<String>, HttpRequest {

        @Override
        default MultivaluedMap<String, String> getDecodedFormParameters() {
            MultivaluedMap<String, String> fields = new MultivaluedHashMap<>();
            fields.putSingle("proof", state());
            return fields;
        }
    }
}

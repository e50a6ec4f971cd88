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

/** Proofs for the tests of those who use one. */
public final class PendingIdentityOf {

    private PendingIdentityOf() {}

    /** Keeps a proof of this user in a session that waits; the answer is its number. */
    public static String kept(FakeSession session, FakeAuthSession waiting, UserModel user, Instant now) {
        BrokeredIdentityContext context = new BrokeredIdentityContext("id-1", session.provider("magento"));
        context.setUsername("bob");
        context.setEmail("bob@example.com");
        context.setIdp(FakeSession.identityProvider());
        context.setAuthenticationSession(waiting.model());
        PendingIdentity.store(waiting.model(), user.getId(), context, now);
        return waiting.authNotes().get(AuthNotes.PROOF_ID);
    }

    public static boolean isPending(FakeAuthSession waiting) {
        return waiting.authNotes().containsKey(AuthNotes.PROOF_ID);
    }

    /** The form that confirms it. */
    public static HttpRequest confirmation(String number) {
        return Fake.of(Confirmation.class, number);
    }

    /** A request that confirms, by the number. */
    public interface Confirmation extends Fake<String>, HttpRequest {

        @Override
        default MultivaluedMap<String, String> getDecodedFormParameters() {
            MultivaluedMap<String, String> fields = new MultivaluedHashMap<>();
            fields.putSingle("proof", state());
            return fields;
        }
    }
}

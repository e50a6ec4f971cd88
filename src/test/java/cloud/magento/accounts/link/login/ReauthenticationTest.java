package cloud.magento.accounts.link.login;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.protocol.saml.SamlProtocol;

@DisplayName("After the user has signed in again")
final class ReauthenticationTest {

    private static final String APPS_PROMPT = "magento-link.apps-prompt";

    private final FakeAuthSession session = new FakeAuthSession(new FakeRealm("cloud").model())
            .withClientNote("prompt", "login")
            .withAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN, "true");

    @Test
    void theAppsOwnPromptIsRestored() {
        session.withAuthNote(APPS_PROMPT, "consent");

        Reauthentication.end(session.model());

        assertThat(session.clientNotes()).isEqualTo(Map.of("prompt", "consent"));
    }

    @Test
    void thereIsNoPromptIfTheAppHadNone() {
        session.withAuthNote(APPS_PROMPT, "none");

        Reauthentication.end(session.model());

        assertThat(session.clientNotes()).isEmpty();
    }

    @Test
    void noNoteIsLeft() {
        session.withAuthNote(APPS_PROMPT, "none");

        Reauthentication.end(session.model());

        assertThat(session.authNotes()).isEmpty();
    }

    @Test
    void aPromptThatThisExtensionDidNotSetStays() {
        Reauthentication.end(session.model());

        assertThat(session.clientNotes()).isEqualTo(Map.of("prompt", "login"));
    }
}

package cloud.magento.accounts.link.idp;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserContext;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.UserModel;

@DisplayName("The post login flow of the provider")
final class PostLoginFlowTest {

    private static final String ALIAS = "magento";
    private static final String DONE = "PBL_AUTH_STATE.magento";

    private final FakeSession session = new FakeSession().withProvider(ALIAS, LinkGuard.PROVIDER_ID);
    private final FakeAuthSession login = new FakeAuthSession(new FakeRealm("cloud").model());
    private final UserModel carol = new FakeUser("carol").model();

    @BeforeEach
    void setFlow() {
        session.provider(ALIAS).setPostBrokerLoginFlowId("flow");
    }

    @Test
    void isDueOnceItIsRequired() {
        assertThat(isDue()).isFalse();

        require();

        assertThat(isDue()).isTrue();
    }

    @Test
    void isNotDueIfTheProviderHasNone() {
        session.provider(ALIAS).setPostBrokerLoginFlowId(null);

        require();

        assertThat(isDue()).isFalse();
        assertThat(login.authNotes()).doesNotContainKey(AuthNotes.POST_LOGIN);
    }

    @Test
    void isNotDueIfAnAdminRemovesItInTheMeantime() {
        require();

        session.provider(ALIAS).setPostBrokerLoginFlowId(null);

        assertThat(isDue()).isFalse();
    }

    @Test
    void isNotDueIfTheProviderWasDeleted() {
        require();

        session.removeProvider(ALIAS);

        assertThat(isDue()).isFalse();
    }

    @Test
    void isDueUntilItHasSucceeded() {
        require();

        PostLoginFlow.completeIfSucceeded(login.model());
        assertThat(isDue()).isTrue();
        login.withAuthNote(DONE, "false");
        PostLoginFlow.completeIfSucceeded(login.model());
        assertThat(isDue()).isTrue();
        login.withAuthNote(DONE, "true");
        PostLoginFlow.completeIfSucceeded(login.model());
        assertThat(isDue()).isFalse();
    }

    @Test
    void isNotSettledIfNoneWasRequired() {
        login.withAuthNote(DONE, "true").withAuthNote(AuthenticationProcessor.BROKER_SESSION_ID, "existing");

        PostLoginFlow.completeIfSucceeded(login.model());

        assertThat(login.authNotes()).containsEntry(AuthenticationProcessor.BROKER_SESSION_ID, "existing");
    }

    @Test
    void restoresTheProviderByWhichTheUserSignedIn() {
        require();
        login.withAuthNote(AuthenticationProcessor.BROKER_SESSION_ID, "session of other");
        login.model().setUserSessionNote("identity_provider", "other");
        login.model().setUserSessionNote("identity_provider_identity", "carol there");
        PostLoginFlow.remember(login.model());
        endAsKeycloakDoes();

        PostLoginFlow.completeIfSucceeded(login.model());

        assertThat(login.authNotes())
                .containsEntry(AuthenticationProcessor.BROKER_SESSION_ID, "session of other")
                .doesNotContainKey(AuthenticationProcessor.BROKER_USER_ID);
        assertThat(login.model().getUserSessionNotes())
                .containsEntry("identity_provider", "other")
                .containsEntry("identity_provider_identity", "carol there");
    }

    /** As IdentityBrokerService.finishBrokerAuthentication. */
    private void endAsKeycloakDoes() {
        login.withAuthNote(DONE, "true")
                .withAuthNote(AuthenticationProcessor.BROKER_SESSION_ID, "session of magento")
                .withAuthNote(AuthenticationProcessor.BROKER_USER_ID, "user of magento");
        login.model().setUserSessionNote("identity_provider", ALIAS);
        login.model().setUserSessionNote("identity_provider_identity", "bob");
    }

    private boolean isDue() {
        return PostLoginFlow.isDue(session.model(), login.model());
    }

    private void require() {
        BrokeredIdentityContext context = new BrokeredIdentityContext("id-1", session.provider(ALIAS));
        context.setIdp(FakeSession.identityProvider());
        context.setUsername("bob");
        context.setModelUsername("bob");
        context.setEmail("bob@example.com");
        context.setAuthenticationSession(login.model());
        PendingIdentity.store(login.model(), carol.getId(), context, Instant.EPOCH);
        PostLoginFlow.require(
                session.model(),
                login.model(),
                PendingIdentity.of(
                                new LoginContext(
                                        new UserContext(
                                                session.model(), login.model().getRealm(), carol),
                                        login.model()),
                                ALIAS)
                        .orElseThrow());
        PendingIdentity.discard(login.model());
    }
}

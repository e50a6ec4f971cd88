package cloud.magento.accounts.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.policy.Stages;
import cloud.magento.accounts.link.support.AuthNotes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.services.managers.AuthenticationManager;

@DisplayName("A session that begins with a login to an exempt client")
final class ExemptClientSessionTest {

    private static final String MARK = AuthNotes.BEGUN_AT_EXEMPT_CLIENT;
    private static final Stages OF_APP = new Stages(List.of(), List.of("app"), List.of());
    private static final Stages OF_ANOTHER = new Stages(List.of(), List.of("another"), List.of());

    private final FakeRealm realm = new FakeRealm("cloud");
    private final FakeSession session = new FakeSession();
    private final FakeAuthSession authSession = new FakeAuthSession(realm.model());

    @Test
    void isMarked() {
        ExemptClientSession.note(authSession.model(), OF_APP);

        assertThat(notes()).containsEntry(MARK, "true");
        assertThat(ExemptClientSession.isUnproven(session.model(), authSession.model(), OF_APP))
                .isTrue();
    }

    @Test
    void isNotMarkedIfTheUserSignsInWithTheProvider() {
        SignedInAccount.note(authSession.model(), new FederatedIdentityModel("magento", "id-1", "carol"));
        ExemptClientSession.note(authSession.model(), OF_APP);

        assertThat(notes()).containsEntry(MARK, "false");
        assertThat(ExemptClientSession.isUnproven(session.model(), authSession.model(), OF_APP))
                .isFalse();
    }

    @Test
    void losesTheMarkWhenTheUserSignsInToAnotherClient() {
        ExemptClientSession.note(authSession.model(), OF_ANOTHER);

        assertThat(notes()).containsEntry(MARK, "false");
        assertThat(ExemptClientSession.isUnproven(session.model(), authSession.model(), OF_ANOTHER))
                .isFalse();
    }

    @Test
    void getsNoNoteInARealmWithoutExemptClients() {
        ExemptClientSession.note(authSession.model(), Stages.NONE);

        assertThat(notes()).doesNotContainKey(MARK);
    }

    @Test
    void keepsItsMarkIfTheCookieAloneSignsTheUserIn() {
        authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");
        ExemptClientSession.note(authSession.model(), OF_ANOTHER);
        ExemptClientSession.note(authSession.model(), OF_APP);

        assertThat(notes()).doesNotContainKey(MARK);
    }

    @Test
    void isContinuedByTheCookieOnlyIfItIsMarked() {
        authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");
        assertThat(isContinued()).isFalse();
        session.withUserSession(rootId(), 0, Map.of());
        assertThat(isContinued()).isFalse();
        session.withUserSession(rootId(), 0, Map.of(MARK, "false"));
        assertThat(isContinued()).isFalse();

        session.withUserSession(rootId(), 0, Map.of(MARK, "true"));

        assertThat(isContinued()).isTrue();
        SignedInAccount.note(authSession.model(), new FederatedIdentityModel("magento", "id-1", "carol"));
        assertThat(isContinued()).isFalse();
    }

    @Test
    void isNotContinuedByASignInOfItsOwn() {
        session.withUserSession(rootId(), 0, Map.of(MARK, "true"));

        assertThat(isContinued()).isFalse();
    }

    @Test
    void isUnprovenForATokenOfAnExemptClientUnlessTheMarkSaysOtherwise() {
        session.withUserSession(rootId(), 0, Map.of());
        assertThat(isUnproven(true)).isTrue();
        assertThat(isUnproven(false)).isFalse();
        session.withUserSession(rootId(), 0, Map.of(MARK, "false"));
        assertThat(isUnproven(true)).isFalse();
        session.withUserSession(rootId(), 0, Map.of(MARK, "true"));
        assertThat(isUnproven(false)).isTrue();
    }

    private boolean isContinued() {
        return ExemptClientSession.isContinued(session.model(), authSession.model());
    }

    private boolean isUnproven(boolean isExemptClient) {
        return ExemptClientSession.isUnproven(
                session.model().sessions().getUserSession(realm.model(), rootId()), isExemptClient);
    }

    private String rootId() {
        return authSession.model().getParentSession().getId();
    }

    private Map<String, String> notes() {
        return authSession.model().getUserSessionNotes();
    }
}

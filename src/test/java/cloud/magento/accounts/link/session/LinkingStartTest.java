package cloud.magento.accounts.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;

@DisplayName("Linking that was not started on our page")
final class LinkingStartTest {

    private final FakeRealm realm = new FakeRealm("cloud").withLinkingAction(true);
    private final FakeAuthSession session = new FakeAuthSession(realm.model());

    @ParameterizedTest
    @EnumSource
    void isNoted(LinkingStart start) {
        start.noteIn(session.model());

        assertThat(LinkingStart.of(session.model())).contains(start);
    }

    @ParameterizedTest
    @EnumSource
    void hasTheTimeOfTheLastStepBeforeTheProvider(LinkingStart start) {
        session.model().getParentSession().setTimestamp(1_585_724_400);

        start.noteIn(session.model());

        assertThat(LinkingStart.leftAt(session.model())).contains(Instant.parse("2020-04-01T07:00:00Z"));
    }

    @Test
    void isAbsentIfOurPageStartedLinking() {
        assertThat(LinkingStart.of(session.model())).isEmpty();
        assertThat(LinkingStart.leftAt(session.model())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isRemovedAtItsEnd(LinkingStart start) {
        start.noteIn(session.model());

        start.end(session.model(), KcActionStatus.SUCCESS);

        assertThat(LinkingStart.of(session.model())).isEmpty();
        assertThat(LinkingStart.leftAt(session.model())).isEmpty();
    }

    @Test
    void isRequestedByTheActionOfAnApp() {
        requestLinkingOf("magento");

        assertThat(LinkingStart.isRequested(session.model(), "magento")).isTrue();
        assertThat(LinkingStart.isRequested(session.model(), "other")).isFalse();
    }

    @Test
    void isNotRequestedByAnotherAction() {
        session.withClientNote("kc_action", "connect-magento").withClientNote("kc_action_parameter", "magento");

        assertThat(LinkingStart.isRequested(session.model(), "magento")).isFalse();
    }

    @Test
    void isNotRequestedIfAnAdminHasSwitchedTheActionOff() {
        requestLinkingOf("magento");
        realm.withLinkingAction(false);

        assertThat(LinkingStart.isRequested(session.model(), "magento")).isFalse();
    }

    @Test
    void isNotRequestedOnceItIsTakenOver() {
        requestLinkingOf("magento");

        LinkingStart.takeOver(session.model());

        assertThat(LinkingStart.of(session.model())).contains(LinkingStart.IDP_LINK_ACTION);
        assertThat(LinkingStart.isRequested(session.model(), "magento")).isFalse();
        assertThat(LinkingStart.leftAt(session.model())).isEmpty();
        assertThat(session.clientNotes()).containsEntry("kc_action", "idp_link");
    }

    @Test
    void needsNoPageOnceForAUserWhoIsSignedIn() {
        session.withAuthNote("SSO_AUTH", "true");
        LinkingStart.takeOver(session.model());

        assertThat(LinkingStart.useWithoutPage(session.model())).isTrue();
        assertThat(LinkingStart.useWithoutPage(session.model())).isFalse();
    }

    @Test
    void needsThePageForAUserWhoHasSignedInOnTheWay() {
        LinkingStart.takeOver(session.model());

        assertThat(LinkingStart.useWithoutPage(session.model())).isFalse();
    }

    private void requestLinkingOf(String alias) {
        session.withClientNote("kc_action", "idp_link").withClientNote("kc_action_parameter", alias);
    }

    @Test
    void reportsToTheAppThatItsActionSucceeded() {
        session.withClientNote("kc_action", "idp_link");

        LinkingStart.IDP_LINK_ACTION.end(session.model(), KcActionStatus.SUCCESS);

        assertThat(session.clientNotes()).isEqualTo(Map.of("kc_action_status", "success"));
    }

    @Test
    void continuesTheLoginOfAnAction() {
        assertThat(LinkingStart.IDP_LINK_ACTION.end(session.model(), KcActionStatus.SUCCESS))
                .isEmpty();
    }

    @Test
    void namesTheActionOfTheAppAsTheLastOne() {
        LinkingStart.IDP_LINK_ACTION.end(session.model(), KcActionStatus.SUCCESS);

        LinkingStart.nameEndedAction(session.model());

        assertThat(session.authNotes()).containsEntry(AuthenticationProcessor.LAST_PROCESSED_EXECUTION, "idp_link");
    }

    @Test
    void namesNoActionIfNoneEnded() {
        session.withAuthNote(AuthenticationProcessor.LAST_PROCESSED_EXECUTION, "VERIFY_EMAIL");

        LinkingStart.nameEndedAction(session.model());

        assertThat(session.authNotes()).containsEntry(AuthenticationProcessor.LAST_PROCESSED_EXECUTION, "VERIFY_EMAIL");
    }

    @Test
    void leavesNoUserInTheTabOfALegacyLink() {
        LinkingStart.LEGACY_URL.noteIn(session.model());

        LinkingStart.LEGACY_URL.end(session.model(), KcActionStatus.SUCCESS);

        assertThat(session.authNotes()).containsOnlyKeys(AuthenticationProcessor.CURRENT_FLOW_PATH);
        assertThat(session.model().getAuthenticatedUser()).isNull();
    }
}

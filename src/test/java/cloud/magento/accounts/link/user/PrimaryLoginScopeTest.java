package cloud.magento.accounts.link.user;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.support.UserContext;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.FederatedIdentityModel;

@DisplayName("Primary login applies")
final class PrimaryLoginScopeTest {

    private final FakeRealm realm = new FakeRealm("cloud").withRole("break-glass");
    private final FakeSession session =
            new FakeSession().withProvider("magento").withProvider("partner");
    private final FakeUser carol = new FakeUser("carol");

    @Test
    void toAConnectedUser() {
        session.withLink("carol", "magento", "id-1");

        assertThat(PrimaryLoginScope.includes(context(), settings("on"))).isTrue();
    }

    @Test
    void notIfItIsDisabled() {
        session.withLink("carol", "magento", "id-1");

        assertThat(PrimaryLoginScope.includes(context(), settings("off"))).isFalse();
    }

    @Test
    void notToAUserWhoIsNotConnected() {
        assertThat(PrimaryLoginScope.includes(context(), settings("on"))).isFalse();
    }

    @Test
    void notToAnExemptUser() {
        session.withLink("carol", "magento", "id-1");
        carol.withRole("break-glass");

        assertThat(PrimaryLoginScope.includes(context(), settings("on"))).isFalse();
    }

    @Test
    void notToAUserWhoIsExemptUntilLater() {
        session.withLink("carol", "magento", "id-1");
        carol.withAttribute("magentoLinkExemptUntil", "9999-01-01T00:00:00Z");

        assertThat(PrimaryLoginScope.includes(context(), settings("on"))).isFalse();
    }

    @Test
    void notToAManagedMemberOfAnOrganization() {
        session.withOrganization(true, true, true, "partner")
                .withLink("carol", "magento", "id-1")
                .withLink("carol", "partner", "id-2");

        assertThat(PrimaryLoginScope.includes(context(), settings("on"))).isFalse();
    }

    @Test
    void toAUserWhoseNewLinkWouldBeTheOnlyExemption() {
        session.withOrganization(true, true, true, "partner")
                .withLink("carol", "magento", "id-1")
                .withLink("carol", "partner", "id-2");
        FederatedIdentityModel written = new FederatedIdentityModel("partner", "id-2", "carol");

        assertThat(PrimaryLoginScope.includesWithout(written, context(), settings("on")))
                .isTrue();
    }

    private UserContext context() {
        return new UserContext(session.model(), realm.model(), carol.model());
    }

    private static LinkSettings settings(String primaryLogin) {
        return ((Usable) SettingsParser.parse(Map.of("primaryLogin", primaryLogin, "exemptRoles", "break-glass")))
                .settings();
    }
}

package cloud.magento.accounts.link.user;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.support.UserContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A user is exempt")
final class ExemptionsTest {

    private final LinkSettings settings = ((Usable) SettingsParser.parse(
                    Map.of("exemptRoles", "break-glass##app.operator", "exemptGroups", "/partners##/staff")))
            .settings();
    private final FakeRealm realm =
            new FakeRealm("cloud").withRole("break-glass").withRole("customer").withClientRole("app", "operator");
    private final FakeSession session =
            new FakeSession().withGroup("partners").withGroup("customers").withProvider("partner");
    private final FakeUser carol = new FakeUser("carol");

    @Test
    void notWithoutAReason() {
        assertThat(isExempt()).isFalse();
    }

    @Test
    void asAServiceAccount() {
        carol.serviceAccountOf("batch");

        assertThat(isExempt()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"break-glass, true", "app.operator, true", "customer, false"})
    void byARoleOfTheSettings(String role, boolean exempt) {
        carol.withRole(role);

        assertThat(isExempt()).isEqualTo(exempt);
    }

    @ParameterizedTest
    @CsvSource({"partners, true", "customers, false"})
    void byAGroupOfTheSettings(String group, boolean exempt) {
        carol.inGroup(group);

        assertThat(isExempt()).isEqualTo(exempt);
    }

    @Test
    void asAManagedMemberWhoSignsInThroughTheOrganization() {
        session.withOrganization(true, true, true, "partner")
                .withLink(carol.model().getId(), "partner", "4711");

        assertThat(isExempt()).isTrue();
    }

    @Test
    void notAsAManagedMemberWhoHasNoProviderOfTheOrganization() {
        session.withProvider("elsewhere")
                .withOrganization(true, true, true, "partner")
                .withLink(carol.model().getId(), "elsewhere", "4711");

        assertThat(isExempt()).isFalse();
    }

    @Test
    void notThroughAProviderOfTheOrganizationThatIsDisabled() {
        session.withOrganization(true, true, true, "partner")
                .withLink(carol.model().getId(), "partner", "4711");
        session.provider("partner").setEnabled(false);

        assertThat(isExempt()).isFalse();
    }

    @ParameterizedTest(name = "feature {0}, organization {1}, managed {2}")
    @CsvSource({"false, true, true", "true, false, true", "true, true, false"})
    void notByAnOrganizationThatIsDisabledOrDoesNotManageTheUser(boolean feature, boolean enabled, boolean managed) {
        session.withOrganization(feature, enabled, managed, "partner")
                .withLink(carol.model().getId(), "partner", "4711");

        assertThat(isExempt()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2020-03-31T00:00:00Z, true", "2020-04-01T06:59:59.999Z, true", "2020-04-01T07:00:00Z, false"})
    void untilTheInstantThatAnAdminHasSet(Instant now, boolean exempt) {
        carol.withAttribute("magentoLinkExemptUntil", "2020-04-01T07:00:00Z");

        assertThat(isExemptAt(now)).isEqualTo(exempt);
    }

    private boolean isExempt() {
        return isExemptAt(Instant.parse("2020-04-01T07:00:00Z"));
    }

    private boolean isExemptAt(Instant now) {
        return Exemptions.isExempt(
                new UserContext(session.model(), realm.model(), carol.model(), InstantSource.fixed(now)), settings);
    }
}

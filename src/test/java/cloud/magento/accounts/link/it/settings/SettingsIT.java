package cloud.magento.accounts.link.it.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Site;
import jakarta.ws.rs.BadRequestException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.representations.idm.ConfigPropertyRepresentation;
import org.keycloak.representations.idm.RequiredActionConfigInfoRepresentation;
import org.keycloak.representations.idm.RequiredActionConfigRepresentation;

/** The settings dialog of the required action refuses invalid settings with a message. */
final class SettingsIT extends CloudScenario {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode             | maybe          | on, report, off",
                "idpAlias         | nowhere        | alias of an identity provider",
                "cutoff           | 1 April 2020   | 2020-04-01",
                "cutoff           | 2020-02-30     | 2020-04-01",
                "zone             | Pacific        | America/Los_Angeles",
                "remindFrom       | tomorrow       | 2020-04-01",
                "remindFrom       | 2021-01-01     | later than cutoff",
                "snoozeDays       | a few          | whole number",
                "snoozeLimit      | -1             | whole number",
                "graceDays        | 1.5            | whole number",
                "exemptRoles      | no-such-role   | realm role",
                "exemptGroups     | /no-such-group | path of a group",
                "emailPolicy      | strict         | ignore, warn, require",
                "max_auth_age     | soon           | number",
                "primaryLogin     | yes            | on, off",
                "whenUnavailable  | panic          | allow, deny",
                "supportUrl       | javascript:x() | https://",
                "waves            | 5%             | 5% 2030-03-01 2030-02-15",
                "waves            | 5% soon        | a group path or a share",
                "waves            | /nobody 2030-03-01 | no such group",
                "exemptClients    | no-such-client | no such client",
                "rehearsals       | 2020-03-02     | separated by a slash",
                "rehearsals       | 2020-03-02/2020-03-01 | before the end",
                "rehearsals       | 2020-04-01/2020-04-02 | after cutoff",
                "cutofff          | 2999-01-01     | Did you mean \\\"cutoff\\\"?",
                "something        | else           | The settings are: mode, idpAlias, cutoff",
            })
    void refusesWhatCannotWork(String key, String value, String accepted) {
        Map<String, String> before = stored();

        BadRequestException refusal = catchThrowableOfType(BadRequestException.class, () -> set(Map.of(key, value)));

        assertThat(refusal).as("%s=%s is refused", key, value).isNotNull();
        String words = refusal.getResponse().readEntity(String.class);
        assertThat(words).contains(key).contains(accepted);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void refusesToSaveNothing() {
        Map<String, String> before = stored();
        RequiredActionConfigRepresentation empty = new RequiredActionConfigRepresentation();
        empty.setConfig(Map.of());

        BadRequestException refusal = catchThrowableOfType(
                BadRequestException.class,
                () -> Site.cloud().flows().updateRequiredActionConfig(ActionSettings.ACTION, empty));

        assertThat(refusal.getResponse().readEntity(String.class)).contains("settings are empty");
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void acceptsEveryFormOfAPointInTime() {
        set(Map.of("cutoff", "2020-04-01T09:00", "remindFrom", "2020-03-01T00:00:00Z"));
        set(Map.of("cutoff", "2020-04-01T09:00:00-07:00"));
        assertThat(stored()).containsEntry("cutoff", "2020-04-01T09:00:00-07:00");
    }

    @Test
    void warnOnceInTheLogWhereNobodyHasToConnect() {
        int mark = Site.server().log().size();
        set(Map.of("cutoff", "", "remindFrom", "", "supportUrl", "mailto:" + app.clientId() + "@example.com"));
        CloudUser carol = users.unlinked();

        for (int logins = 0; logins < 2; logins++) {
            browser.clearCookies();
            CloudApp.SignIn request = app.signIn();
            request.succeededAt(signIn(carol, request).appPage());
        }

        assertThat(Site.server().logSince(mark))
                .filteredOn(line -> line.contains("nobody has to connect without a cutoff"))
                .hasSize(1);
    }

    @Test
    void describesEverySettingToTheAdminConsole() {
        RequiredActionConfigInfoRepresentation info =
                Site.cloud().flows().getRequiredActionConfigDescription(ActionSettings.ACTION);

        assertThat(info.getProperties())
                .extracting(ConfigPropertyRepresentation::getName)
                .contains(
                        "mode",
                        "idpAlias",
                        "cutoff",
                        "zone",
                        "remindFrom",
                        "snoozeDays",
                        "snoozeLimit",
                        "graceDays",
                        "exemptRoles",
                        "exemptGroups",
                        "emailPolicy",
                        "max_auth_age",
                        "primaryLogin",
                        "whenUnavailable",
                        "supportUrl",
                        "waves",
                        "exemptClients",
                        "rehearsals");
        assertThat(info.getProperties()).allSatisfy(property -> {
            assertThat(property.getLabel()).isNotBlank();
            assertThat(property.getHelpText()).isNotBlank();
            assertThat(property.getType()).isNotBlank();
        });
    }

    private static Map<String, String> stored() {
        RequiredActionConfigRepresentation config = Site.cloud().flows().getRequiredActionConfig(ActionSettings.ACTION);
        return config.getConfig();
    }
}

package cloud.magento.accounts.link.realm;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The check of the settings against the realm")
final class MissingReferencesTest {

    private final FakeRealm realm =
            new FakeRealm("cloud").withRole("break-glass").withClientRole("app", "operator");
    private final FakeSession session =
            new FakeSession().withProvider("magento").withGroup("partners");

    @Test
    void findsNothingIfNothingIsMissing() {
        assertThat(missing(Map.of(
                        "exemptRoles", "break-glass##app.operator",
                        "exemptGroups", "/partners")))
                .isEmpty();
    }

    @Test
    void findsNothingIfNothingIsSet() {
        assertThat(missing(Map.of())).isEmpty();
    }

    @Test
    void findsAProviderThatDoesNotExist() {
        assertThat(missing(Map.of("idpAlias", "magneto")))
                .containsExactly(new SettingProblem(
                        "idpAlias",
                        "idpAlias \"magneto\" cannot be used. Use the alias of an identity provider of this realm."));
    }

    @Test
    void findsARealmRoleThatDoesNotExist() {
        assertThat(missing(Map.of("exemptRoles", "break-glass##brake-glass")))
                .containsExactly(new SettingProblem(
                        "exemptRoles",
                        "exemptRoles \"brake-glass\" cannot be used. The realm has no such role, so it exempts nobody."
                                + " Use the name of a realm role, or client.role for a client role, one per field."));
    }

    @Test
    void findsAClientRoleThatDoesNotExist() {
        assertThat(missing(Map.of("exemptRoles", "app.operator##app.typo")))
                .extracting(SettingProblem::message)
                .singleElement()
                .asString()
                .startsWith("exemptRoles \"app.typo\"");
    }

    @Test
    void findsAGroupThatDoesNotExist() {
        assertThat(missing(Map.of("exemptGroups", "/partners##/partner")))
                .containsExactly(new SettingProblem(
                        "exemptGroups",
                        "exemptGroups \"/partner\" cannot be used. The realm has no such group, so it exempts nobody."
                                + " Use the path of a group such as /partners, one per field."));
    }

    @Test
    void findsAGroupOfAWaveThatDoesNotExist() {
        assertThat(missing(Map.of("waves", "/partners 2030-03-01##/partner 2030-03-01##5% 2030-03-01")))
                .containsExactly(new SettingProblem(
                        "waves",
                        "waves \"/partner\" cannot be used. The realm has no such group, so nobody is in this wave."
                                + " Use the path of a group such as /partners."));
    }

    @Test
    void findsAClientThatDoesNotExist() {
        assertThat(missing(Map.of("exemptClients", "app##appp")))
                .containsExactly(new SettingProblem(
                        "exemptClients",
                        "exemptClients \"appp\" cannot be used. The realm has no such client. Use a client ID, one per"
                                + " field."));
    }

    @Test
    void findsAllMissingReferencesAtOnce() {
        assertThat(missing(Map.of("idpAlias", "x", "exemptRoles", "y##z", "exemptGroups", "/w")))
                .extracting(SettingProblem::key)
                .containsExactly("idpAlias", "exemptRoles", "exemptRoles", "exemptGroups");
    }

    private List<SettingProblem> missing(Map<String, String> config) {
        LinkSettings settings = ((Usable) SettingsParser.parse(config)).settings();
        return Stream.concat(
                        MissingReferences.provider(settings, session.model()).stream(),
                        MissingReferences.exemptionsAndWaves(settings, session.model(), realm.model()).stream())
                .toList();
    }
}

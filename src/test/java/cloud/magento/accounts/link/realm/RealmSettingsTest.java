package cloud.magento.accounts.link.realm;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.policy.Mode;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The settings of a realm")
final class RealmSettingsTest {

    private final FakeRealm realm = new FakeRealm(UUID.randomUUID().toString());

    @Test
    void areOffIfTheActionIsNotRegistered() {
        assertThat(modeOf(realm)).isEqualTo(Mode.OFF);
    }

    @Test
    void areOffIfTheActionIsDisabled() {
        realm.withAction(Map.of("mode", "on")).disableAction();

        assertThat(modeOf(realm)).isEqualTo(Mode.OFF);
    }

    @Test
    void areOffIfTheActionIsDisabledAndTheyAreInvalid() {
        realm.withAction(Map.of("zone", "Mars")).disableAction();

        assertThat(modeOf(realm)).isEqualTo(Mode.OFF);
    }

    @Test
    void areTheDefaultsIfNothingIsStored() {
        realm.withAction(null);

        assertThat(RealmSettings.of(realm.model())).isEqualTo(SettingsParser.parse(Map.of()));
    }

    @Test
    void areThoseOfTheAction() {
        realm.withAction(Map.of("idpAlias", "adobe"));

        assertThat(RealmSettings.usable(realm.model()))
                .map(LinkSettings::idpAlias)
                .contains("adobe");
    }

    @Test
    void nameTheProviderEvenIfAnotherSettingIsInvalid() {
        realm.withAction(Map.of("idpAlias", "adobe", "zone", "Mars"));

        assertThat(RealmSettings.idpAlias(realm.model())).isEqualTo("adobe");
    }

    @Test
    void areParsedOnceIfTheyDoNotChange() {
        realm.withAction(Map.of("cutoff", "2020-04-01"));
        ParsedSettings first = RealmSettings.of(realm.model());

        realm.withAction(new HashMap<>(Map.of("cutoff", "2020-04-01")));

        assertThat(RealmSettings.of(realm.model())).isSameAs(first);
    }

    @Test
    void followAChangeAtOnce() {
        realm.withAction(Map.of("mode", "on"));
        RealmSettings.of(realm.model());

        realm.withAction(Map.of("mode", "report"));

        assertThat(modeOf(realm)).isEqualTo(Mode.REPORT);
    }

    @Test
    void followAChangeOfTheMapFromWhichTheyWereRead() {
        Map<String, String> config = new HashMap<>(Map.of("mode", "on"));
        realm.withAction(config);
        RealmSettings.of(realm.model());

        config.put("mode", "report");

        assertThat(modeOf(realm)).isEqualTo(Mode.REPORT);
    }

    @Test
    void areNotThoseOfAnotherRealm() {
        FakeRealm other = new FakeRealm(UUID.randomUUID().toString()).withAction(Map.of("mode", "report"));
        RealmSettings.of(other.model());

        assertThat(modeOf(realm.withAction(Map.of("mode", "on")))).isEqualTo(Mode.ON);
    }

    @Test
    void haveProblemsIfOneIsInvalid() {
        realm.withAction(Map.of("zone", "Mars"));

        assertThat(RealmSettings.of(realm.model())).isInstanceOf(Unusable.class);
    }

    @Test
    void areNotUsableIfOneIsInvalid() {
        realm.withAction(Map.of("zone", "Mars"));

        assertThat(RealmSettings.usable(realm.model())).isEmpty();
    }

    @Test
    void areSavedWithoutUnknownKeysThatAreAlreadyStored() {
        realm.withAction(Map.of("mode", "on", "cutofff", "2020-04-01"));

        assertThat(RealmSettings.toBeSaved(
                        realm.model(), Map.of("mode", "off", "zone", "UTC", "cutofff", "2021-01-01", "zonee", "UTC")))
                .containsOnlyKeys("mode", "zone", "zonee");
    }

    @Test
    void areSavedUnchangedIfNothingIsStored() {
        Map<String, String> config = Map.of("mode", "off", "cutofff", "2021-01-01");

        assertThat(RealmSettings.toBeSaved(realm.model(), config)).isEqualTo(config);
        assertThat(RealmSettings.toBeSaved(realm.withAction(null).model(), config))
                .isEqualTo(config);
    }

    private static Mode modeOf(FakeRealm realm) {
        return RealmSettings.usable(realm.model()).orElseThrow().mode();
    }
}

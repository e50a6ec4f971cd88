package cloud.magento.accounts.link.it.provider;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.scenario.StandIn;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * With sync mode FORCE Keycloak copies names and address from Magento.com at each sign-in, if they are valid and free.
 */
final class SyncModeIT extends CloudScenario {

    /** How the user signs in through Magento.com. */
    enum Way {
        BUTTON,
        PRIMARY_LOGIN,
        CONNECTING
    }

    @BeforeEach
    void force() {
        CloudProvider.syncMode("FORCE");
    }

    @AfterEach
    void importAgain() {
        CloudProvider.syncMode("IMPORT");
    }

    @ParameterizedTest
    @EnumSource
    void anAddressThatAnotherUserHasIsLeftOut(Way way) {
        CloudUser dave = withoutThatAddressAtMagento();
        CloudUser carol = called("Forced", dave.email(), way);
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(signInBy(way, carol, request));

        assertThat(users.stored(carol).getFirstName()).isEqualTo("Forced");
        assertThat(users.stored(carol).getEmail()).isEqualTo(carol.email());
        assertThat(users.stored(dave).getEmail()).isEqualTo(dave.email());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "LOGIN")).hasSize(1);
        assertThat(events.errors(carol)).isEmpty();
        assertThat(events.of(dave)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anAddressThatNobodyHasIsTaken(Way way) {
        String fresh = UUID.randomUUID().toString().substring(0, 8) + "@example.net";
        CloudUser carol = called("Forced", fresh, way);
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(signInBy(way, carol, request));

        assertThat(users.stored(carol).getEmail()).isEqualTo(fresh);
    }

    @Test
    void anAddressThatTwoMayHaveIsTaken() {
        CloudUser dave = withoutThatAddressAtMagento();
        CloudUser carol = called("Forced", dave.email(), Way.BUTTON);
        CloudApp.SignIn request = app.signIn();
        changeRealm(realm -> {
            realm.setLoginWithEmailAllowed(false);
            realm.setDuplicateEmailsAllowed(true);
        });
        try {
            request.succeededAt(signInBy(Way.BUTTON, carol, request));

            assertThat(users.stored(carol).getEmail()).isEqualTo(dave.email());
        } finally {
            users.resource(carol).remove();
            changeRealm(realm -> {
                realm.setDuplicateEmailsAllowed(false);
                realm.setLoginWithEmailAllowed(true);
            });
        }
    }

    @Test
    void namesThatAreTooLongAreCut() {
        String endless = "a".repeat(10_000);
        try (StandIn magento = new StandIn(Site.cloud(), Site.testHost())) {
            magento.configure(provider -> provider.getConfig().put("syncMode", "FORCE"));
            set(Map.of("idpAlias", magento.alias()));
            CloudUser carol = users.unlinked();
            CloudApp.SignIn first = app.signIn();
            first.succeededAt(signInAndBeAsked(carol, first)
                    .connect()
                    .connectPage()
                    .confirm()
                    .appPage());
            browser.clearCookies();
            magento.changeClaims(claims -> List.of("preferred_username", "given_name", "family_name", "email")
                    .forEach(claim -> claims.put(claim, claim.equals("email") ? endless + "@example.com" : endless)));
            CloudApp.SignIn request = app.signIn();

            request.succeededAt(browser.open(request.address())
                    .signInPage()
                    .signInWith(magento.alias())
                    .appPage());

            UserRepresentation stored = users.stored(carol);
            assertThat(stored.getFirstName()).startsWith("aaa").hasSizeLessThan(256);
            assertThat(stored.getLastName()).startsWith("aaa").hasSizeLessThan(256);
            assertThat(stored.getEmail()).isEqualTo(magento.alias() + "@example.com");
        }
    }

    private CloudUser called(String firstName, String email, Way way) {
        CloudUser carol = way == Way.CONNECTING ? users.unlinked() : users.linked();
        users.change(carol.magento(), account -> {
            account.setFirstName(firstName);
            account.setEmail(email);
        });
        return carol;
    }

    private CloudUser withoutThatAddressAtMagento() {
        return users.unlinked(user -> {}, account -> account.setEmail("other-" + account.getEmail()));
    }

    private AppPage signInBy(Way way, CloudUser carol, CloudApp.SignIn request) {
        if (way == Way.CONNECTING) {
            return signInToConnect(carol, request)
                    .connectAs(carol.magento())
                    .confirm()
                    .landsInApp();
        }
        Shown away = way == Way.BUTTON
                ? browser.open(request.address()).signInPage().signInWith(CloudUsers.ALIAS)
                : signIn(carol, request);
        return away.signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage();
    }

    private static void changeRealm(Consumer<RealmRepresentation> change) {
        RealmRepresentation realm = Site.cloud().toRepresentation();
        change.accept(realm);
        Site.cloud().update(realm);
    }
}

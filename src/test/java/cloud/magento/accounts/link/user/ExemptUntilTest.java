package cloud.magento.accounts.link.user;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.support.UserContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPAttributePermissions;
import org.keycloak.representations.userprofile.config.UPConfig.UnmanagedAttributePolicy;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

@DisplayName("The end of a user's exemption")
final class ExemptUntilTest {

    private static final String END = "2020-04-01T07:00:00Z";

    private final FakeRealm realm = new FakeRealm("cloud");
    private final FakeSession session = new FakeSession();
    private final FakeUser carol = new FakeUser("carol");

    @Test
    void isTheInstantOfTheAttribute() {
        assertThat(readOf(carol.withAttribute("magentoLinkExemptUntil", END)))
                .isEqualTo(new ExemptUntil.Stored(Optional.of(Instant.parse(END)), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void isMissingIfTheAttributeIsEmpty(String text) {
        assertThat(readOf(carol.withAttribute("magentoLinkExemptUntil", text)).warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"forever", "2020-05-01", "2020-05-01T07:00", "+1000000000-12-31T23:59:59Z"})
    void isIgnoredWithAWarningIfItIsNotAnInstant(String text) {
        ExemptUntil.Stored stored = readOf(carol.withAttribute("magentoLinkExemptUntil", text));

        assertThat(stored.until()).isEmpty();
        assertThat(stored.warnings()).singleElement().asString().contains("carol", "magentoLinkExemptUntil");
    }

    @Test
    void isIgnoredWithAWarningIfUsersCanWriteUndeclaredAttributes() {
        session.userProfile().setUnmanagedAttributePolicy(UnmanagedAttributePolicy.ENABLED);

        assertIgnoredBecauseUsersCanWriteIt();
    }

    @Test
    void isIgnoredWithAWarningIfTheProfileLetsUsersWriteIt() {
        session.userProfile().addOrReplaceAttribute(declared("admin", "user"));

        assertIgnoredBecauseUsersCanWriteIt();
    }

    @Test
    void countsIfTheProfileLetsOnlyAdminsWriteIt() {
        session.userProfile().setUnmanagedAttributePolicy(UnmanagedAttributePolicy.ENABLED);
        session.userProfile().addOrReplaceAttribute(declared("admin"));

        assertThat(readOf(carol.withAttribute("magentoLinkExemptUntil", END)).until())
                .isPresent();
    }

    @Test
    void doesNotDependOnWhoCanWriteTheOtherAttributes() {
        session.userProfile()
                .addOrReplaceAttribute(new UPAttribute(
                        "magentoLinkDeadline", new UPAttributePermissions(Set.of("admin"), Set.of("user"))));

        assertThat(readOf(carol.withAttribute("magentoLinkExemptUntil", END)).until())
                .isPresent();
    }

    @Test
    void isInTheFederatedStorageForAUserWhoIsNotImported() {
        FakeUser dave = new FakeUser("f:ldap:dave").ofStore("ldap", true);
        session.model()
                .getProvider(UserFederatedStorageProvider.class)
                .setSingleAttribute(realm.model(), "f:ldap:dave", "magentoLinkExemptUntil", END);

        assertThat(readOf(dave).until()).contains(Instant.parse(END));
    }

    @Test
    void isNotSearchedInTheFederatedStorageForAnImportedUser() {
        FakeUser dave = new FakeUser("dave").ofStore("ldap", true);
        session.model()
                .getProvider(UserFederatedStorageProvider.class)
                .setSingleAttribute(realm.model(), "dave", "magentoLinkExemptUntil", END);

        assertThat(readOf(dave).until()).isEmpty();
    }

    private void assertIgnoredBecauseUsersCanWriteIt() {
        ExemptUntil.Stored stored = readOf(carol.withAttribute("magentoLinkExemptUntil", END));

        assertThat(stored.until()).isEmpty();
        assertThat(stored.warnings())
                .singleElement()
                .asString()
                .contains("magentoLinkExemptUntil", "edited by admins only");
    }

    private static UPAttribute declared(String... editors) {
        return new UPAttribute("magentoLinkExemptUntil", new UPAttributePermissions(Set.of("admin"), Set.of(editors)));
    }

    private ExemptUntil.Stored readOf(FakeUser user) {
        return ExemptUntil.read(new UserContext(session.model(), realm.model(), user.model()));
    }
}

package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Magento.com says of an account may have been typed by anybody. */
final class HostileAccountIT extends CloudScenario {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "\"><b>bold</b>",
                "${7*7} #{7*7} <#assign x=1> [=7*7]",
                "{0} '{1}' %s %n",
                "\u202Egro.elpmaxe\u202C",
                "\uD83D\uDE00 emoji and 日本語",
            })
    void namesAreShownAsTheyAreAndRunNothing(String name) {
        CloudUser carol = users.unlinked(user -> {}, account -> account.setFirstName(name));
        CloudApp.SignIn request = app.signIn();

        ConnectPage question = connectAs(signInAndBeAsked(carol, request), carol.magento())
                .connectPage()
                .asksToConfirm();

        assertThat(question.source())
                .doesNotContain("<script>alert")
                .doesNotContain("<img src=x")
                .doesNotContain("<b>bold")
                .doesNotContain("\u202E")
                .doesNotContain("> 49 ");
        assertThat(question.magentoAccount())
                .get()
                .asString()
                .contains(name.replaceAll("\\p{Cf}", "").strip());
        request.succeededAt(question.confirm().appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void aUserNameWithMarkupIsStoredAndLoggedAsText() {
        String username = "<i>" + UUID.randomUUID().toString().substring(0, 8) + "</i>";
        CloudUser carol = users.unlinked(user -> {}, account -> account.setUsername(username));
        CloudApp.SignIn request = app.signIn();

        ConnectPage question = connectAs(signInAndBeAsked(carol, request), carol.magento())
                .connectPage()
                .asksToConfirm();

        assertThat(question.source()).doesNotContain(username);
        request.succeededAt(question.confirm().appPage());
        assertThat(users.linkOf(carol))
                .get()
                .satisfies(link -> assertThat(link.getUserName()).isEqualTo(username));
    }
}

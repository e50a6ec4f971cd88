package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.browser.Scene.Stage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From the app to Magento.com and back without a mouse. */
@Tag("look")
final class KeyboardIT extends BrowserScenario {

    /** The accessible name of the focused element, and whether its focus is visible. */
    private static final String FOCUS = """
            () => {
              const element = document.activeElement;
              const style = getComputedStyle(element);
              const visible = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
                || style.boxShadow !== "none";
              return (element.value || element.id || element.tagName) + (visible ? "" : " (invisible)");
            }""";

    @Test
    void everythingCanBeReachedInTheOrderInWhichItStands() {
        Visit visit = visit("en");
        Scene.ASK_BEFORE_CUTOFF.show(new Stage(visit, appWithTheme("magento"), users, this::set));

        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            visit.page().keyboard().press("Tab");
            reached.add((String) visit.page().evaluate(FOCUS));
        }

        assertThat(reached).containsSubsequence("connect", "later", "connect-magento-support");
    }

    @Test
    void theKeyboardIsEnough() {
        CloudUser carol = users.unlinked();
        Visit visit = visit("en");
        visit.open(CloudApp.registered(Site.address(), Site.cloud()).signIn().address());
        signIn(visit, carol.username());

        press(visit.sees("ask"), "connect");
        assertThat(visit.page().url()).contains("/realms/magento/");
        signIn(visit, carol.magento().username());
        press(visit.sees("confirm"), "confirm");

        visit.isBackAtTheApp();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    /** Keycloak puts the focus on the first field. */
    private static void signIn(Visit visit, String username) {
        visit.page().keyboard().type(username);
        tabTo(visit, "password");
        visit.page().keyboard().type(CloudUser.PASSWORD);
        visit.follow(() -> visit.page().keyboard().press("Enter"));
    }

    private static void press(Visit visit, String step) {
        tabTo(visit, step);
        visit.follow(() -> visit.page().keyboard().press("Enter"));
    }

    private static void tabTo(Visit visit, String name) {
        List<Object> passed = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            visit.page().keyboard().press("Tab");
            Object focused = visit.page().evaluate(FOCUS);
            if (name.equals(focused)) {
                return;
            }
            passed.add(focused);
        }
        throw new AssertionError("Never came to " + name + " but to " + passed);
    }
}

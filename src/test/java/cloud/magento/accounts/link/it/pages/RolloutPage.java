package cloud.magento.accounts.link.it.pages;

import java.util.List;
import java.util.Optional;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;

/** The rollout page for admins. */
public final class RolloutPage extends KeycloakPage {

    RolloutPage(Browser.Tab tab, HtmlPage html) {
        super(tab, html, shows(html, "#rollout-phase"));
    }

    /** The code of the phase. */
    public String phase() {
        return html.<DomElement>querySelector("#rollout-phase").getAttribute("data-phase");
    }

    /** The heading at the top. */
    public String bigHeading() {
        return textOf("h1").orElse("");
    }

    /** How many users are in this state, without separators; empty: the page does not say. */
    public Optional<String> count(String state) {
        return textOf("#rollout-states tr[data-state=" + state + "] td.rollout-number")
                .map(text -> text.replaceAll("\\D", ""));
    }

    /** The codes of what the check found. */
    public List<String> findings() {
        return html.querySelectorAll(".rollout-finding").stream()
                .map(finding -> ((DomElement) finding).getAttribute("data-code"))
                .toList();
    }

    /** Whether the page has the check, also if it has found nothing. */
    public boolean hasCheck() {
        return has(".rollout-finding") || has("#rollout-no-findings");
    }

    /** Whether the page has the search of users. */
    public boolean offersSearch() {
        return has(".rollout-search");
    }

    /** Whether the page has the picture with its table. */
    public boolean hasPlot() {
        return has(".rollout-plot svg") && has("details #rollout-days-table");
    }

    /** What the first cells of the list say. */
    public List<String> users() {
        return html.querySelectorAll("#rollout-users tbody th").stream()
                .map(DomNode::asNormalizedText)
                .toList();
    }

    /** The rows of the waves. */
    public List<String> waves() {
        return html.querySelectorAll("#rollout-waves tbody tr").stream()
                .map(DomNode::asNormalizedText)
                .toList();
    }

    /** Searches for users. */
    public Shown search(String text, String state) {
        html.<HtmlInput>querySelector("#rollout-search").setValue(text);
        HtmlSelect choice = html.querySelector("#rollout-state");
        choice.setSelectedAttribute(choice.getOptionByValue(state), true);
        return press(".rollout-search button");
    }

    /** Opens the next page of the list; empty: there is none. */
    public Optional<RolloutPage> next() {
        return has("#rollout-next") ? Optional.of(press("#rollout-next").rolloutPage()) : Optional.empty();
    }

    /** The file with the list that is shown. */
    public String csv() {
        String link = html.<DomElement>querySelector("#rollout-csv").getAttribute("href");
        return tab.open(address().resolve(link).toString()).source();
    }
}

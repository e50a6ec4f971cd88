package cloud.magento.accounts.link.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Checks a page with axe by the rules of WCAG 2.2 A and AA. */
final class Axe {

    private static final List<String> PAGE = List.of("html");

    private static final String SCRIPT = script();

    private static final String RUN = """
            async ([kind, rules, scope]) => {
              const result = await axe.run({ include: scope }, { resultTypes: [kind], runOnly: rules });
              return result[kind].flatMap(rule => rule.nodes.map(node =>
                `${rule.id}: ${node.target} — ${node.failureSummary.replace(/\\s+/g, " ")}`));
            }""";

    private Axe() {}

    /** The violations on the page. */
    static List<String> findings(Page page) {
        return run(page, "violations", List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"), PAGE);
    }

    /** Texts whose contrast axe cannot determine; such a finding does not name the elements. */
    static List<String> doubts(Page page) {
        return doubts(page, PAGE);
    }

    /** The same, inside these elements. */
    static List<String> doubts(Page page, List<String> scope) {
        // axe cannot determine it either for elements that the window cuts off at the bottom.
        page.setViewportSize(
                page.viewportSize().width, (Integer) page.evaluate("document.documentElement.scrollHeight"));
        return run(page, "incomplete", List.of("color-contrast"), scope);
    }

    @SuppressWarnings("unchecked")
    private static List<String> run(Page page, String kind, List<String> rules, List<String> scope) {
        if (!(Boolean) page.evaluate("'axe' in window")) {
            page.evaluate(SCRIPT);
        }
        return (List<String>) page.evaluate(RUN, List.of(kind, rules, scope));
    }

    private static String script() {
        try (InputStream file = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

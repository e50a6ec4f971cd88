package cloud.magento.accounts.link.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Looks for what keeps people with disabilities from using a page, by the rules of WCAG 2.2 A and AA. */
final class Axe {

    private static final String SCRIPT = script();

    private static final String RUN = """
            async scope => {
              const result = await axe.run({ include: scope }, {
                resultTypes: ["violations"],
                runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
              });
              return result.violations.flatMap(rule => rule.nodes.map(node =>
                `${rule.id}: ${node.target} — ${node.failureSummary.replace(/\\s+/g, " ")}`));
            }""";

    private Axe() {}

    /** What is wrong inside these elements. */
    @SuppressWarnings("unchecked")
    static List<String> findings(Page page, List<String> scope) {
        if (!(Boolean) page.evaluate("'axe' in window")) {
            page.evaluate(SCRIPT);
        }
        return (List<String>) page.evaluate(RUN, scope);
    }

    private static String script() {
        try (InputStream file = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package cloud.magento.accounts.link.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The one Chromium of a test run: the system's, since nothing is downloaded for a test. */
final class Chromium {

    /** The first one lacks the browser's own interface, and needs less CPU time. */
    private static final List<String> NAMES = List.of(
            "chromium-headless-shell",
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "chrome");

    private static final List<Path> ELSEWHERE = List.of(
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"));

    private static final String MISSING =
            "No Chromium on this machine: the tests with a real browser are skipped. Install"
                    + " Chromium or Chrome, or name one with -Dchromium=/path/to/chromium.";

    private static Browser running;
    private static boolean said;

    private Chromium() {}

    /** The browser; without one the test is skipped, but in CI it fails. */
    static synchronized Browser browser() {
        if (running == null) {
            Optional<Path> program = find();
            if (program.isEmpty() && "true".equals(System.getenv("CI"))) {
                throw new AssertionError("No Chromium, and in CI these tests must not be skipped.");
            }
            if (program.isEmpty()) {
                sayOnce();
                Assumptions.abort(MISSING);
            }
            running = start(program.get());
        }
        return running;
    }

    /** Maven only counts what was skipped. */
    private static void sayOnce() {
        if (!said) {
            said = true;
            System.out.println(MISSING);
        }
    }

    private static Browser start(Path program) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setHeadless(true)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                // Grey instead of coloured edges: the same pictures on every machine, and smaller ones.
                                "--disable-lcd-text")));
    }

    private static Optional<Path> find() {
        String named = System.getProperty("chromium");
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        List<String> folders = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .toList();
        Stream<Path> onThePath = NAMES.stream().flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)));
        return Stream.concat(onThePath, ELSEWHERE.stream())
                .filter(Files::isExecutable)
                .findFirst();
    }
}

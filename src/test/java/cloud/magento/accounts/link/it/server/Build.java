package cloud.magento.accounts.link.it.server;

import java.nio.file.Path;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

/**
 * What is built and which Keycloak it runs in. System properties override what pom.xml says, so that an IDE can run a
 * test after {@code ./mvnw package} without any.
 */
public final class Build {

    private static final Path ROOT =
            Path.of(property("project.root").orElse("")).toAbsolutePath();

    private static final Document POM = readPom();

    private static final String FIRST_FORK = "fork-1";

    private Build() {}

    /** The project's directory. */
    public static Path root() {
        return ROOT;
    }

    /** The directory that {@code ./mvnw clean} removes. */
    public static Path target() {
        return ROOT.resolve("target");
    }

    /**
     * Where the tests write their files. The build runs tests in several Java processes at once: each has a directory
     * of its own, and the first one {@link #target}.
     */
    static Path testFiles() {
        String fork = property("it.fork").orElse(FIRST_FORK);
        return fork.equals(FIRST_FORK) ? target() : target().resolve(fork);
    }

    /** The version of this project. */
    public static String version() {
        return pom("/project/version");
    }

    /** The packaged JAR. */
    public static Path jar() {
        return target().resolve(pom("/project/artifactId") + "-" + version() + ".jar");
    }

    /** The version of the Keycloak under test. */
    public static String keycloakVersion() {
        return property("keycloak.version").orElseGet(() -> pom("/project/properties/keycloak.version"));
    }

    /** The distribution of the Keycloak under test, with its command line tools, if it is on this machine. */
    public static Path distribution() {
        return keycloakCache().resolve("keycloak-" + keycloakVersion());
    }

    /** Where Keycloak's distributions are kept. */
    static Path keycloakCache() {
        return property("keycloak.cache").map(Path::of).orElse(ROOT.resolve(".keycloak"));
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name));
    }

    private static String pom(String path) {
        try {
            return XPathFactory.newInstance().newXPath().evaluate(path, POM);
        } catch (Exception e) {
            throw new IllegalStateException(path, e);
        }
    }

    private static Document readPom() {
        Path file = ROOT.resolve("pom.xml");
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        } catch (Exception e) {
            throw new IllegalStateException(file + " cannot be read: run the tests in the project's directory.", e);
        }
    }
}

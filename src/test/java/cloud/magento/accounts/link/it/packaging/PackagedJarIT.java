package cloud.magento.accounts.link.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.server.Build;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The packaged JAR")
class PackagedJarIT {

    private static final Path FILE = Build.jar();
    private static final Pattern LINK = Pattern.compile("(?:css|js)/([\\w-]+\\.\\w+)([^\\s\"]*)");

    /** The name of the Code attribute in a class file's constant pool: tag, length, text. */
    private static final String CODE = "\1\0\4Code";

    private static final String OURS = "cloud/magento/accounts/link/";

    private JarFile jar;

    @BeforeEach
    void open() throws IOException {
        jar = new JarFile(FILE.toFile());
    }

    @AfterEach
    void close() throws IOException {
        jar.close();
    }

    @Test
    void hasNoClassesButOurs() {
        assertThat(names().filter(name -> name.endsWith(".class")))
                .isNotEmpty()
                .allMatch(name -> name.startsWith(OURS));
    }

    @Test
    void hasNothingThatKeycloakDoesNotLookFor() {
        assertThat(names())
                .allMatch(name -> name.startsWith(OURS)
                        || name.startsWith("META-INF/services/")
                        || name.startsWith("theme/")
                        || name.startsWith("theme-resources/")
                        || name.startsWith("META-INF/maven/")
                        || List.of(
                                        "META-INF/MANIFEST.MF",
                                        "META-INF/LICENSE",
                                        "META-INF/beans.xml",
                                        "META-INF/keycloak-themes.json")
                                .contains(name));
    }

    @Test
    void bringsItsLicence() throws IOException {
        ZipEntry licence = jar.getEntry("META-INF/LICENSE");
        assertThat(licence).as("META-INF/LICENSE in %s", FILE).isNotNull();
        try (InputStream packaged = jar.getInputStream(licence);
                InputStream original = Files.newInputStream(Build.root().resolve("LICENSE"))) {
            assertThat(packaged).hasSameContentAs(original);
        }
    }

    @Test
    void statesItsTitleVersionAndRevision() throws IOException {
        Attributes manifest = jar.getManifest().getMainAttributes();

        assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE)).isEqualTo("keycloak-magento-link");
        assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION)).isEqualTo(Build.version());
        boolean fromGit = Files.exists(Build.root().resolve(".git"));
        assertThat(manifest.getValue("Implementation-Build")).matches(fromGit ? "[0-9a-f]{40}(-dirty)?" : "unknown");
    }

    /** Otherwise stack traces in production would have no line numbers. */
    @Test
    void namesTheFileAndTheLineOfEveryCall() {
        assertThat(jar.stream().filter(entry -> entry.getName().endsWith(".class")))
                .filteredOn(entry -> constants(entry).contains(CODE))
                .isNotEmpty()
                .allSatisfy(entry ->
                        assertThat(constants(entry)).as(entry.getName()).contains("LineNumberTable", "SourceFile"));
    }

    /** Otherwise browsers would use cached style sheets of the old version for a month. */
    @Test
    void linksItsStyleSheetsAndScriptsWithItsVersion() {
        List<String> files = names().filter(name -> name.matches(".*\\.(css|js)"))
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .toList();

        assertThat(jar.stream()
                        .filter(entry -> entry.getName().matches(".*(\\.ftl|/theme\\.properties)"))
                        .flatMap(this::lines)
                        .flatMap(line -> LINK.matcher(line).results())
                        .filter(link -> files.contains(link.group(1))))
                .hasSizeGreaterThanOrEqualTo(files.size())
                .allMatch(link -> link.group(2).endsWith("v=" + Build.version()));
    }

    @Test
    void namesOnlyServicesThatItHas() {
        List<ZipEntry> services = jar.stream()
                .filter(entry -> entry.getName().startsWith("META-INF/services/") && !entry.isDirectory())
                .map(ZipEntry.class::cast)
                .toList();
        assertThat(services).isNotEmpty();
        assertThat(services.stream().flatMap(this::lines))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(jar.getEntry(name.replace('.', '/') + ".class"))
                        .as(name)
                        .isNotNull());
    }

    private Stream<String> names() {
        return jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName);
    }

    /** The class file as text, to search its constants. */
    private String constants(ZipEntry entry) {
        try (InputStream stream = jar.getInputStream(entry)) {
            return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(entry.getName(), e);
        }
    }

    private Stream<String> lines(ZipEntry entry) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(jar.getInputStream(entry), StandardCharsets.UTF_8))) {
            return reader
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new AssertionError(entry.getName(), e);
        }
    }
}

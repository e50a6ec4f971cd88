package cloud.magento.accounts.link.linkage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The classes of the JARs in a directory, and those of the JDK. */
final class Library implements AutoCloseable {

    private static final String CLASS = ".class";

    private final Map<String, JarFile> jars = new HashMap<>();
    private final Map<String, String> homes = new HashMap<>();
    private final Set<String> artifacts = new TreeSet<>();
    private final Map<String, Optional<ClassShape>> shapes = new HashMap<>();

    private Library() {}

    /** The JARs in the directory and below it. */
    static Library in(Path directory) throws IOException {
        Library library = new Library();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                library.add(file);
            }
        }
        return library;
    }

    private void add(Path file) throws IOException {
        JarFile jar = new JarFile(file.toFile());
        String artifact = artifact(file.getFileName().toString());
        artifacts.add(artifact);
        jar.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.endsWith(CLASS))
                .map(name -> name.substring(0, name.length() - CLASS.length()))
                .forEach(name -> {
                    jars.putIfAbsent(name, jar);
                    homes.putIfAbsent(name, artifact);
                });
    }

    /** The name without its version. A distribution puts the group in front, which for Keycloak is left out. */
    private static String artifact(String file) {
        return file.replaceFirst("^org\\.keycloak\\.", "").replaceFirst("-\\d.*$", "");
    }

    /** The artifacts whose JARs are here. */
    Set<String> artifacts() {
        return artifacts;
    }

    /** The artifact that has the class. */
    Optional<String> home(String name) {
        return Optional.ofNullable(homes.get(name));
    }

    Optional<ClassShape> find(String name) {
        return shapes.computeIfAbsent(name, missing -> read(missing).map(ClassShape::of));
    }

    private Optional<byte[]> read(String name) {
        JarFile jar = jars.get(name);
        try (InputStream file = jar == null
                ? ClassLoader.getPlatformClassLoader().getResourceAsStream(name + CLASS)
                : jar.getInputStream(jar.getEntry(name + CLASS))) {
            return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    @Override
    public void close() throws IOException {
        for (JarFile jar : Set.copyOf(jars.values())) {
            jar.close();
        }
    }
}

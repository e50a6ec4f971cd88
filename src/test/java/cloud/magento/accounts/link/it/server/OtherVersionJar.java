package cloud.magento.accounts.link.it.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A JAR of the extension, such as that of this build, with another version in its manifest. */
public final class OtherVersionJar {

    private OtherVersionJar() {}

    /** The version of a JAR. */
    public static String version(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        } catch (IOException e) {
            throw new UncheckedIOException(jar + " is no JAR of the extension.", e);
        }
    }

    /** Writes a copy with this version. The same JAR gives the same bytes. */
    public static Path write(Path from, String version) {
        Path jar = Build.testFiles().resolve("other-version").resolve(from.getFileName());
        try {
            Files.createDirectories(jar.getParent());
            try (JarFile original = new JarFile(from.toFile());
                    JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                for (JarEntry entry : Collections.list(original.entries())) {
                    JarEntry copy = new JarEntry(entry.getName());
                    copy.setLastModifiedTime(entry.getLastModifiedTime());
                    out.putNextEntry(copy);
                    out.write(
                            entry.getName().equals(JarFile.MANIFEST_NAME)
                                    ? manifest(original, version)
                                    : content(original, entry));
                    out.closeEntry();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private static byte[] manifest(JarFile original, String version) throws IOException {
        Manifest manifest = new Manifest(original.getManifest());
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }

    private static byte[] content(JarFile original, JarEntry entry) throws IOException {
        try (InputStream in = original.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}

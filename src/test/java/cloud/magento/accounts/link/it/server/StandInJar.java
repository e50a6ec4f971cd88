package cloud.magento.accounts.link.it.server;

import cloud.magento.accounts.link.it.standin.AnotherAccountCookieFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.keycloak.authentication.AuthenticatorFactory;

/** A JAR with the code of the stand-in for Magento.com, made of the test classes. It is no part of the extension. */
final class StandInJar {

    private static final FileTime SAME_FOR_THE_SAME_CONTENT = FileTime.fromMillis(0);

    private StandInJar() {}

    /** Writes the JAR. The same classes give the same bytes. */
    static Path write() {
        Path jar = Build.testFiles().resolve("stand-in.jar");
        Class<?> factory = AnotherAccountCookieFactory.class;
        try {
            Files.createDirectories(jar.getParent());
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                add(out, "META-INF/services/" + AuthenticatorFactory.class.getName(), factory.getName());
                for (String name : new String[] {"AnotherAccountCookie.class", "AnotherAccountCookieFactory.class"}) {
                    try (InputStream code = factory.getResourceAsStream(name)) {
                        add(out, factory.getPackageName().replace('.', '/') + "/" + name, code.readAllBytes());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private static void add(JarOutputStream out, String name, String text) throws IOException {
        add(out, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setLastModifiedTime(SAME_FOR_THE_SAME_CONTENT);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}

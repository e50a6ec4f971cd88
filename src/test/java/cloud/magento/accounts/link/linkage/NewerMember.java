package cloud.magento.accounts.link.linkage;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A class or member that the code uses only in a version of Keycloak that has it.
 *
 * @param since the first version that has it
 * @param name the class, or the class and the member
 */
record NewerMember(String since, String name) {

    /** A line for each, such as {@code 26.5.0 org.keycloak.Name}. Lines that begin with # are comments. */
    static List<NewerMember> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" "))
                .map(words -> new NewerMember(words[0], words[1]))
                .toList();
    }

    /** Whether the use fails because this version is older. */
    boolean explains(String use, String version) {
        boolean isOlder = Version.parse(version).compareTo(Version.parse(since)) < 0;
        return isOlder && use.startsWith(name) && !Character.isJavaIdentifierPart(use.charAt(name.length()));
    }
}

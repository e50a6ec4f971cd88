package cloud.magento.accounts.link.linkage;

import cloud.magento.accounts.link.linkage.Linkage.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The command of {@code .ci/keycloak-members}. It says for each version of Keycloak whether everything that the built
 * classes use exists in it.
 */
public final class KeycloakMembers {

    private static final String ROW = "%-10s %6s %7s %8s %11s %13s%n";
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    private final List<byte[]> classes;
    private final List<NewerMember> newer;
    private final List<String> details = new ArrayList<>();

    private KeycloakMembers(Path classes, Path newer) throws IOException {
        this.classes = classFiles(classes);
        this.newer = NewerMember.read(newer);
    }

    /**
     * Prints a table of the versions, and below it each use that is broken. The exit status is 1 if there is one.
     *
     * @param args the directory of the classes, the file of the members that only newer versions have, and for each
     *     version the directory of its JARs. The first of these must have all JARs.
     * @throws IOException if a file cannot be read
     */
    public static void main(String[] args) throws IOException {
        KeycloakMembers members = new KeycloakMembers(Path.of(args[0]), Path.of(args[1]));
        boolean fits = members.check(Stream.of(args).skip(2).map(Path::of).toList());
        members.details.forEach(System.out::println);
        if (!fits) {
            System.exit(1);
        }
    }

    private boolean check(List<Path> versions) throws IOException {
        System.out.printf(ROW, "Keycloak", "uses", "broken", "guarded", "not served", "never called");
        boolean fits = true;
        try (Library complete = Library.in(versions.get(0))) {
            for (Path directory : versions) {
                try (Library library = Library.in(directory)) {
                    fits &= check(version(directory), new Linkage(classes, library, complete).check());
                }
            }
        }
        return fits;
    }

    private boolean check(String version, Result result) {
        List<String> broken = result.broken().stream()
                .filter(use -> newer.stream().noneMatch(member -> member.explains(use, version)))
                .toList();
        int guarded = result.broken().size() - broken.size();
        int neverCalled = result.neverCalled().size();
        System.out.printf(ROW, version, result.used(), broken.size(), guarded, result.unserved(), neverCalled);
        broken.forEach(use -> details.add("Keycloak " + version + ": " + use));
        result.neverCalled().forEach(method -> details.add("Keycloak " + version + " never calls " + method));
        return broken.isEmpty();
    }

    private static String version(Path directory) {
        Matcher version = VERSION.matcher(directory.toString());
        if (!version.find()) {
            throw new IllegalArgumentException(directory + " names no version.");
        }
        return version.group();
    }

    private static List<byte[]> classFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(KeycloakMembers::bytes)
                    .toList();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

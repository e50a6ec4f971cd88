package cloud.magento.accounts.link.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;

/** Directory trees: a Keycloak is 190 MB, so a tree is duplicated by links where nobody writes. */
final class Trees {

    private Trees() {}

    /**
     * Duplicates a tree: real copies of the files that {@code writable} names by their relative path, links of the
     * rest.
     */
    static void duplicate(Path from, Path to, Predicate<Path> writable) {
        walk(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path relative = from.relativize(file);
                if (writable.test(relative)) {
                    copy(file, to.resolve(relative));
                } else {
                    link(file, to.resolve(relative));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Removes a tree, or nothing if there is none. */
    static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        walk(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | IOException noLinksHere) {
            copy(from, to);
        }
    }

    /** With the times: Keycloak takes a provider with another time than at its build for a changed one. */
    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void walk(Path tree, SimpleFileVisitor<Path> visitor) {
        try {
            Files.walkFileTree(tree, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

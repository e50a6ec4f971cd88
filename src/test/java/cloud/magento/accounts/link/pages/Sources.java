package cloud.magento.accounts.link.pages;

import cloud.magento.accounts.link.support.LinkError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the message keys that templates, scripts, classes and the user profile of the realm ask for. */
final class Sources {

    /** The name of the view in the template; it looks like a key and is none. */
    private static final String VIEW = "connectMagento";

    private static final Pattern KEY = Pattern.compile("\"(connectMagento[A-Za-z]*)\"");
    private static final List<Path> PLACES = List.of(Path.of("src/main"), Path.of("themes"));
    /** A display name in the user profile. */
    private static final Pattern DISPLAY_NAME = Pattern.compile("\\$\\{(connectMagento[A-Za-z]*)}");

    private static final Pattern SOURCE = Pattern.compile(".*\\.(ftl|js|java)");

    private Sources() {}

    /** All keys in use, plural ones without their category. */
    static Set<String> usedKeys() {
        Set<String> keys = new TreeSet<>();
        PLACES.forEach(place -> collectFrom(place, keys));
        DISPLAY_NAME.matcher(text(Path.of("realm-export.json"))).results().forEach(found -> keys.add(found.group(1)));
        keys.remove(VIEW);
        // Put together by code: these are parts of keys.
        keys.remove("connectMagentoError");
        Stream.of(LinkError.values()).map(LinkError::messageKey).forEach(keys::add);
        for (String kind : List.of("Linked", "Replaced", "Unlinked")) {
            keys.add(VIEW + kind + "Subject");
            keys.add(VIEW + kind + "Body");
            keys.add(VIEW + kind + "ByAdminBody");
        }
        keys.addAll(DerivedKeys.all());
        return keys;
    }

    private static void collectFrom(Path place, Set<String> keys) {
        try (Stream<Path> files = Files.walk(place)) {
            files.filter(file -> SOURCE.matcher(file.toString()).matches())
                    .flatMap(file -> KEY.matcher(text(file)).results())
                    .forEach(found -> keys.add(found.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

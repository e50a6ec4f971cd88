package cloud.magento.accounts.link.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.PropertyResourceBundle;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The messages of one language, read the way Keycloak reads them. */
record Bundle(Path file, String locale, Map<String, String> messages) {

    private static final Pattern NAME = Pattern.compile("messages_(.+)\\.properties");

    static Map<String, Bundle> allIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Bundle::read).collect(Collectors.toMap(Bundle::locale, bundle -> bundle));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bundle read(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " is no bundle of messages");
        }
        Map<String, String> messages = new TreeMap<>();
        try (InputStream stream = Files.newInputStream(file)) {
            PropertyResourceBundle read = new PropertyResourceBundle(stream);
            read.getKeys().asIterator().forEachRemaining(key -> messages.put(key, read.getString(key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Bundle(file, name.group(1), messages);
    }

    /** The language tag as a realm lists it. */
    String tag() {
        return locale.replace('_', '-');
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

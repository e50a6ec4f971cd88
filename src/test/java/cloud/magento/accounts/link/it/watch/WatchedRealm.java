package cloud.magento.accounts.link.it.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A realm whose set-up has faults from the start: the provider is missing, among others. */
final class WatchedRealm {

    static final String NAME = "watched";

    private WatchedRealm() {}

    /** Writes the file to import. */
    static Path writeTo(Path directory) {
        try {
            return Files.writeString(directory.resolve(NAME + "-realm.json"), """
                    {"realm": "watched", "enabled": true, "requiredActions": [{"alias": "connect-magento",
                     "name": "Connect with Magento.com", "providerId": "connect-magento", "enabled": true,
                     "defaultAction": false, "priority": 1000, "config": {"mode": "report"}}]}
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package cloud.magento.accounts.link.change;

import cloud.magento.accounts.link.change.BulkResult.LineError;
import cloud.magento.accounts.link.change.BulkResult.Stop;
import cloud.magento.accounts.link.change.CsvReader.CsvRecord;
import cloud.magento.accounts.link.config.InstantParser;
import cloud.magento.accounts.link.user.AdminInstant;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Sets personal deadlines from CSV: a user name or an id, and the deadline; empty: the user has none any more. Lines
 * are processed in order, in batches that are each committed on their own. A batch that cannot be committed is
 * processed again line by line, so that a line that fails takes no other with it.
 *
 * <p>Nothing is remembered between files: the same file can be sent again, and what is stored already is unchanged.
 */
public final class BulkDeadlines {

    private static final Logger LOG = Logger.getLogger(BulkDeadlines.class);

    static final int BATCH = 100;

    /** More errors than a person reads, and few enough for an answer. */
    public static final int MOST_ERRORS = 1000;

    /** How many lines may fail in a row because the server cannot store them. */
    private static final int MOST_FAULTS = 5;

    private static final int LONGEST_NAME = 255;
    private static final List<String> HEADER = List.of("user", "deadline");

    /** What a line looks like, for who sent another one. */
    private static final String ACCEPTED = "A line is a user name or an id, a comma, and a deadline or nothing.";

    private final AdminSession admin;
    private final KeycloakSessionFactory sessions;
    private final ZoneId zone;
    private final boolean dryRun;

    private long changed;
    private long unchanged;
    private long failed;
    private long faults;
    private int faultsInARow;
    private final List<LineError> errors = new ArrayList<>();

    /**
     * Creates it.
     *
     * @param admin whose rights and events count. Its Keycloak session is not used
     * @param zone the time zone of dates without an offset
     * @param dryRun whether nothing is written
     */
    public BulkDeadlines(AdminSession admin, ZoneId zone, boolean dryRun) {
        this.admin = admin;
        this.sessions = admin.session().getKeycloakSessionFactory();
        this.zone = zone;
        this.dryRun = dryRun;
    }

    /** What a line did; an error: nothing. */
    private sealed interface Effect {

        record Changed() implements Effect {}

        record Unchanged() implements Effect {}

        record Failed(String error) implements Effect {}
    }

    /**
     * Processes a file.
     *
     * @throws IOException if the file cannot be read to its end. The batches before are stored
     */
    public BulkResult process(InputStream file) throws IOException {
        CsvReader reader = new CsvReader(file);
        List<CsvRecord> batch = new ArrayList<>(BATCH);
        Optional<Stop> stop = Optional.empty();
        try {
            Optional<CsvRecord> next = firstAfterHeader(reader);
            while (next.isPresent() && stop.isEmpty()) {
                batch.add(next.get());
                if (batch.size() == BATCH) {
                    stop = processAndClear(batch);
                }
                // What follows is not processed, so it is not read either: it could hide where the processing stopped.
                next = stop.isPresent() ? Optional.empty() : reader.next();
            }
            stop = stop.or(() -> processAndClear(batch));
        } catch (MalformedCsvException e) {
            stop = processAndClear(batch).or(() -> Optional.of(new Stop(e.line(), e.getMessage(), false)));
        }
        return new BulkResult(changed + unchanged + failed, changed, unchanged, failed, List.copyOf(errors), stop);
    }

    private static Optional<CsvRecord> firstAfterHeader(CsvReader reader) throws IOException, MalformedCsvException {
        Optional<CsvRecord> first = reader.next();
        if (first.isEmpty()) {
            return first;
        }
        List<String> fields = first.get().fields();
        if (fields.size() == 1
                && (fields.get(0).indexOf(';') >= 0 || fields.get(0).indexOf('\t') >= 0)) {
            throw new MalformedCsvException(first.get().line(), "The separator must be a comma. " + ACCEPTED);
        }
        boolean isHeader = fields.stream()
                .map(field -> field.strip().toLowerCase(Locale.ROOT))
                .toList()
                .equals(HEADER);
        return isHeader ? reader.next() : first;
    }

    private Optional<Stop> processAndClear(List<CsvRecord> batch) {
        Optional<Stop> stop = batch.isEmpty() ? Optional.empty() : process(List.copyOf(batch));
        batch.clear();
        return stop;
    }

    private Optional<Stop> process(List<CsvRecord> batch) {
        List<Effect> effects;
        try {
            effects = KeycloakModelUtils.runJobInTransactionWithResult(sessions, session -> {
                AdminSession inBatch = admin.in(session);
                return batch.stream().map(line -> process(inBatch, line)).toList();
            });
        } catch (RuntimeException e) {
            return batch.size() == 1 ? countFault(batch.get(0), e) : processOneByOne(batch);
        }
        faultsInARow = 0;
        for (int i = 0; i < batch.size(); i++) {
            count(batch.get(i), effects.get(i));
        }
        return Optional.empty();
    }

    private Optional<Stop> processOneByOne(List<CsvRecord> batch) {
        return batch.stream()
                .map(line -> process(List.of(line)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Stop> countFault(CsvRecord line, RuntimeException cause) {
        // Only the first ones: half of the lines of a long file can fail, one by one.
        LOG.logf(
                faults++ < MOST_FAULTS ? Level.WARN : Level.DEBUG,
                cause,
                "Realm %s: line %d of a file of deadlines could not be processed",
                admin.realm().getName(),
                line.line());
        count(line, new Effect.Failed("It could not be processed. The log of the server says why."));
        faultsInARow++;
        return faultsInARow < MOST_FAULTS
                ? Optional.empty()
                : Optional.of(new Stop(line.line(), "The server cannot store changes now. Its log says why.", true));
    }

    private void count(CsvRecord line, Effect effect) {
        if (effect instanceof Effect.Failed failure) {
            failed++;
            if (errors.size() < MOST_ERRORS) {
                errors.add(new LineError(line.line(), cut(line.fields().get(0)), failure.error()));
            }
        } else if (effect instanceof Effect.Changed) {
            changed++;
        } else {
            unchanged++;
        }
    }

    private static String cut(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    private Effect process(AdminSession inBatch, CsvRecord line) {
        if (line.fields().size() != HEADER.size()) {
            return new Effect.Failed(ACCEPTED);
        }
        String name = line.fields().get(0).strip();
        String deadline = line.fields().get(1).strip();
        Optional<String> text = deadline.isEmpty() ? Optional.of("") : AdminInstantText.parse(deadline, zone);
        if (text.isEmpty()) {
            return new Effect.Failed("The deadline must be empty, or " + InstantParser.FORMATS + ".");
        }
        return find(inBatch, name)
                .map(user -> change(new UserChanges(inBatch, user, dryRun), text.get()))
                .orElseGet(() -> new Effect.Failed("No user whom you can manage has this user name or id."));
    }

    private static Effect change(UserChanges changes, String text) {
        boolean isChange =
                text.isEmpty() ? changes.remove(AdminInstant.DEADLINE) : changes.set(AdminInstant.DEADLINE, text);
        return isChange ? new Effect.Changed() : new Effect.Unchanged();
    }

    /** A name counts before an id. A user whom the admin cannot manage is answered like one who does not exist. */
    private static Optional<UserModel> find(AdminSession inBatch, String nameOrId) {
        UserProvider users = inBatch.session().users();
        return Optional.ofNullable(users.getUserByUsername(inBatch.realm(), nameOrId))
                .or(() -> Optional.ofNullable(users.getUserById(inBatch.realm(), nameOrId)))
                .filter(user -> inBatch.auth().users().canManage(user));
    }
}

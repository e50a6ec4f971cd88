package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.benchmark.Database.Counted;
import cloud.magento.accounts.link.benchmark.Visitor.Page;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.keycloak.representations.idm.RealmRepresentation;

/** Counts statements and rows of single logins in PostgreSQL, with and without the extension. */
final class StatementsBenchmark implements Benchmark {

    private static final String NO_SESSION_CACHES = "--spi-user-sessions--infinispan--use-caches=false";

    private static final Duration FIRST_COUNT = Duration.ofSeconds(90);
    private static final int IDLE_MINUTES = 3;

    /** Keycloak writes some changes of sessions after the answer. */
    private static final Duration SETTLED = Duration.ofMillis(150);

    private static final int WARM_UP = 2;
    private static final int LONGEST_TEXT = 160;
    private static final Goal NOTHING = Goal.added(0);

    /** Keycloak's own linking, and the lock and the date of the link. */
    private static final Goal TWO_MORE = Goal.added(2);

    @Override
    public void measure(Recorder recorder) throws Exception {
        try (Database database = new Database()) {
            recorder.environment("PostgreSQL", database.version());
            compare(recorder, database, "");
            if (recorder.form().isFull()) {
                compare(recorder, database, ", without Keycloak's caches of sessions", NO_SESSION_CACHES);
                idle(recorder, database);
            }
        }
    }

    /** Two servers to which nobody signs in. */
    private static void idle(Recorder recorder, Database database) throws Exception {
        try (Side with = Side.idle(database, true);
                Side without = Side.idle(database, false)) {
            LockSupport.parkNanos(FIRST_COUNT.toNanos());
            database.forgetStatements();
            LockSupport.parkNanos(Duration.ofMinutes(IDLE_MINUTES).toNanos());
            recorder.add(Measurement.of(
                            "What a server does by itself",
                            "statements per minute, with metrics",
                            "statements",
                            List.of(calls(database, with)))
                    .against(List.of(calls(database, without))));
        }
    }

    private static double calls(Database database, Side side) throws SQLException {
        long calls = database.statements(side.name()).values().stream()
                .mapToLong(Counted::calls)
                .sum();
        return Math.round(calls * 10.0 / IDLE_MINUTES) / 10.0;
    }

    private static void compare(Recorder recorder, Database database, String suffix, String... options)
            throws Exception {
        try (Side with = Side.with(database, options);
                Side without = Side.without(database, options)) {
            Comparison comparison = new Comparison(recorder, database, suffix, new Logins(with), new Logins(without));
            comparison.measure(with, without);
        }
    }

    /** A request sequence of one side; what must come before it is prepared, and not counted. */
    private interface Sequence {
        Callable<?> prepare(Logins logins, CloudUser user) throws Exception;
    }

    private static final class Comparison {

        private final Recorder recorder;
        private final Database database;
        private final String suffix;
        private final Map<Side, Logins> logins = new LinkedHashMap<>();
        private final Logins ofWith;
        private final Logins ofWithout;
        private final List<Measurement> rows = new ArrayList<>();
        private Side with;
        private Side without;

        private Comparison(Recorder recorder, Database database, String suffix, Logins ofWith, Logins ofWithout) {
            this.recorder = recorder;
            this.database = database;
            this.suffix = suffix;
            this.ofWith = ofWith;
            this.ofWithout = ofWithout;
        }

        private void measure(Side first, Side second) throws Exception {
            with = first;
            without = second;
            logins.put(with, ofWith);
            logins.put(without, ofWithout);
            for (Side side : logins.keySet()) {
                RealmRepresentation realm = side.cloud().toRepresentation();
                realm.setRegistrationAllowed(true);
                // A password grant of a user whose failures are counted takes a lock in the database.
                realm.setBruteForceProtected(false);
                side.cloud().update(realm);
            }
            List<UserKind> kinds = Stream.of(UserKind.values())
                    .filter(kind -> recorder.form().isAtLeast(kind.smallestForm()))
                    .toList();
            first();
            for (UserKind kind : kinds) {
                ofKind(kind);
            }
            throughMagento();
            registration();
            cold();
            page();
            connecting();
            rows.forEach(recorder::add);
        }

        private void ofKind(UserKind kind) throws Exception {
            kind.prepare(with.cloud());
            kind.prepare(without.cloud());
            with.set(kind.settings(ofWith.clientId()));
            Map<Side, CloudUser> users = users(kind);
            count("password: " + kind.text(), users, NOTHING, (own, user) -> {
                Visitor visitor = own.visitor();
                return () -> own.password(visitor, user, Map.of()).code();
            });
            count("single sign-on: " + kind.text(), users, NOTHING, (own, user) -> {
                Visitor visitor = signedIn(own, user);
                return () -> own.start(visitor, Map.of()).code();
            });
            count("code exchange: " + kind.text(), users, NOTHING, (own, user) -> {
                String code = own.start(signedIn(own, user), Map.of()).code();
                return () -> own.code(code);
            });
            count("password grant: " + kind.text(), users, NOTHING, (own, user) -> () -> own.passwordGrant(user));
            count("refresh: " + kind.text(), users, NOTHING, (own, user) -> {
                String token = own.passwordGrant(user).text("refresh_token");
                return () -> own.refresh(token);
            });
        }

        private static Visitor signedIn(Logins own, CloudUser user) throws Exception {
            Visitor visitor = own.visitor();
            own.password(visitor, user, Map.of()).code();
            return visitor;
        }

        private Map<Side, CloudUser> users(UserKind kind) {
            Map<Side, CloudUser> users = new LinkedHashMap<>();
            logins.keySet().forEach(side -> users.put(side, kind.create(side.users(), side.cloud())));
            return users;
        }

        private void throughMagento() throws Exception {
            with.set(UserKind.CONNECTED.settings(""));
            with.set(Map.of("primaryLogin", "on"));
            count("through Magento.com: connected", users(UserKind.CONNECTED), NOTHING, (own, user) -> {
                Visitor visitor = own.visitor();
                return () -> own.throughMagento(visitor, user).code();
            });
        }

        private void registration() throws Exception {
            with.set(UserKind.BEFORE_REMINDERS.settings(""));
            count("registration: before remindFrom", users(UserKind.BEFORE_REMINDERS), NOTHING, (own, user) -> {
                Visitor visitor = own.visitor();
                return () -> own.register(visitor).code();
            });
        }

        /** Nobody has signed in before. What the preparation has left in the caches is cleared. */
        private void first() throws Exception {
            with.set(UserKind.CONNECTED.settings(""));
            Map<Side, CloudUser> users = users(UserKind.CONNECTED);
            count("password: connected, the first login after the start", users, Goal.NONE, this::withoutCaches, 1);
        }

        private void cold() throws Exception {
            with.set(UserKind.CONNECTED.settings(""));
            count("password: connected, all caches cleared", users(UserKind.CONNECTED), Goal.NONE, this::withoutCaches);
            // As of a user who has not signed in for a while.
            count("password: connected, caches of users cleared", users(UserKind.CONNECTED), Goal.NONE, (own, user) -> {
                Visitor visitor = own.visitor();
                logins.keySet().forEach(side -> side.cloud().clearUserCache());
                return () -> own.password(visitor, user, Map.of()).code();
            });
        }

        private Callable<?> withoutCaches(Logins own, CloudUser user) {
            Visitor visitor = own.visitor();
            for (Side side : logins.keySet()) {
                side.cloud().clearRealmCache();
                side.cloud().clearUserCache();
                side.cloud().clearKeysCache();
            }
            return () -> own.password(visitor, user, Map.of()).code();
        }

        /** Against a page of Keycloak's own: its required action to change the password. */
        private void page() throws Exception {
            with.set(UserKind.CONNECTED.settings(""));
            Map<Side, CloudUser> users = new LinkedHashMap<>();
            users.put(with, with.users().unlinked());
            users.put(without, without.users().unlinked(user -> user.setRequiredActions(List.of("UPDATE_PASSWORD"))));
            count("our page, against Keycloak's page to change the password", users, TWO_MORE, (own, user) -> {
                Visitor visitor = own.visitor();
                return () -> own.password(visitor, user, Map.of());
            });
            // Its date is stored with the user. The users of Keycloak's page are the same as above.
            count("our page, a user's first, against the same", users, Goal.NONE, (own, user) -> {
                CloudUser shown = own == ofWith ? with.users().unlinked() : user;
                Visitor visitor = own.visitor();
                return () -> own.password(visitor, shown, Map.of());
            });
        }

        private void connecting() throws Exception {
            with.set(UserKind.CONNECTED.settings(""));
            Map<Side, CloudUser> users = users(UserKind.REPORT);
            count("connecting, against Keycloak's own linking", users, TWO_MORE, (own, user) -> {
                boolean isOurs = own == ofWith;
                Side side = isOurs ? with : without;
                // Each round connects a user of its own, who has seen the page in an earlier login.
                CloudUser fresh = side.users().unlinked();
                if (isOurs) {
                    own.password(own.visitor(), fresh, Map.of());
                }
                Visitor visitor = own.visitor();
                Page page = own.password(visitor, fresh, isOurs ? Map.of() : Map.of("kc_action", "idp_link:magento"));
                if (!isOurs) {
                    // Keycloak's own linking asks before it leaves.
                    return () -> own.enter(
                                    visitor,
                                    visitor.submit(page, Map.of()),
                                    fresh.magento().username())
                            .code();
                }
                return () -> {
                    Page atMagento = visitor.submit(page, Map.of("step", "connect"));
                    Page question =
                            own.enter(visitor, atMagento, fresh.magento().username());
                    return visitor.submit(question, Map.of("step", "confirm")).code();
                };
            });
        }

        private void count(String name, Map<Side, CloudUser> users, Goal goal, Sequence sequence) throws Exception {
            for (int i = 0; i < WARM_UP; i++) {
                for (Side side : logins.keySet()) {
                    sequence.prepare(logins.get(side), users.get(side)).call();
                }
            }
            count(name, users, goal, sequence, rounds());
        }

        private void count(String name, Map<Side, CloudUser> users, Goal goal, Sequence sequence, int rounds)
                throws Exception {
            Map<Side, List<Map<String, Counted>>> counted = new LinkedHashMap<>();
            logins.keySet().forEach(side -> counted.put(side, new ArrayList<>()));
            for (int round = 0; round < rounds; round++) {
                Map<Side, Callable<?>> requests = new LinkedHashMap<>();
                for (Side side : logins.keySet()) {
                    requests.put(side, sequence.prepare(logins.get(side), users.get(side)));
                }
                countOnce(requests)
                        .forEach((side, statements) -> counted.get(side).add(statements));
            }
            recorder.add(Measurement.of("Statements" + suffix, name, "statements", calls(counted.get(with)))
                    .against(calls(counted.get(without)))
                    .withGoal(goal)
                    .withNotes(differences(counted.get(with), counted.get(without))));
            rows.add(Measurement.of("Rows" + suffix, name, "rows", rows(counted.get(with)))
                    .against(rows(counted.get(without)))
                    .withGoal(goal));
        }

        private int rounds() {
            return switch (recorder.form()) {
                case SHORT -> 1;
                case STANDARD -> 2;
                case FULL -> 5;
            };
        }

        /** One request of each side, one after the other. Each side has a database of its own, so both are counted. */
        private Map<Side, Map<String, Counted>> countOnce(Map<Side, Callable<?>> requests) throws Exception {
            for (Side side : requests.keySet()) {
                settle(side);
            }
            // A second request within the same second does not store the time of the session's last use.
            Instant now = Instant.now();
            LockSupport.parkNanos(Duration.between(now, Instant.ofEpochSecond(now.getEpochSecond() + 1))
                    .toNanos());
            database.forgetStatements();
            for (Callable<?> request : requests.values()) {
                request.call();
            }
            Map<Side, Map<String, Counted>> counted = new LinkedHashMap<>();
            for (Side side : requests.keySet()) {
                counted.put(side, settle(side));
            }
            return counted;
        }

        /** The statements, once no more come. */
        private Map<String, Counted> settle(Side side) throws SQLException {
            Map<String, Counted> before;
            Map<String, Counted> after = database.statements(side.name());
            do {
                before = after;
                LockSupport.parkNanos(SETTLED.toNanos());
                after = database.statements(side.name());
            } while (!after.equals(before));
            return after;
        }

        private static List<Double> calls(List<Map<String, Counted>> rounds) {
            return rounds.stream()
                    .map(all -> (double)
                            all.values().stream().mapToLong(Counted::calls).sum())
                    .toList();
        }

        private static List<Double> rows(List<Map<String, Counted>> rounds) {
            return rounds.stream()
                    .map(all -> (double)
                            all.values().stream().mapToLong(Counted::rows).sum())
                    .toList();
        }

        /** The statements that one side has more often than the other, over all rounds. */
        private static List<String> differences(List<Map<String, Counted>> ours, List<Map<String, Counted>> others) {
            TreeSet<String> texts = new TreeSet<>();
            Stream.concat(ours.stream(), others.stream()).forEach(round -> texts.addAll(round.keySet()));
            List<String> all = new ArrayList<>();
            for (String text : texts) {
                long here = calls(ours, text);
                long there = calls(others, text);
                if (here != there) {
                    String shown = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + " …" : text;
                    all.add("in all rounds " + here + " against " + there + ": `" + shown.replace('`', '\'') + "`");
                }
            }
            return all;
        }

        private static long calls(List<Map<String, Counted>> rounds, String text) {
            return rounds.stream()
                    .mapToLong(round -> round.getOrDefault(text, Counted.NONE).calls())
                    .sum();
        }
    }
}

package cloud.magento.accounts.link.browser;

import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.keycloak.representations.idm.UserRepresentation;

/** Every state of our page, and the steps that lead to it. */
enum Scene {
    /** Before the cutoff the page offers "Not now". */
    ASK_BEFORE_CUTOFF("ask") {
        @Override
        void play(Stage stage) {
            stage.remind("3");
            stage.signIn(stage.carol());
        }
    },
    ASK("ask") {
        @Override
        void play(Stage stage) {
            stage.signIn(stage.carol());
        }
    },
    /** A user who opened the page from the account settings can leave it. */
    ASK_BY_OWN_WISH("ask") {
        @Override
        void play(Stage stage) {
            stage.set(Map.of("cutoff", "", "remindFrom", ""));
            stage.signIn(stage.carol(), Map.of("kc_action", "connect-magento"));
        }
    },
    ASK_TO_REPLACE("ask") {
        @Override
        void play(Stage stage) {
            stage.signInConnected(Map.of("kc_action", "connect-magento"));
        }
    },
    CONFIRM("confirm") {
        @Override
        void play(Stage stage) {
            stage.comeBack(stage.carol());
        }
    },
    CONFIRM_DIFFERENT_EMAIL("confirm") {
        @Override
        void play(Stage stage) {
            stage.comeBack(stage.carol(account -> account.setEmail("caroline.sato" + stage.word() + "@example.net")));
        }
    },
    CONFIRM_UNVERIFIED_EMAIL("confirm") {
        @Override
        void play(Stage stage) {
            stage.comeBack(stage.carol(account -> account.setEmailVerified(false)));
        }
    },
    CONFIRM_WITHOUT_EMAIL("confirm") {
        @Override
        void play(Stage stage) {
            stage.comeBack(stage.carol(account -> account.setEmail(null)));
        }
    },
    CONFIRM_LONG_NAMES("confirm") {
        @Override
        void play(Stage stage) {
            String word = stage.word();
            stage.comeBack(stage.users()
                    .unlinked(
                            user -> {
                                user.setUsername(
                                        "anna-katharina.von-und-zu-hohenlohe" + word + "@subsidiary.example.com");
                                user.setEmail(user.getUsername());
                                user.setFirstName("Anna-Katharina Wilhelmine");
                                user.setLastName("von und zu Hohenlohe-Schillingsfürst-Oberländer");
                            },
                            account -> {
                                account.setUsername("anna_katharina_wilhelmine_von_und_zu_hohenlohe" + word);
                                account.setFirstName("Anna");
                                account.setLastName("Hohenlohe");
                                account.setEmail("annakatharinawilhelminevonundzuhohenlohe" + word + "@example.net");
                            }));
        }
    },
    CONFIRM_TO_REPLACE("confirm") {
        @Override
        void play(Stage stage) {
            MagentoAccount other = stage.carol().magento();
            stage.signInConnected(Map.of("kc_action", "connect-magento"));
            stage.visit().press("switch").signIn(other);
        }
    },
    /** While this page asked, an account was connected elsewhere. */
    CONNECTED_MEANWHILE("connected") {
        @Override
        void play(Stage stage) {
            CloudUser carol = stage.carol();
            stage.comeBack(carol);
            stage.users().link(carol, stage.carol().magento());
            stage.visit().press("confirm");
        }
    },
    ERROR_ACCOUNT_IN_USE("ask") {
        @Override
        void play(Stage stage) {
            MagentoAccount taken = stage.users().linked().magento();
            stage.signIn(stage.carol());
            stage.visit().press("connect").signIn(taken);
        }
    },
    ERROR_EMAIL_MISMATCH("ask") {
        @Override
        void play(Stage stage) {
            stage.set(Map.of("emailPolicy", "require"));
            stage.comeBack(stage.carol(account -> account.setEmail("caroline.sato" + stage.word() + "@example.net")));
        }
    },
    ERROR_EMAIL_UNVERIFIED("ask") {
        @Override
        void play(Stage stage) {
            stage.set(Map.of("emailPolicy", "require"));
            stage.comeBack(stage.carol(account -> account.setEmailVerified(false)));
        }
    },
    ERROR_CANCELLED("ask") {
        @Override
        void play(Stage stage) {
            stage.signIn(stage.carol());
            stage.visit().press("connect").comeBackWith("access_denied");
        }
    },
    ERROR_FAILED("ask") {
        @Override
        void play(Stage stage) {
            stage.signIn(stage.carol());
            stage.visit().press("connect").comeBackWith("server_error");
        }
    },
    ERROR_EXPIRED("confirm") {
        @Override
        void play(Stage stage) {
            stage.comeBack(stage.carol());
            stage.visit().page().evaluate("document.querySelector('[name=proof]').value = 'another'");
            stage.visit().press("confirm");
        }
    },
    ERROR_TOO_LATE("ask") {
        @Override
        void play(Stage stage) {
            stage.remind("0");
            stage.signIn(stage.carol());
            stage.set(Map.of("cutoff", "2020-04-01", "remindFrom", "2020-03-01"));
            stage.visit().press("later");
        }
    },
    ERROR_NO_SNOOZES_LEFT("ask") {
        @Override
        void play(Stage stage) {
            CloudUser carol = stage.carol();
            stage.remind("1");
            stage.signIn(carol);
            stage.users().attribute(carol, "magentoLinkSnoozes", "1");
            stage.visit().press("later");
        }
    },
    REAUTHENTICATE("reauthenticate") {
        @Override
        void play(Stage stage) {
            CloudUser carol = stage.carol();
            stage.signIn(carol);
            stage.resetPassword(carol);
            stage.visit().open(stage.visit().page().url());
        }
    },
    ERROR_REAUTHENTICATE("reauthenticate") {
        @Override
        void play(Stage stage) {
            CloudUser carol = stage.carol();
            stage.signIn(carol);
            stage.resetPassword(carol);
            stage.visit().press("connect");
        }
    },
    UNAVAILABLE("unavailable") {
        @Override
        void play(Stage stage) {
            stage.set(Map.of("whenUnavailable", "deny"));
            stage.withoutProvider(() -> stage.signIn(stage.carol()));
        }
    },
    UNAVAILABLE_BY_OWN_WISH("unavailable") {
        @Override
        void play(Stage stage) {
            stage.withoutProvider(() -> stage.signIn(stage.carol(), Map.of("kc_action", "connect-magento")));
        }
    },
    IMPERSONATION("impersonation") {
        @Override
        void play(Stage stage) {
            stage.visit().impersonate(stage.carol());
            stage.open(Map.of());
        }
    },
    REFUSED("refused") {
        @Override
        void play(Stage stage) {
            stage.set(Map.of("cutoff", "", "remindFrom", ""));
            CloudUser carol = stage.carol();
            stage.users().revoke(carol, "default-roles-cloud");
            stage.signIn(carol, Map.of("kc_action", "connect-magento"));
        }
    },
    PRIMARY("primary") {
        @Override
        void play(Stage stage) {
            stage.signIn(stage.connectedCarol());
            stage.visit().comeBackWith("access_denied");
        }
    },
    PRIMARY_WRONG_ACCOUNT("primary") {
        @Override
        void play(Stage stage) {
            MagentoAccount stranger = stage.carol().magento();
            stage.signIn(stage.connectedCarol());
            stage.visit().signIn(stranger);
        }
    };

    private final String state;

    Scene(String state) {
        this.state = state;
    }

    abstract void play(Stage stage);

    /** Goes to the state and fails if the page shows another one. */
    final void show(Stage stage) {
        play(stage);
        stage.visit().sees(state);
    }

    /** As in the names of pictures. */
    final String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a scene needs: an app, users, a browser, and settings that are restored afterwards. */
    record Stage(
            Visit visit,
            CloudApp app,
            CloudUsers users,
            Consumer<Map<String, String>> settings,
            Supplier<String> words) {

        /** With users that have unique names. */
        Stage(Visit visit, CloudApp app, CloudUsers users, Consumer<Map<String, String>> settings) {
            this(
                    visit,
                    app,
                    users,
                    settings,
                    () -> "-" + UUID.randomUUID().toString().substring(0, 6));
        }

        void set(Map<String, String> changes) {
            settings.accept(changes);
        }

        /** Two weeks are left, and "Not now" works this often. */
        void remind(String snoozeLimit) {
            LocalDate today = LocalDate.now(ZoneId.of("America/Los_Angeles"));
            set(Map.of(
                    "cutoff",
                    today.plusDays(15).toString(),
                    "remindFrom",
                    "2020-03-01",
                    "snoozeDays",
                    "3",
                    "snoozeLimit",
                    snoozeLimit));
        }

        /** A suffix that makes this user's names unique. */
        String word() {
            return words.get();
        }

        CloudUser carol() {
            return carol(account -> {});
        }

        CloudUser carol(Consumer<UserRepresentation> atMagento) {
            String word = word();
            String name = "carol" + word;
            return users.unlinked(
                    user -> {
                        user.setUsername(name);
                        user.setEmail(name + "@example.com");
                        user.setFirstName("Carol");
                        user.setLastName("Sato");
                    },
                    account -> {
                        account.setUsername("carol-sato" + word);
                        account.setEmail(name + "@example.com");
                        account.setFirstName("Carol");
                        account.setLastName("Sato");
                        atMagento.accept(account);
                    });
        }

        CloudUser connectedCarol() {
            CloudUser carol = carol();
            users.link(carol, carol.magento());
            return carol;
        }

        void open(Map<String, String> parameters) {
            visit.open(app.signIn(parameters).address());
        }

        void signIn(CloudUser user) {
            signIn(user, Map.of());
        }

        void signIn(CloudUser user, Map<String, String> parameters) {
            open(parameters);
            visit.signIn(user);
        }

        /** A connected user signs in and finishes at Magento.com. */
        void signInConnected(Map<String, String> parameters) {
            CloudUser carol = connectedCarol();
            signIn(carol, parameters);
            visit.signIn(carol.magento());
        }

        /** Signs in, goes to Magento.com, signs in there and is back. */
        void comeBack(CloudUser user) {
            signIn(user);
            visit.press("connect").signIn(user.magento());
        }

        void resetPassword(CloudUser user) {
            users.resetPassword(user);
        }

        void withoutProvider(Runnable scene) {
            CloudProvider.enable(false);
            try {
                scene.run();
            } finally {
                CloudProvider.enable(true);
            }
        }
    }
}

package cloud.magento.accounts.link.benchmark;

import java.util.Locale;

/** The parts of the page, each written from the file of one benchmark. */
enum Section {
    STATEMENTS("Statements and rows of a login", """
            What PostgreSQL counts (`pg_stat_statements`) for one login, with and without the extension: two
            servers on one PostgreSQL, the same realm, the same users. *Without* is Keycloak without the JAR,
            and without what the JAR adds to the realm. Each request begins in a second of its own, because
            Keycloak stores the time of a session's last use in seconds. Every statement counts, also those that
            begin and commit a transaction; rows are those read and written. A task of the server itself can fall
            into a round, such as Keycloak's removal of expired sessions or the look for reminders each ten
            seconds. The median excludes it, the p95 can contain it. If all statements of a server are divided by
            its logins, these tasks look like a cost of each login, and the fewer logins, the larger.

            Why a goal is missed, as the statements below show:

            - through Magento.com: the guard is a mapper of the provider. Keycloak reads the settings of each
              mapper when a user returns from the provider, and caches none.
            - registration: no cache has the new user yet. The links are read at two steps of the login, and the
              roles and groups at one.
            - our page and connecting: this run is older than the lookup of the guard in Keycloak's cache, and read
              the mappers of the provider from the database each time. Now a test allows our page two reads more
              than Keycloak's own (`LoginCostIT`), and both wait to be measured again.
            - connecting: the question is a page more than Keycloak's own linking has. No decision relies on an
              earlier one: before the question, and again before the link is written, each request reads the link
              of the user and the owner of the account past the caches. Before it is written, this happens in new
              transactions, which begin after the locks are taken. The locks on the account and on the user are
              six statements, the date of the link is one, and the event of the link another. The mail that tells
              the user reads the user once more.
            - refresh without caches of sessions: the client policy decides before Keycloak reads the session, so
              both read it from the database. The id of the user in the token is not enough: mappers of the client
              can change it."""),
    PROCESS("In the process", """
            JMH, in a Java process without Keycloak. An object that is not allocated needs no collection: bytes
            are exact, times depend on the machine. For a whole login the JVM of the server counts what its
            threads allocate (`jdk.ThreadAllocationStatistics`), with and without the extension. More than a third
            of what a login allocates more is Keycloak's: it reads the client policies of the realm from their JSON
            at each event of a client. The second row is without the client policy. The rest is not measured by
            parts."""),
    LATENCY("Latency and throughput", """
            The browser flow, and the exchange of the code for tokens, with and without the extension in the
            order A B B A: each round measures both. Gatling drives the users. Each has cookies and connections of
            its own, follows redirects and submits forms, without style sheets and scripts. The password hash is
            cheap, so that the rest shows. Gatling and both servers share the processors of one machine. The
            provider is a realm of the same server, which therefore has 256 threads for requests instead of
            Keycloak's 50. Before the 1,000 users, 200 connect within a minute, so that the code is compiled. A
            run whose line below does not name Gatling was driven by a loop of our own."""),
    REPORTS("Reports", """
            The endpoints for admins, against the same question in plain SQL on the same PostgreSQL, one after
            the other in each round. Users are those of `src/test/resources/generated-rollout.sql`. A page of a
            list takes the database less time than the request itself, so for pages the goal is about the time
            in the database (`pg_stat_statements`)."""),
    PLANS("Plans of the reports", """
            How PostgreSQL reads the users for each endpoint, as `auto_explain` logs it after the statement has
            run. A scan of a table that grows with the users may be one pass, which several processes can share,
            or look up the users of one batch with an index: at most 1,000 times. Any other scan runs again for
            each user, and there should be none. The requests are repeated until PostgreSQL may keep a plan for
            any parameters. The plans are in `benchmark/results/plans`."""),
    MEANWHILE("Logins while reports run", """
            Ten logins a second by password, with the exchange of the code, at fixed times: alone, and while an
            admin asks for the same report again and again, in the order A B B A. A wait for the login before
            counts. The load, the server and PostgreSQL share the processors of one machine, and PostgreSQL can
            count the users in several processes."""),
    REMINDERS("Reminders", """
            Reminders by mail at the highest rate that the settings accept, to a mail server that keeps nothing.
            A run lasts 45 seconds at most, and sends one mail after the other. Time, statements and rows are
            those of the run without the count at its start."""),
    ROLLOUT("Switching on, moving the cutoff, adding a wave", """
            The time of the request that saves the settings, and the rows that PostgreSQL writes for it. For
            comparison: putting a required action on each user with the admin REST API, measured on a sample."""),
    SERVER("Start and memory", """
            `kc.sh build`, the start until both realms answer, and the heap after a full collection, with and
            without the JAR.""");

    private final String title;
    private final String introduction;

    Section(String title, String introduction) {
        this.title = title;
        this.introduction = introduction;
    }

    /** The name of the benchmark and of its file. */
    String benchmark() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    String introduction() {
        return introduction;
    }

    /** What the baseline of the measurements is. */
    String baseline() {
        return switch (this) {
            case REPORTS -> "plain SQL";
            case MEANWHILE -> "alone";
            case ROLLOUT -> "per user";
            default -> "without";
        };
    }
}

package cloud.magento.accounts.link.it.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code ./mvnw -P demo}: the packaged JAR in a Keycloak to try by hand, until Ctrl-C. */
public final class Demo {

    private static final PrintStream OUT = System.out;

    private Demo() {}

    /** Starts it, says where to go, and runs until somebody stops it. */
    public static void main(String[] arguments) throws InterruptedException {
        String port = System.getProperty("demo.port", "8080");
        FreePort.complaintAbout(port).ifPresent(Demo::giveUp);
        try {
            run(ServerSettings.fromBuild(Integer.parseInt(port), FreePort.any(), "keycloak-demo.log", List.of()));
        } catch (ServerFailedException e) {
            giveUp(e.getMessage());
        }
    }

    private static void run(ServerSettings settings) throws InterruptedException {
        DistributionServer server = new DistributionServer(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop-keycloak"));
        OUT.println();
        OUT.println("Starting Keycloak " + settings.version()
                + ". This takes about half a minute, and once more as long " + "when the JAR is new. Ctrl-C stops it.");
        OUT.println("Its log: " + settings.logFile());
        Instant begun = Instant.now();
        server.start();
        welcome(settings, Duration.between(begun, Instant.now()));
        server.waitFor();
        // Ctrl-C in a terminal reaches Keycloak as well as this process: its end alone is not yet a failure.
        if (server.isClosing()) {
            Thread.currentThread().join();
        }
        throw new ServerFailedException("Keycloak has stopped by itself.", server.log());
    }

    private static void welcome(ServerSettings settings, Duration took) {
        OUT.printf("""

                Ready after %d s. The database is in memory: every start begins anew.

                  Sign in as a user of the cloud   %2$s/realms/cloud/account/
                  The same user at "Magento.com"   %2$s/realms/magento/account/
                  Administer both (admin / admin)  %2$s/admin/

                Everybody's password is: password

                %3$s
                %4$s
                Ctrl-C stops the demo.
                """, took.toSeconds(), settings.address(), text(settings, "users.txt"), text(settings, "try.txt"));
    }

    private static String text(ServerSettings settings, String name) {
        try {
            return Files.readString(settings.root().resolve("demo").resolve(name))
                    .indent(2);
        } catch (IOException e) {
            throw new ServerFailedException("demo/" + name + " cannot be read.", e);
        }
    }

    private static void stop(DistributionServer server) {
        OUT.println();
        OUT.println("Stopping Keycloak …");
        server.close();
        OUT.println("Stopped.");
    }

    /** Leaves without an exception: a stack trace of the build's would bury the one sentence that helps. */
    private static void giveUp(String why) {
        OUT.println();
        OUT.println(why);
        System.exit(1);
    }
}

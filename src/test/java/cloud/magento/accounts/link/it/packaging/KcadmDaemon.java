package cloud.magento.accounts.link.it.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.magento.accounts.link.it.server.Build;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the commands of {@code kcadm.sh} in one Java process. {@code kcadm.sh} starts a Java process for each request,
 * which takes more than a second, and the test of the script sends hundreds of them.
 */
final class KcadmDaemon {

    /**
     * A program with the arguments, the streams and the exit status of {@code kcadm.sh}. It exchanges them with the
     * daemon in files, because bash cannot close half of a connection.
     */
    private static final String PROGRAM = """
            #!/usr/bin/env bash
            call=$(mktemp -d "${0%%/*}/call.XXXXXX") || exit
            trap 'rm -rf "$call"' EXIT
            cat >"$call/in"
            printf '%%s\\0' "$@" >"$call/arguments"
            exec 3<>/dev/tcp/127.0.0.1/%d
            echo "$call" >&3
            read -r status <&3
            cat "$call/out"
            cat "$call/err" >&2
            exit "${status:-1}"
            """;

    private static Process process;

    private static int port;

    private KcadmDaemon() {}

    /** The text of the program. Starts the daemon if it does not run yet. */
    static synchronized String program() throws IOException {
        if (process == null || !process.isAlive()) {
            port = start();
        }
        return PROGRAM.formatted(port);
    }

    /** Ends the daemon, whose command may wait for an answer forever. The next program gets another daemon. */
    static synchronized void stop() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    private static int start() throws IOException {
        Path client = Build.distribution().resolve("bin/client");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(client, "keycloak-admin-cli-*.jar")) {
            Path classes = Path.of(KcadmDaemon.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            // kcadm never returns the connection of an update of the user profile, and has five.
                            "-Dhttp.maxConnections=1000",
                            "-cp",
                            jars.iterator().next() + File.pathSeparator + classes,
                            KcadmDaemon.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return Integer.parseInt(process.inputReader(UTF_8).readLine());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Prints its port, and runs one command after the other until the standard input is closed. */
    public static void main(String[] none) throws IOException {
        InputStream parent = System.in;
        Thread ender = new Thread(() -> endWith(parent));
        ender.setDaemon(true);
        ender.start();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            PrintStream log = System.err;
            while (true) {
                answer(server.accept(), log);
            }
        }
    }

    /** The parent holds the other end of the stream, so that it is closed if the parent is killed, too. */
    private static void endWith(InputStream parent) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            e.printStackTrace();
        }
        System.exit(0);
    }

    /** If the connection is closed without an answer, the program fails. */
    private static void answer(Socket socket, PrintStream log) {
        try (socket;
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                PrintStream out = new PrintStream(socket.getOutputStream(), true, UTF_8)) {
            out.println(run(Path.of(in.readLine())));
        } catch (Exception | LinkageError e) {
            e.printStackTrace(log);
        } finally {
            System.setErr(log);
        }
    }

    private static int run(Path call) throws IOException, ReflectiveOperationException {
        try (InputStream in = new FileInputStream(call.resolve("in").toFile());
                PrintStream out = new PrintStream(call.resolve("out").toFile(), UTF_8);
                PrintStream err = new PrintStream(call.resolve("err").toFile(), UTF_8)) {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
            String arguments = Files.readString(call.resolve("arguments"));
            // Each argument ends with the character. Empty ones at the end count.
            return execute(arguments.substring(0, arguments.length() - 1).split("\0", -1));
        }
    }

    /**
     * What {@code org.keycloak.client.admin.cli.KcAdmMain} does for the script, without key stores and {@code --v2}.
     * The classes are those of the distribution, which the tests are not compiled against.
     */
    private static int execute(String[] arguments) throws ReflectiveOperationException {
        Class<?> command = Class.forName("org.keycloak.client.admin.cli.commands.KcAdmCmd");
        Class<?> globals = Class.forName("org.keycloak.client.cli.common.Globals");
        Method create =
                globals.getMethod("createCommandLine", command.getSuperclass(), String.class, PrintWriter.class);
        Object line = create.invoke(
                null, command.getConstructor().newInstance(), "kcadm.sh", new PrintWriter(System.err, true));
        return (int) line.getClass().getMethod("execute", String[].class).invoke(line, (Object) arguments);
    }
}

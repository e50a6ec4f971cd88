package cloud.magento.accounts.link.it.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.magento.accounts.link.it.server.Build;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
import java.util.concurrent.Executors;

/**
 * Runs the commands of {@code kcadm.sh} in one Java process. {@code kcadm.sh} starts a Java process for each request,
 * which takes more than a second, and the test of the script sends hundreds of them.
 */
final class KcadmDaemon {

    /**
     * A program with the arguments, the streams and the exit status of {@code kcadm.sh}. The daemon and the program
     * exchange them in files.
     */
    private static final String PROGRAM = """
            #!/usr/bin/env bash
            call=$(mktemp -d)
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

    /** Kept, because its standard input may be closed if nothing refers to it. */
    private static Process process;

    private static int port;

    private KcadmDaemon() {}

    /** The text of the program. Starts the daemon if it does not run yet. */
    static synchronized String program() throws IOException {
        if (port == 0) {
            port = start();
        }
        return PROGRAM.formatted(port);
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
                            "-Dkc.lib.dir=" + client.resolve("lib"),
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
    public static void main(String[] none) throws Exception {
        InputStream parent = System.in;
        Executors.newSingleThreadExecutor().execute(() -> endWith(parent));
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            while (true) {
                try (Socket socket = server.accept();
                        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                        PrintStream out = new PrintStream(socket.getOutputStream(), true, UTF_8)) {
                    out.println(run(Path.of(in.readLine())));
                }
            }
        }
    }

    /** The parent holds the other end of the stream, so that it is closed if the parent is killed, too. */
    private static void endWith(InputStream parent) {
        try {
            parent.transferTo(PrintStream.nullOutputStream());
        } catch (IOException e) {
            e.printStackTrace();
        }
        System.exit(0);
    }

    private static int run(Path call) throws Exception {
        try (InputStream in = new FileInputStream(call.resolve("in").toFile());
                PrintStream out = new PrintStream(call.resolve("out").toFile(), UTF_8);
                PrintStream err = new PrintStream(call.resolve("err").toFile(), UTF_8)) {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
            return execute(Files.readString(call.resolve("arguments")).split("\0"));
        }
    }

    /**
     * What {@code org.keycloak.client.admin.cli.KcAdmMain} does before it ends the process. The classes are those of
     * the distribution, which the tests are not compiled against.
     */
    private static int execute(String[] arguments) throws Exception {
        Class<?> command = Class.forName("org.keycloak.client.admin.cli.commands.KcAdmCmd");
        Class<?> globals = Class.forName("org.keycloak.client.cli.common.Globals");
        Method create =
                globals.getMethod("createCommandLine", command.getSuperclass(), String.class, PrintWriter.class);
        Object line = create.invoke(
                null, command.getConstructor().newInstance(), "kcadm.sh", new PrintWriter(System.err, true));
        return (int) line.getClass().getMethod("execute", String[].class).invoke(line, (Object) arguments);
    }
}

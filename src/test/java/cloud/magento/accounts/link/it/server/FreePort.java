package cloud.magento.accounts.link.it.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Ports of this machine's loopback interface. */
final class FreePort {

    private static final int CONNECT_MILLIS = 500;

    private static final String OTHER_PORT = "./mvnw -P demo -Ddemo.port=%d";

    private FreePort() {}

    /**
     * Ends with a message and the status 1 if the demo cannot use the port that is given. The demo's build runs this
     * file from its source before it compiles anything, so the file needs no other class.
     */
    public static void main(String[] arguments) {
        complaintAbout(arguments[0]).ifPresent(complaint -> {
            System.out.println("\n" + complaint + "\n");
            System.exit(1);
        });
    }

    /** Why the demo cannot use a port, and what to do; empty: it can. */
    static Optional<String> complaintAbout(String port) {
        if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65535) {
            return Optional.of("There is no port " + port + ".\nChoose another one: " + OTHER_PORT.formatted(8081));
        }
        int number = Integer.parseInt(port);
        int other = number == 8080 ? 8081 : 8080;
        return isTaken(number)
                ? Optional.of("Port " + port + " is in use by another program.\n"
                        + "Stop that program, or choose another port: " + OTHER_PORT.formatted(other))
                : Optional.empty();
    }

    /**
     * A port that nobody listens on at this moment. It is below those that the system gives to outgoing connections: a
     * server takes it only seconds later. Tests that run side by side draw from thousands of ports.
     */
    static int any() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(16_000, 32_000))
                .limit(1000)
                .filter(FreePort::canListen)
                .findFirst()
                .orElseThrow();
    }

    /**
     * A port for the messages between nodes. They use the one that is higher by 50,000, too, to notice the end of
     * others.
     */
    static int forCluster() {
        int first = ThreadLocalRandom.current().nextInt(8000, 15_000);
        return IntStream.iterate(first, port -> port + 1)
                .filter(port -> canListen(port) && canListen(port + 50_000))
                .findFirst()
                .orElseThrow();
    }

    /** Whether somebody listens there already; asks both ways, since not every system refuses a second listener. */
    static boolean isTaken(int port) {
        return answers("127.0.0.1", port) || answers("::1", port) || !canListen(port);
    }

    private static boolean answers(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean canListen(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

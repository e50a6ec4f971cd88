package cloud.magento.accounts.link.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RealmRepresentation;

/** A mail server that accepts every mail and keeps none. It knows as much of SMTP as Keycloak uses. */
final class MailSink implements AutoCloseable {

    private static final int BACKLOG = 50;
    private static final String END_OF_MAIL = ".";

    private final ServerSocket socket;

    MailSink() throws IOException {
        socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        start("mail sink", this::acceptAll);
    }

    /** Makes it the mail server of a realm. */
    void serve(RealmResource realm) {
        RealmRepresentation representation = realm.toRepresentation();
        representation.setSmtpServer(Map.of(
                "host", "127.0.0.1", "port", String.valueOf(socket.getLocalPort()), "from", "cloud@example.com"));
        realm.update(representation);
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                start("mail", () -> talk(client));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void talk(Socket client) {
        try (client;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            OutputStream out = client.getOutputStream();
            answer(out, "220 ready");
            String line = lines.readLine();
            while (line != null && !line.equalsIgnoreCase("QUIT")) {
                if (line.equalsIgnoreCase("DATA")) {
                    answer(out, "354 go on");
                    skipMail(lines);
                }
                answer(out, "250 ok");
                line = lines.readLine();
            }
            answer(out, "221 bye");
        } catch (IOException e) {
            // The client has left. Keycloak tells if it could not send the mail.
        }
    }

    private static void skipMail(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.equals(END_OF_MAIL)) {
            line = lines.readLine();
        }
    }

    private static void answer(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package cloud.magento.accounts.link.it.scenario;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RealmRepresentation;

/** A minimal mail server that keeps received mails. While open, it is the realm's SMTP server. */
public final class Mailbox implements AutoCloseable {

    private static final Pattern LINK = Pattern.compile("https?://[^\\s\"<>]+/login-actions/[^\\s\"<>]+");

    private final RealmResource realm;
    private final ServerSocket socket;
    private final List<Mail> received = new CopyOnWriteArrayList<>();
    private final Set<String> rejected = ConcurrentHashMap.newKeySet();
    private final Set<String> unconfirmed = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch ready = new CountDownLatch(0);

    /**
     * Opens a mailbox for a realm.
     *
     * @param host the name under which Keycloak reaches this machine
     */
    public Mailbox(RealmResource realm, String host) {
        this.realm = realm;
        try {
            socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread postman = new Thread(this::acceptAll, "mailbox");
        postman.setDaemon(true);
        postman.start();
        use(Map.of("host", host, "port", String.valueOf(socket.getLocalPort()), "from", "cloud@example.com"));
    }

    /** Waits for mail to an address. */
    public Mail await(String address) {
        return await(address, mail -> true);
    }

    /** Waits for mail with a link to Keycloak and returns the link. */
    public String awaitLink(String address) {
        return await(address, mail -> LINK.matcher(mail.text()).find()).link();
    }

    /** Waits for the first, second … mail to an address. */
    public Mail await(String address, int number) {
        return Eventually.get(
                () -> to(address).stream().skip(number - 1L).findFirst(),
                () -> "Mail " + number + " to " + address + " did not come, only " + received);
    }

    /** All mail to an address so far. */
    public List<Mail> to(String address) {
        return received.stream()
                .filter(mail -> mail.to().equalsIgnoreCase(address))
                .toList();
    }

    /** Stops the server, so that the realm's mail server is down. */
    public void stopAnswering() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rejects these recipients from now on, and no others. */
    public void reject(Collection<String> addresses) {
        rejected.clear();
        rejected.addAll(addresses);
    }

    /** Accepts connections and says nothing, until {@link #answerAgain}. Keycloak waits for ten seconds. */
    public void keepWaiting() {
        ready = new CountDownLatch(1);
    }

    /** Receives mails again, also of those who wait. */
    public void answerAgain() {
        ready.countDown();
    }

    /** Keeps the next mails to an address, and closes the connection instead of confirming them. */
    public void keepWithoutAnswer(String address) {
        unconfirmed.add(address);
    }

    @Override
    public void close() {
        answerAgain();
        use(Map.of());
        stopAnswering();
    }

    private Mail await(String address, Predicate<Mail> wanted) {
        return Eventually.get(
                () -> to(address).stream().filter(wanted).findFirst(),
                () -> "The wanted mail to " + address + " did not come, only " + received);
    }

    private void use(Map<String, String> server) {
        RealmRepresentation representation = realm.toRepresentation();
        representation.setSmtpServer(server);
        realm.update(representation);
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                receive(connection);
            } catch (IOException e) {
                // The mailbox was closed, or the sender closed the connection.
            }
        }
    }

    private void receive(Socket connection) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = connection.getOutputStream();
        awaitReady();
        answer(out, "220 mailbox");
        String to = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String command = line.toUpperCase(java.util.Locale.ROOT);
            if (command.startsWith("RCPT TO:")) {
                to = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                answer(out, rejected.contains(to) ? "550 no such mailbox" : "250 ok");
            } else if (command.equals("DATA")) {
                answer(out, "354 go on");
                received.add(new Mail(to, message(in)));
                if (unconfirmed.contains(to)) {
                    return;
                }
                answer(out, "250 kept");
            } else if (command.equals("QUIT")) {
                answer(out, "221 bye");
                return;
            } else {
                answer(out, "250 ok");
            }
        }
    }

    private void awaitReady() throws InterruptedIOException {
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** Reads up to the line with a single dot. */
    private static String message(BufferedReader in) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            message.append(line.startsWith("..") ? line.substring(1) : line).append('\n');
        }
        return message.toString();
    }

    private static void answer(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** One mail, headers and body as sent. */
    public record Mail(String to, String message) {

        /** Subject and both decoded bodies. */
        public String text() {
            return "Subject: " + subject() + "\n" + plain() + "\n" + html();
        }

        public String subject() {
            try {
                return parsed().getSubject();
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Names of its headers. */
        public List<String> headers() {
            try {
                return Collections.list(parsed().getAllHeaders()).stream()
                        .map(Header::getName)
                        .toList();
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The plain text body. */
        public String plain() {
            return part(0);
        }

        /** The HTML body. */
        public String html() {
            return part(1);
        }

        /** The first link to Keycloak. */
        public String link() {
            Matcher matcher = LINK.matcher(text());
            if (!matcher.find()) {
                throw new AssertionError("No link in\n" + text());
            }
            return matcher.group().replace("&amp;", "&");
        }

        private String part(int number) {
            try {
                return (String)
                        ((Multipart) parsed().getContent()).getBodyPart(number).getContent();
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private MimeMessage parsed() throws MessagingException {
            return new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
        }
    }
}

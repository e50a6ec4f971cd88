package cloud.magento.accounts.link.it.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reverse proxy on the loopback interface, without sticky sessions: each request of browsers goes to another node
 * than the one before. Requests of Keycloak itself, and those of admins, take turns of their own, so that they do not
 * change those of browsers.
 *
 * <p>A node that does not accept the connection is left out. A request that a node has and does not answer is answered
 * with 502, as by any proxy: nobody knows what became of it.
 */
public final class Balancer implements AutoCloseable {

    private static final Pattern USER_AGENT = Pattern.compile("(?im)^user-agent:\\s*(.*)$");
    private static final Pattern CONNECTION = Pattern.compile("(?im)^(connection|keep-alive|upgrade):.*\r\n");
    private static final int LONGEST_HEAD = 64 * 1024;

    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "balancer");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Integer> turns = new ConcurrentHashMap<>();
    private final Map<String, ClusterNode> pinned = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Served> served = new ConcurrentLinkedQueue<>();
    private volatile List<ClusterNode> nodes = List.of();

    Balancer() {
        try {
            socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A request, and the node that answered it.
     *
     * @param request its first line
     * @param isOfBrowser false: it was sent by an admin, by a script or by Keycloak itself
     * @param begun when the node got it
     * @param answered when the first bytes of the answer came
     */
    public record Served(
            ClusterNode node, String request, int status, boolean isOfBrowser, Instant begun, Instant answered) {

        /** Whether both nodes worked at the same time. */
        public boolean overlaps(Served other) {
            return begun.isBefore(other.answered) && other.begun.isBefore(answered);
        }
    }

    /** Where browsers find it. */
    URI address() {
        return URI.create("http://localhost:" + socket.getLocalPort());
    }

    /** Starts to serve. */
    void serve(List<ClusterNode> backends) {
        nodes = List.copyOf(backends);
        threads.execute(this::accept);
    }

    /** Sends requests that contain this text in their first line to one node, until {@link #inTurn}. */
    public void pin(String text, ClusterNode node) {
        pinned.put(text, node);
    }

    /** Sends all requests to one node. */
    public void pinAll(ClusterNode node) {
        pin(" ", node);
    }

    /** Forgets what is pinned: each request goes to another node than the one before. */
    public void inTurn() {
        pinned.clear();
    }

    /** The requests of browsers that were answered since the last call of this method or the next one. */
    public List<Served> takeServed() {
        return takeServed(" ").stream().filter(Served::isOfBrowser).toList();
    }

    /** The same of whoever has sent a request, for those that contain this text in their first line. */
    public List<Served> takeServed(String text) {
        List<Served> taken = new ArrayList<>();
        for (Served one = served.poll(); one != null; one = served.poll()) {
            taken.add(one);
        }
        return taken.stream().filter(one -> one.request().contains(text)).toList();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket browser = socket.accept();
                threads.execute(() -> serve(browser));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket browser) {
        try (browser) {
            Optional<String> head = head(browser.getInputStream());
            if (head.isPresent()) {
                serve(browser, head.get());
            }
        } catch (IOException browserIsGone) {
            // Nobody waits for an answer any longer.
        }
    }

    private void serve(Socket browser, String head) throws IOException {
        String request = head.substring(0, head.indexOf("\r\n"));
        for (ClusterNode node : inOrder(head, request)) {
            try (Socket backend = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
                Instant begun = Instant.now();
                exchange(
                        browser,
                        backend,
                        head,
                        status -> served.add(new Served(node, request, status, isBrowser(head), begun, Instant.now())));
                return;
            } catch (ConnectException down) {
                // The next one.
            }
        }
        answer(browser.getOutputStream(), 503, "No node answers.");
    }

    /** Tells the status before the browser gets the answer: what the browser does next finds it noted. */
    private void exchange(Socket browser, Socket backend, String head, IntConsumer answered) throws IOException {
        OutputStream to = backend.getOutputStream();
        InputStream from = backend.getInputStream();
        byte[] first = new byte[16 * 1024];
        int read;
        try {
            to.write(CONNECTION
                    .matcher(head)
                    .replaceAll("")
                    .replaceFirst("\r\n", "\r\nConnection: close\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            threads.execute(() -> copy(browser, to));
            read = from.read(first);
        } catch (IOException died) {
            read = -1;
        }
        if (read < 0) {
            answered.accept(502);
            answer(browser.getOutputStream(), 502, "The node has ended without an answer.");
            return;
        }
        answered.accept(Integer.parseInt(new String(first, "HTTP/1.1 ".length(), 3, StandardCharsets.ISO_8859_1)));
        browser.getOutputStream().write(first, 0, read);
        from.transferTo(browser.getOutputStream());
    }

    /** The body of a request, until either side closes. */
    private static void copy(Socket browser, OutputStream to) {
        try {
            browser.getInputStream().transferTo(to);
        } catch (IOException closed) {
            // The answer has come, or never will.
        }
    }

    private List<ClusterNode> inOrder(String head, String request) {
        Optional<ClusterNode> pin = pinned.entrySet().stream()
                .filter(entry -> request.contains(entry.getKey()))
                .sorted((one, other) -> other.getKey().length() - one.getKey().length())
                .map(Map.Entry::getValue)
                .findFirst();
        int turn =
                pin.map(nodes::indexOf).orElseGet(() -> turns.merge(userAgent(head), 1, Integer::sum) % nodes.size());
        List<ClusterNode> order = new ArrayList<>(nodes.subList(turn, nodes.size()));
        order.addAll(nodes.subList(0, turn));
        return order;
    }

    private static boolean isBrowser(String head) {
        return userAgent(head).startsWith("Mozilla");
    }

    private static String userAgent(String head) {
        Matcher matcher = USER_AGENT.matcher(head);
        return matcher.find() ? matcher.group(1).strip() : "";
    }

    /** The lines before the body; empty: the connection was closed unused. */
    private static Optional<String> head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last4 = 0;
        while (last4 != 0x0D0A0D0A) {
            int next = in.read();
            if (next < 0 || head.size() > LONGEST_HEAD) {
                return Optional.empty();
            }
            head.write(next);
            last4 = last4 << 8 | next;
        }
        return Optional.of(head.toString(StandardCharsets.ISO_8859_1));
    }

    private static void answer(OutputStream out, int status, String text) throws IOException {
        byte[] page = ("<!DOCTYPE html><title>" + status + "</title><p>" + text).getBytes(StandardCharsets.UTF_8);
        out.write(("HTTP/1.1 " + status + " Proxy\r\nContent-Type: text/html\r\nContent-Length: " + page.length
                        + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.write(page);
    }
}

package cloud.magento.accounts.link.it.scenario;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The authentication device of the CIBA grant, whose owner approves each request. */
public final class CibaDevice implements AutoCloseable {

    private final HttpServer server;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    CibaDevice(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Authorization").replace("Bearer ", ""));
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
    }

    /** Approves the oldest request. */
    Http.Answer approve(String callback) throws InterruptedException {
        return Http.send("POST", callback, asked.poll(10, TimeUnit.SECONDS), "{\"status\":\"SUCCEED\"}");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package ai.ekaya.boot.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * Takes what apps of the harness post, and forgets nothing: neither a killed server nor a crashed database touches it. As apps reach no
 * private address it stands as the servers' proxy, which {@code http://receiver.test} comes to as it is.
 */
final class Receiver implements AutoCloseable {
    static final String HOST = "receiver.test";
    private static final int RUN_ID_BYTES = 36;

    private final HttpServer server;
    private final List<String> runs = new CopyOnWriteArrayList<>();

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::take);
        server.setExecutor(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            runs.add(new String(exchange.getRequestBody().readNBytes(RUN_ID_BYTES), StandardCharsets.US_ASCII));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    /** With what a server's apps come here. */
    Map<String, String> environment() {
        return Map.of(
                "EKAYA_EGRESS_PROXY_HOST", server.getAddress().getHostString(),
                "EKAYA_EGRESS_PROXY_PORT", String.valueOf(server.getAddress().getPort()));
    }

    int count() {
        return runs.size();
    }

    /** Puts what came into table {@code fleet.posted}, where the check looks. */
    void tell(Connection database) {
        try (Statement statement = database.createStatement();
                PreparedStatement insert = database.prepareStatement("INSERT INTO fleet.posted (run) VALUES (?)")) {
            statement.execute("TRUNCATE fleet.posted");
            for (String run : runs) {
                insert.setString(1, run);
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

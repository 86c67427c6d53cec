package ai.ekaya.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A request byte for byte as given, for what no well-behaved client sends. */
record RawRequest(String head) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static RawRequest get(String path, String... headers) {
        return new RawRequest("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n"));
    }

    /** The whole answer as text. */
    String sendTo(LiveServer server) {
        try (Socket socket = new Socket("localhost", server.httpPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

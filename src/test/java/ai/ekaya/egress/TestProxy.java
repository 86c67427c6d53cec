package ai.ekaya.egress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy on loopback that wants a login, and tunnels to one scripted server whatever the name. */
public final class TestProxy implements AutoCloseable {
    public static final String USER = "me";
    public static final String PASSWORD = "pw";
    private static final String LOGIN =
            Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    /** What was asked of it, head by head. */
    public final List<String> heads = new CopyOnWriteArrayList<>();

    volatile boolean open = true;
    /** The status, while it is not open. */
    volatile int refusesWith = 403;

    private final ServerSocket proxy;
    private final int to;

    public TestProxy(Peer server) {
        try {
            proxy = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        to = server.port();
        Thread.ofPlatform().daemon().start(this::listen);
    }

    public int port() {
        return proxy.getLocalPort();
    }

    private void listen() {
        while (!proxy.isClosed()) {
            try {
                Socket client = proxy.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            while (true) {
                String head = head(client.getInputStream());
                heads.add(head);
                OutputStream out = client.getOutputStream();
                if (!head.contains("Proxy-Authorization: Basic " + LOGIN)) {
                    write(
                            out,
                            "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
                    continue;
                }
                if (!open) {
                    write(out, "HTTP/1.1 " + refusesWith + " No s3cret\r\nContent-Length: 0\r\n\r\n");
                    return;
                }
                if (!head.startsWith("CONNECT ")) {
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nplain");
                    return;
                }
                write(out, "HTTP/1.1 200 Connected\r\n\r\n");
                tunnel(client);
                return;
            }
        } catch (IOException e) {
            // The client went away.
        }
    }

    private void tunnel(Socket client) throws IOException {
        try (Socket server = new Socket("127.0.0.1", to)) {
            Thread back = Thread.ofPlatform().daemon().start(() -> copy(server, client));
            client.getInputStream().transferTo(server.getOutputStream());
            back.interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them went away.
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("gone");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            proxy.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

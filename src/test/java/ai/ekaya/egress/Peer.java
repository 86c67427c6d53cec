package ai.ekaya.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A scripted HTTP server on loopback, plain or with TLS: it keeps what it was asked and answers byte by byte what a test says. */
public final class Peer implements AutoCloseable {
    /** What is written; it may break off, drip or lie. */
    @FunctionalInterface
    public interface Script {
        void play(Asked asked, OutputStream out) throws IOException;
    }

    public record Asked(String line, List<String> headers, byte[] body, List<String> sni) {
        /** Values of a header. */
        public List<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(header -> header.substring(start.length()).strip())
                    .toList();
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final ServerSocket listener;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Deque<Script> scripts = new ArrayDeque<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private Peer(ServerSocket listener) {
        this.listener = listener;
        Thread.ofPlatform().daemon().start(this::listen);
    }

    public static Peer plain() {
        return new Peer(listen(null));
    }

    public static Peer tls(SSLContext context) {
        return new Peer(listen(context));
    }

    /** Takes only who shows a certificate that the context trusts. */
    public static Peer mutualTls(SSLContext context) {
        ServerSocket listener = listen(context);
        ((SSLServerSocket) listener).setNeedClientAuth(true);
        return new Peer(listener);
    }

    private static ServerSocket listen(SSLContext context) {
        try {
            InetAddress loopback = InetAddress.getByName("127.0.0.1");
            return context == null
                    ? new ServerSocket(0, 50, loopback)
                    : context.getServerSocketFactory().createServerSocket(0, 50, loopback);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What was asked so far. */
    public List<Asked> asked() {
        return asked;
    }

    /** The last script answers all that come after it. */
    public Peer answers(Script... all) {
        synchronized (scripts) {
            scripts.clear();
            scripts.addAll(List.of(all));
        }
        return this;
    }

    public static Script text(String head, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return bytes(head, bytes);
    }

    public static Script bytes(String head, byte[] body) {
        return (asked, out) -> {
            out.write((head + "\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
        };
    }

    public static Script raw(String text) {
        return (asked, out) -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static Script redirect(int status, String location) {
        return raw("HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException e) {
                // The test is over.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Asked read = read(socket);
            asked.add(read);
            Script script;
            synchronized (scripts) {
                script = scripts.size() > 1 ? scripts.poll() : scripts.peek();
            }
            if (script != null) {
                script.play(read, socket.getOutputStream());
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            // The asker went away, which tests look at from its side.
        }
    }

    private static Asked read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The asker broke off");
            }
            head.write(next);
        }
        List<String> lines = new ArrayList<>(
                List.of(head.toString(StandardCharsets.ISO_8859_1).strip().split("\r\n")));
        String line = lines.remove(0);
        int length = lines.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(header -> Integer.parseInt(
                        header.substring("content-length:".length()).strip()))
                .findFirst()
                .orElse(0);
        List<String> sni = socket instanceof SSLSocket tls && tls.getSession() instanceof ExtendedSSLSession session
                ? session.getRequestedServerNames().stream()
                        .map(SNIServerName::getEncoded)
                        .map(name -> new String(name, StandardCharsets.US_ASCII))
                        .toList()
                : List.of();
        return new Asked(line, lines, in.readNBytes(length), sni);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

package ai.ekaya.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * The sockets that one mail goes by, and the time that it may take. When that is over they are closed, whatever the sender waits for: the
 * time of a read begins anew with each byte, so that a mail server which says one now and then would be waited for without end. It is the
 * socket below TLS that is closed, as closing TLS waits for who writes. Thread-safe.
 */
final class MailLine implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(MailLine.class.getName());

    private final SSLSocketFactory trusted;
    private final Duration most;
    private final List<Socket> sockets = new ArrayList<>();
    private final Future<?> timer;
    private boolean isOver;

    MailLine(SSLSocketFactory trusted, Duration most, ScheduledExecutorService timer) {
        this.trusted = trusted;
        this.most = most;
        this.timer = timer.schedule(this::cut, most.toMillis(), TimeUnit.MILLISECONDS);
    }

    Duration most() {
        return most;
    }

    /** Whether the time was over before the mail was done with. */
    synchronized boolean isOver() {
        return isOver;
    }

    SocketFactory plain() {
        return new Plain();
    }

    SSLSocketFactory secured() {
        return new Secured();
    }

    private void cut() {
        List<Socket> all;
        synchronized (this) {
            isOver = true;
            all = List.copyOf(sockets);
        }
        all.forEach(MailLine::close);
    }

    private Socket kept(Socket socket) throws SocketException {
        synchronized (this) {
            if (!isOver) {
                sockets.add(socket);
                return socket;
            }
        }
        close(socket);
        throw new SocketException("The time of this mail is over");
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "A connection to the mail server did not close", e);
        }
    }

    @Override
    public void close() {
        timer.cancel(false);
        List<Socket> all;
        synchronized (this) {
            all = List.copyOf(sockets);
        }
        all.forEach(MailLine::close);
    }

    private final class Plain extends SocketFactory {
        @Override
        public Socket createSocket() throws SocketException {
            return kept(new Socket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return connected(createSocket(), new InetSocketAddress(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return connected(createSocket(), new InetSocketAddress(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return connected(bound(from, fromPort), new InetSocketAddress(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return connected(bound(from, fromPort), new InetSocketAddress(host, port));
        }

        private Socket bound(InetAddress from, int fromPort) throws IOException {
            Socket socket = createSocket();
            socket.bind(new InetSocketAddress(from, fromPort));
            return socket;
        }

        private static Socket connected(Socket socket, InetSocketAddress to) throws IOException {
            socket.connect(to);
            return socket;
        }
    }

    private final class Secured extends SSLSocketFactory {
        private final Plain below = new Plain();

        @Override
        public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
            return trusted.createSocket(kept(connected), host, port, autoClose);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return createSocket(below.createSocket(host, port), host, port, true);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return createSocket(below.createSocket(host, port), host.getHostAddress(), port, true);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return createSocket(below.createSocket(host, port, from, fromPort), host, port, true);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return createSocket(below.createSocket(host, port, from, fromPort), host.getHostAddress(), port, true);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return trusted.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return trusted.getSupportedCipherSuites();
        }
    }
}

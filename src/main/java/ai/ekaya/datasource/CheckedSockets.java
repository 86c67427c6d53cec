package ai.ekaya.datasource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that look at the very address they are about to connect to, so that a name which leads elsewhere a moment after it was
 * checked gains nothing. Drivers make one by the name of this class; TLS still verifies the host by its name.
 */
public final class CheckedSockets extends SocketFactory {
    /** For the driver. */
    public CheckedSockets() {}

    @Override
    public Socket createSocket() {
        return new Checked();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    private static Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = new Checked();
        try {
            socket.connect(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static final class Checked extends Socket {
        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        // SECURITY: the last look before the wire; TargetsIT guards it.
        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (endpoint instanceof InetSocketAddress inet
                    && !inet.isUnresolved()
                    && SpecialAddress.kind(inet.getAddress()).isPresent()) {
                throw new NoRouteToHostException("Address " + inet.getAddress() + " is not open to datasources");
            }
            super.connect(endpoint, timeout);
        }
    }
}

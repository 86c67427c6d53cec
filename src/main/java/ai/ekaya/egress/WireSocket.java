package ai.ekaya.egress;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Set;

/** A connection to one of the addresses that were checked and to no other, that counts what goes through it. */
final class WireSocket extends Socket {
    private final Set<InetAddress> checked;
    private final Network network;
    private final Trip trip;

    WireSocket(Set<InetAddress> checked, Network network, Trip trip) {
        this.checked = Set.copyOf(checked);
        this.network = network;
        this.trip = trip;
        trip.endedBy(this::end);
    }

    private void end() {
        try {
            close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }

    // SECURITY: the last look before the packet leaves, whatever the library above made of the name; ResolvedNamesTest.
    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
        if (!(endpoint instanceof InetSocketAddress address) || !checked.contains(address.getAddress())) {
            throw new IllegalStateException("A connection was to go to an address that was not checked");
        }
        super.connect(network.route(address), timeoutMillis);
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                int next = super.read();
                trip.countReceived(next < 0 ? 0 : 1);
                return next;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int read = super.read(bytes, from, length);
                trip.countReceived(Math.max(0, read));
                return read;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int next) throws IOException {
                out.write(next);
                trip.countSent(1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
                trip.countSent(length);
            }
        };
    }
}

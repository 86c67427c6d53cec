package ai.ekaya.datasource;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Stands before a PostgreSQL server and gives each client a process number of its own, as poolers do. (It keeps one session for each
 * client; what follows from that number is what is tried.)
 */
final class PoolerStandIn implements AutoCloseable {
    private static final int BACKEND_KEY = 'K';

    private final ServerSocket clients;
    private final int serverPort;

    PoolerStandIn(int serverPort) throws IOException {
        this.clients = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.serverPort = serverPort;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return clients.getLocalPort();
    }

    private void serve() {
        while (!clients.isClosed()) {
            try {
                Socket client = clients.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                pass(() -> client.getInputStream().transferTo(server.getOutputStream()), client, server);
                pass(() -> answer(server.getInputStream(), client.getOutputStream()), client, server);
            } catch (IOException e) {
                // The test is over.
                return;
            }
        }
    }

    private interface Passing {
        void run() throws IOException;
    }

    private static void pass(Passing passing, Socket client, Socket server) {
        Thread.ofVirtual().start(() -> {
            try (client;
                    server) {
                passing.run();
            } catch (IOException e) {
                // One of the two hung up.
            }
        });
    }

    /** Its clients ask for no TLS, so that there is nothing but messages. */
    private static void answer(InputStream from, OutputStream to) throws IOException {
        DataInputStream in = new DataInputStream(from);
        DataOutputStream out = new DataOutputStream(to);
        while (true) {
            int type = in.readUnsignedByte();
            byte[] body = new byte[in.readInt() - 4];
            in.readFully(body);
            if (type == BACKEND_KEY) {
                body[3] ^= 1;
            }
            out.writeByte(type);
            out.writeInt(body.length + 4);
            out.write(body);
            if (in.available() == 0) {
                out.flush();
            }
        }
    }

    @Override
    public void close() {
        try {
            clients.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

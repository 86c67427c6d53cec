package ai.ekaya.datasource.tds;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS as TDS 7 has it: the handshake travels in pre-login packets, and what follows as it is. With a certificate of its own. */
final class TdsTls {
    private static final int PRELOGIN = 0x12;

    private TdsTls() {}

    static SSLSocket serve(Socket plain) throws IOException {
        Wrapped wrapped = new Wrapped(plain);
        SSLSocket secure = (SSLSocket)
                Certificate.CONTEXT.getSocketFactory().createSocket(wrapped, "localhost", plain.getPort(), true);
        secure.setUseClientMode(false);
        // With TLS 1.3 tickets would follow the handshake, and nobody says in what form.
        secure.setEnabledProtocols(new String[] {"TLSv1.2"});
        secure.startHandshake();
        wrapped.push();
        wrapped.handshake = false;
        return secure;
    }

    private static final class Certificate {
        static final SSLContext CONTEXT = context();

        private static SSLContext context() {
            try {
                Path store = Files.createTempDirectory(Path.of("target"), "tds").resolve("store.p12");
                Process keytool = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "tds",
                                "-keyalg",
                                "RSA",
                                "-dname",
                                "CN=localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "changeit",
                                "-keystore",
                                store.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (keytool.waitFor() != 0) {
                    throw new IllegalStateException("keytool makes no certificate");
                }
                KeyStore keys = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(store)) {
                    keys.load(in, "changeit".toCharArray());
                }
                KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                managers.init(keys, "changeit".toCharArray());
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(managers.getKeyManagers(), null, null);
                return context;
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** A socket whose streams take packets' headers off, and put them on, as long as the handshake lasts. */
    private static final class Wrapped extends Socket {
        private final Socket plain;
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
        private volatile boolean handshake = true;

        Wrapped(Socket plain) {
            this.plain = plain;
        }

        /** All records of a turn of the handshake are one message. */
        synchronized void push() throws IOException {
            byte[] part = waiting.toByteArray();
            waiting.reset();
            int length = part.length + 8;
            if (handshake && part.length > 0) {
                plain.getOutputStream()
                        .write(new byte[] {PRELOGIN, 1, (byte) (length >> 8), (byte) length, 0, 0, 1, 0});
            }
            plain.getOutputStream().write(part);
            plain.getOutputStream().flush();
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public synchronized void close() throws IOException {
            plain.close();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            DataInputStream in = new DataInputStream(plain.getInputStream());
            return new InputStream() {
                private int left;

                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int from, int most) throws IOException {
                    if (handshake) {
                        push();
                    }
                    if (!handshake && left == 0) {
                        return in.read(into, from, most);
                    }
                    if (left == 0) {
                        in.readUnsignedShort();
                        left = in.readUnsignedShort() - 8;
                        in.readInt();
                    }
                    int count = in.read(into, from, Math.min(left, most));
                    left -= Math.max(count, 0);
                    return count;
                }

                @Override
                public int available() throws IOException {
                    return in.available();
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int octet) {
                    waiting.write(octet);
                }

                @Override
                public void write(byte[] octets, int from, int count) {
                    waiting.write(octets, from, count);
                }

                @Override
                public void flush() throws IOException {
                    if (!handshake) {
                        push();
                    }
                }
            };
        }
    }
}

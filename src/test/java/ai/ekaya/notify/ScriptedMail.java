package ai.ekaya.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server on loopback that speaks SMTP, keeps what it is told, and refuses and drips what a test says. */
final class ScriptedMail implements AutoCloseable {
    /** Commands and the lines of messages, as they came. */
    final List<String> lines = new CopyOnWriteArrayList<>();
    /** The commands alone. */
    final List<String> commands = new CopyOnWriteArrayList<>();
    /** What is answered to a command that begins so, in place of what is usual. */
    final Map<String, String> answers = new ConcurrentHashMap<>();

    /**
     * Before what is answered to these, a line of an unfinished answer comes again and again, so often: commands, {@code greeting},
     * {@code .} for the end of a message; {@code TLS EHLO} is the greeting in TLS.
     */
    final Map<String, Integer> drips = new ConcurrentHashMap<>();

    private final ServerSocket listener;
    private final Optional<SSLContext> tls;
    private final boolean isSecured;

    ScriptedMail() {
        this(Optional.empty());
    }

    /** @param tls what it offers by STARTTLS */
    ScriptedMail(Optional<SSLContext> tls) {
        this(tls, false);
    }

    /** One that speaks TLS from the first byte on. */
    static ScriptedMail secured(SSLContext tls) {
        return new ScriptedMail(Optional.of(tls), true);
    }

    private ScriptedMail(Optional<SSLContext> tls, boolean isSecured) {
        this.tls = tls;
        this.isSecured = isSecured;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofPlatform().daemon().start(this::listen);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The message, its lines joined by line breaks. */
    String message() {
        return String.join("\n", lines);
    }

    long count(String command) {
        return commands.stream().filter(line -> line.startsWith(command)).count();
    }

    private void listen() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                if (isSecured) {
                    upgrade(socket, tls.orElseThrow());
                } else {
                    speak(socket, false);
                }
            } catch (IOException e) {
                // The other side went away, or the test is over.
                continue;
            }
        }
    }

    private void speak(Socket socket, boolean isUpgraded) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = socket.getOutputStream();
        if (isSecured || !isUpgraded) {
            say(out, "greeting", "220 mail.test ESMTP");
        }
        boolean message = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(line);
            if (message) {
                message = !line.equals(".");
                if (!message) {
                    say(out, ".", answers.getOrDefault(".", "250 taken"));
                }
                continue;
            }
            commands.add(line);
            if (line.equals("STARTTLS") && tls.isPresent()) {
                say(out, line, "220 go on");
                upgrade(socket, tls.get());
                return;
            }
            boolean offers = line.startsWith("EHLO") && tls.isPresent() && !isUpgraded;
            String answer = offers ? "250-mail.test\r\n250 STARTTLS" : answer(line);
            say(out, isUpgraded ? "TLS " + line : line, answer);
            message = line.equals("DATA") && answer.startsWith("354");
            if (line.equals("QUIT")) {
                return;
            }
        }
    }

    private void upgrade(Socket plain, SSLContext with) throws IOException {
        try (SSLSocket secured = (SSLSocket) with.getSocketFactory().createSocket(plain, null, plain.getPort(), true)) {
            secured.setUseClientMode(false);
            secured.startHandshake();
            speak(secured, true);
        }
    }

    private String answer(String line) {
        for (Map.Entry<String, String> each : answers.entrySet()) {
            if (line.startsWith(each.getKey())) {
                return each.getValue();
            }
        }
        if (line.equals("DATA")) {
            return "354 go on";
        }
        return line.equals("QUIT") ? "221 bye" : "250 fine";
    }

    private void say(OutputStream out, String to, String line) throws IOException {
        int count = drips.entrySet().stream()
                .filter(each -> to.startsWith(each.getKey()))
                .mapToInt(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
        for (int drip = 0; drip < count; drip++) {
            write(out, line.substring(0, 3) + "-wait");
            pause();
        }
        write(out, line);
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Between two drips: far less than the time that one read may take. */
    private synchronized void pause() {
        try {
            wait(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server on loopback that speaks SMTP in the clear, keeps what it is told, and refuses what a test says. */
final class ScriptedMail implements AutoCloseable {
    /** Commands and the lines of messages, as they came. */
    final List<String> lines = new CopyOnWriteArrayList<>();
    /** The commands alone. */
    final List<String> commands = new CopyOnWriteArrayList<>();
    /** What is answered to a command that begins so, in place of what is usual. */
    final Map<String, String> answers = new ConcurrentHashMap<>();

    private final ServerSocket listener;

    ScriptedMail() {
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
                speak(socket);
            } catch (IOException e) {
                // The other side went away, or the test is over.
                continue;
            }
        }
    }

    private void speak(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = socket.getOutputStream();
        say(out, "220 mail.test ESMTP");
        boolean message = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(line);
            if (message) {
                message = !line.equals(".");
                if (!message) {
                    say(out, "250 taken");
                }
                continue;
            }
            commands.add(line);
            String answer = answer(line);
            say(out, answer);
            message = line.equals("DATA") && answer.startsWith("354");
            if (line.equals("QUIT")) {
                return;
            }
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

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
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

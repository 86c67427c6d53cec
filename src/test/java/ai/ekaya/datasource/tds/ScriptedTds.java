package ai.ekaya.datasource.tds;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A server that speaks TDS 7.4 (MS-TDS) over a real socket and answers by a script. It knows no SQL: it stands in only because SQL Server
 * cannot be started where these tests run.
 */
public final class ScriptedTds implements AutoCloseable {
    private static final int LOGIN = 0x10;
    private static final int PRELOGIN = 0x12;
    private static final int BATCH = 0x01;
    private static final int CALL = 0x03;
    private static final int ATTENTION = 0x06;

    private final ServerSocket listening;
    private final Function<TdsRequest, TdsAnswer> script;
    private final Optional<TdsAnswer.Failure> refusal;
    private final List<TdsRequest> requests = new CopyOnWriteArrayList<>();
    private final List<byte[]> logins = new CopyOnWriteArrayList<>();
    private volatile boolean unanswered;
    private final CountDownLatch attention = new CountDownLatch(1);

    private final boolean encrypts;

    private ScriptedTds(Function<TdsRequest, TdsAnswer> script, Optional<TdsAnswer.Failure> refusal, boolean encrypts) {
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.script = script;
        this.refusal = refusal;
        this.encrypts = encrypts;
        Thread.ofPlatform().daemon().name("scripted-tds").start(this::accept);
    }

    /** @param script is asked for everything but settings and the end of transactions */
    public static ScriptedTds answering(Function<TdsRequest, TdsAnswer> script) {
        return new ScriptedTds(script, Optional.empty(), false);
    }

    /** As {@link #answering}, with TLS and a certificate that nobody trusts. */
    public static ScriptedTds encrypting(Function<TdsRequest, TdsAnswer> script) {
        return new ScriptedTds(script, Optional.empty(), true);
    }

    /** Lets nobody in. */
    public static ScriptedTds refusing(int number, String message) {
        return new ScriptedTds(
                request -> TdsAnswer.done(), Optional.of(new TdsAnswer.Failure(number, 14, message, 1)), false);
    }

    public int port() {
        return listening.getLocalPort();
    }

    public List<TdsRequest> requests() {
        return requests;
    }

    /** Everything that was asked for, one text. */
    public String asked() {
        return String.join("\n", requests.stream().map(TdsRequest::sql).toList());
    }

    public List<byte[]> logins() {
        return logins;
    }

    /** Whether a client asks to stop within five seconds. */
    public boolean toldToStop() throws InterruptedException {
        return attention.await(5, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private record Message(int kind, byte[] payload) {}

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            if (read(in).kind() != PRELOGIN) {
                throw new IOException("The first message is no pre-login");
            }
            TdsTokens.send(socket.getOutputStream(), TdsTokens.preLogin(encrypts));
            converse(encrypts ? TdsTls.serve(socket) : socket);
        } catch (IOException e) {
            // The client went away.
        }
    }

    private void converse(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        boolean more = true;
        while (more) {
            more = answer(read(in), in, out);
        }
    }

    private static Message read(DataInputStream in) throws IOException {
        TdsBytes payload = new TdsBytes();
        while (true) {
            int kind = in.readUnsignedByte();
            int status = in.readUnsignedByte();
            byte[] part = new byte[in.readUnsignedShort() - 8];
            in.readFully(new byte[4]);
            in.readFully(part);
            payload.bytes(part);
            if ((status & 1) == 1) {
                return new Message(kind, payload.done());
            }
        }
    }

    private boolean answer(Message message, DataInputStream in, OutputStream out) throws IOException {
        switch (message.kind()) {
            case LOGIN -> {
                logins.add(message.payload());
                TdsTokens.send(out, refusal.map(TdsTokens::failed).orElseGet(TdsTokens::welcome));
                return refusal.isEmpty();
            }
            case BATCH -> {
                return run(TdsRequest.batch(message.payload()), false, in, out);
            }
            case CALL -> {
                return run(TdsRequest.call(message.payload()), true, in, out);
            }
            case ATTENTION -> {
                attention.countDown();
                if (unanswered) {
                    unanswered = false;
                    TdsTokens.send(out, TdsTokens.done(TdsTokens.DONE_ERROR));
                }
                TdsTokens.send(out, TdsTokens.done(TdsTokens.DONE_ATTENTION));
            }
            default -> throw new IOException("A message of kind " + message.kind());
        }
        return true;
    }

    private boolean run(TdsRequest request, boolean call, DataInputStream in, OutputStream out) throws IOException {
        requests.add(request);
        String start = request.sql().strip().toLowerCase(java.util.Locale.ROOT);
        boolean setting = start.startsWith("set ") || start.startsWith("if @@trancount");
        TdsAnswer answer = setting ? TdsAnswer.done() : script.apply(request);
        switch (answer) {
            case TdsAnswer.Done done -> TdsTokens.send(out, TdsTokens.end(call, 0));
            case TdsAnswer.Failure failure -> TdsTokens.send(out, TdsTokens.failed(failure));
            case TdsAnswer.Rows rows when !rows.endless() -> TdsTokens.send(out, TdsTokens.rows(rows, call));
            case TdsAnswer.Rows rows -> pour(rows, in, out);
            case TdsAnswer.Silence silence -> unanswered = true;
            case TdsAnswer.HangUp hangUp -> {
                return false;
            }
        }
        return true;
    }

    /** Rows in packets, until the client says stop. */
    private void pour(TdsAnswer.Rows rows, DataInputStream in, OutputStream out) throws IOException {
        byte[] head = TdsTokens.columns(rows);
        TdsTokens.packet(out, false, head);
        byte[] row = TdsTokens.row(rows.rows().get(0));
        TdsBytes many = new TdsBytes();
        for (int i = 0; i < 3_900 / row.length; i++) {
            many.bytes(row);
        }
        byte[] packet = many.done();
        while (in.available() == 0) {
            TdsTokens.packet(out, false, packet);
        }
        if (read(in).kind() == ATTENTION) {
            attention.countDown();
            // The answer ends; that the stop was heard is a message of its own.
            TdsTokens.packet(out, true, TdsTokens.done(TdsTokens.DONE_ERROR));
            TdsTokens.send(out, TdsTokens.done(TdsTokens.DONE_ATTENTION));
        }
    }
}

package ai.ekaya.journal;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes a tape while the run goes on, compressed at once and within its bounds. Not thread-safe; to be closed. */
final class TapeWriter implements AutoCloseable {
    private final long bytesMax;
    private final int callsMax;
    private final int inlineBytesMax;

    // It holds memory outside of Java's heap.
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    private final DataOutputStream entries = new DataOutputStream(new DeflaterOutputStream(compressed, deflater));
    private final Map<String, byte[]> answers = new HashMap<>();
    private long answersBytes;
    private int calls;
    private boolean full;

    TapeWriter(Limits limits) {
        this.bytesMax = limits.of(Limit.JOURNAL_RUN_BYTES);
        this.callsMax = limits.intOf(Limit.JOURNAL_CALLS_COUNT);
        this.inlineBytesMax = limits.intOf(Limit.JOURNAL_ANSWER_INLINE_BYTES);
    }

    void add(String function, String arguments, int listed, String answer) {
        if (full) {
            return;
        }
        try {
            entries.writeUTF(function);
            entries.write(HexFormat.of().parseHex(Hash.of(arguments)));
            entries.writeInt(listed);
            byte[] text = answer.getBytes(StandardCharsets.UTF_8);
            boolean inline = text.length <= inlineBytesMax;
            entries.writeBoolean(inline);
            if (inline) {
                entries.writeInt(text.length);
                entries.write(text);
            } else {
                entries.write(HexFormat.of().parseHex(keep(text)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write to memory", e);
        }
        if (++calls > callsMax || compressed.size() + answersBytes > bytesMax) {
            full = true;
            compressed.reset();
            answers.clear();
        }
    }

    private String keep(byte[] text) {
        String hash = Hash.of(text);
        if (!answers.containsKey(hash)) {
            byte[] small = Compressed.of(text);
            answers.put(hash, small);
            answersBytes += small.length;
        }
        return hash;
    }

    /** Empty when it was more than is kept. */
    Optional<Tape> tape() {
        if (full) {
            return Optional.empty();
        }
        try {
            entries.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write to memory", e);
        }
        Tape tape = new Tape(calls, compressed.toByteArray(), answers);
        return tape.bytes() > bytesMax ? Optional.empty() : Optional.of(tape);
    }

    @Override
    public void close() {
        deflater.end();
    }
}

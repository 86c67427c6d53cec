package ai.ekaya.journal;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.InflaterInputStream;

/** Reads a tape from its beginning, one entry at a time. Not thread-safe; to be closed. */
final class TapeReader implements AutoCloseable {
    private final Tape tape;
    private final DataInputStream entries;
    private Optional<Entry> next = Optional.empty();
    private int read;

    TapeReader(Tape tape) {
        this.tape = tape;
        this.entries = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(tape.entries())));
    }

    /** The entry that {@link #take} would give; empty at the end. */
    Optional<Entry> peek() {
        if (next.isEmpty() && read < tape.calls()) {
            next = Optional.of(readEntry());
        }
        return next;
    }

    void take() {
        next = Optional.empty();
    }

    private Entry readEntry() {
        try {
            String function = entries.readUTF();
            String argumentsHash = hash();
            int listed = entries.readInt();
            boolean inline = entries.readBoolean();
            return new Entry(++read, listed, function, argumentsHash, inline ? inline() : apart(hash()));
        } catch (IOException e) {
            throw new UncheckedIOException("A tape that was sealed here cannot be read", e);
        }
    }

    private String hash() throws IOException {
        return HexFormat.of().formatHex(entries.readNBytes(Hash.BYTES));
    }

    private Supplier<String> inline() throws IOException {
        String answer = new String(entries.readNBytes(entries.readInt()), StandardCharsets.UTF_8);
        return () -> answer;
    }

    private Supplier<String> apart(String hash) {
        return () -> {
            byte[] small = tape.answers().get(hash);
            if (small == null) {
                throw new IllegalStateException("A tape names answer " + hash + " and has it not");
            }
            return new String(Compressed.large(small), StandardCharsets.UTF_8);
        };
    }

    @Override
    public void close() {
        try {
            entries.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not close what is in memory", e);
        }
    }
}

package ai.ekaya.llm;

import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.RefusalCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The data of server-sent events, one after the other, as the HTML standard has them; names, ids and comments are left out. How much
 * comes in all is bounded by who opened the stream. Not thread-safe.
 */
final class ServerEvents {
    private static final int BUFFER_BYTES = 8_192;

    private final InputStream in;
    private final long eventBytesMax;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int filled;
    private boolean afterReturn;
    private boolean first = true;

    ServerEvents(InputStream in, long eventBytesMax) {
        this.in = in;
        this.eventBytesMax = eventBytesMax;
    }

    /**
     * Waits for the next one.
     *
     * @return empty at the end; what came after the last blank line is no event
     * @throws Failure {@code LIMIT}; what reading throws goes through
     */
    Optional<String> next() {
        StringBuilder data = new StringBuilder();
        boolean any = false;
        while (true) {
            Optional<String> line = line(eventBytesMax - data.length());
            if (line.isEmpty()) {
                return Optional.empty();
            }
            String text = line.get();
            if (text.isEmpty()) {
                if (any) {
                    return Optional.of(data.toString());
                }
            } else if (text.startsWith("data:") || text.equals("data")) {
                data.append(any ? "\n" : "").append(value(text));
                any = true;
            }
        }
    }

    private static String value(String line) {
        String value = line.substring(Math.min("data:".length(), line.length()));
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    /** Without its end, which is a line feed, a carriage return or both. */
    private Optional<String> line(long bytesMax) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = read();
            if (next < 0) {
                return Optional.empty();
            }
            boolean secondHalf = next == '\n' && afterReturn;
            afterReturn = next == '\r';
            if (secondHalf) {
                continue;
            }
            if (next == '\n' || next == '\r') {
                return Optional.of(withoutMark(line.toString(StandardCharsets.UTF_8)));
            }
            if (line.size() >= bytesMax) {
                throw Failure.never(
                        RefusalCode.LIMIT,
                        "The model's provider sent an event of more than " + Quantity.ofBytes(eventBytesMax));
            }
            line.write(next);
        }
    }

    private String withoutMark(String line) {
        boolean marked = first && line.startsWith("\uFEFF");
        first = false;
        return marked ? line.substring(1) : line;
    }

    private int read() {
        if (at == filled) {
            try {
                filled = in.read(buffer, 0, buffer.length);
            } catch (IOException e) {
                throw new UncheckedIOException("An answer of egress throws refusals alone", e);
            }
            at = 0;
            if (filled <= 0) {
                filled = 0;
                return -1;
            }
        }
        return buffer[at++] & 0xff;
    }
}

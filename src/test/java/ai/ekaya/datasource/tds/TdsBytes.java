package ai.ekaya.datasource.tds;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the little-endian pieces that TDS tokens are made of. Not thread-safe. */
final class TdsBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TdsBytes bytes(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    TdsBytes octets(int... octets) {
        for (int octet : octets) {
            out.write(octet);
        }
        return this;
    }

    TdsBytes int2(int value) {
        return number(2, value);
    }

    TdsBytes int4(int value) {
        return number(4, value);
    }

    TdsBytes int8(long value) {
        return number(8, value);
    }

    TdsBytes number(int length, long value) {
        byte[] all = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        out.write(all, 0, length);
        return this;
    }

    TdsBytes text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** A text after its length in characters as one byte. */
    TdsBytes shortText(String text) {
        return octets(text.length()).text(text);
    }

    /** A text after its length in characters as two bytes. */
    TdsBytes longText(String text) {
        return int2(text.length()).text(text);
    }

    byte[] done() {
        return out.toByteArray();
    }
}

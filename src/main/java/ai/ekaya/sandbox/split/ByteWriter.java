package ai.ekaya.sandbox.split;

import java.io.ByteArrayOutputStream;

/** Writes the numbers of the binary format, each in as few bytes as it takes. */
final class ByteWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ByteWriter oneByte(int value) {
        out.write(value);
        return this;
    }

    ByteWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    ByteWriter bytes(byte[] bytes, int from, int end) {
        out.write(bytes, from, end - from);
        return this;
    }

    ByteWriter unsigned(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return this;
    }

    ByteWriter signed(long value) {
        long rest = value;
        while (rest < -64 || rest > 63) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>= 7;
        }
        out.write((int) (rest & 0x7F));
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}

package ai.ekaya.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.InflaterInputStream;

/** Bytes made small. What is made large again was under a seal, so it is as long as it was when we made it small. */
final class Compressed {
    private static final int CHUNK_BYTES = 16 << 10;

    private Compressed() {}

    static byte[] of(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream small = new ByteArrayOutputStream(Math.max(64, bytes.length / 4));
            byte[] chunk = new byte[Math.min(CHUNK_BYTES, bytes.length + 64)];
            while (!deflater.finished()) {
                small.write(chunk, 0, deflater.deflate(chunk));
            }
            return small.toByteArray();
        } finally {
            deflater.end();
        }
    }

    static byte[] large(byte[] small) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(small))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("What was compressed here cannot be read", e);
        }
    }
}

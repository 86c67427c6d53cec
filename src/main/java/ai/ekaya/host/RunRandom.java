package ai.ekaya.host;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A run's random bytes: SHA-256 over seed and counter, so that the same seed gives the same run. Not thread-safe. */
final class RunRandom {
    private static final byte[] PURPOSE = "ekaya random_bytes".getBytes(StandardCharsets.UTF_8);

    private final long seed;
    private long block;

    RunRandom(long seed) {
        this.seed = seed;
    }

    byte[] next(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            byte[] more = block();
            bytes.put(more, 0, Math.min(more.length, bytes.remaining()));
        }
        return bytes.array();
    }

    private byte[] block() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(PURPOSE);
            digest.update(ByteBuffer.allocate(16).putLong(seed).putLong(block++).array());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }
}

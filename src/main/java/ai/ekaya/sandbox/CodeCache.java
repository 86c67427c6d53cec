package ai.ekaya.sandbox;

import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.digest.Blake3;
import org.jspecify.annotations.Nullable;

/**
 * What this server compiled, kept on disk, so that neither a new start nor another server compiles it again.
 *
 * <p>SECURITY: what is read here runs as code of the server. Each file carries an HMAC-SHA-256 over what it was made from and what
 * it holds, under a key that only our servers have. A file that is not exactly what we wrote, under the name of just that code,
 * engine and version, is never looked into; guarded by {@code CodeCacheTest}. A cache that fails only costs time. Thread-safe; more
 * than one server may use the same folder.
 */
public final class CodeCache {
    private static final Logger LOGGER = System.getLogger(CodeCache.class.getName());
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 32;

    /** Changes whenever what a file looks like does. */
    private static final byte[] FORMAT = "ekaya compiled code 1\n".getBytes(StandardCharsets.US_ASCII);

    private final @Nullable CacheFolder folder;
    private final SecretKeySpec macKey;

    private CodeCache(@Nullable CacheFolder folder, byte[] key) {
        this.folder = folder;
        this.macKey = new SecretKeySpec(key, ALGORITHM);
    }

    /** @param key 32 secret bytes for this purpose alone, the same in all servers that share the folder */
    public static CodeCache in(Path folder, byte[] key, Limits limits, Clock clock) {
        if (key.length != MAC_BYTES) {
            throw new IllegalArgumentException("The code cache's key has " + key.length + " bytes, expected 32");
        }
        return new CodeCache(CacheFolder.open(folder, limits, clock).orElse(null), key);
    }

    /** Keeps nothing. */
    public static CodeCache none() {
        return new CodeCache(null, new byte[MAC_BYTES]);
    }

    /** What kind of code, as compiled forms of different kinds must never be mixed up. */
    enum Kind {
        /** A {@link CompiledModule}. */
        MODULE,
        /** The JS engine's own form of an {@code app.js}. */
        SOURCE
    }

    /** @param madeFrom kind, hash of the code and all versions that decide about what is made of it */
    record Key(String madeFrom) {}

    Key key(Kind kind, byte[] code) {
        return new Key(kind + "\n" + HexFormat.of().formatHex(Blake3.hash(code)) + "\n" + Engine.fingerprint() + "\n");
    }

    /** @return what {@link #put} was given for the same key, or nothing */
    Optional<byte[]> get(Key key) {
        if (folder == null) {
            return Optional.empty();
        }
        String name = name(key);
        try {
            return opened(key, folder.read(name), name);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Compiled code " + name + " cannot be read, it is made again: " + e);
            return Optional.empty();
        }
    }

    private Optional<byte[]> opened(Key key, byte[] file, String name) {
        int head = FORMAT.length + MAC_BYTES;
        if (file.length < head || !Arrays.equals(file, 0, FORMAT.length, FORMAT, 0, FORMAT.length)) {
            LOGGER.log(Level.WARNING, "Compiled code {0} is none of this version, it is made again", name);
            return Optional.empty();
        }
        byte[] content = Arrays.copyOfRange(file, head, file.length);
        byte[] claimed = Arrays.copyOfRange(file, FORMAT.length, head);
        // SECURITY: compared in constant time, before anything of the content is looked at.
        if (!MessageDigest.isEqual(claimed, mac(key, content))) {
            LOGGER.log(Level.WARNING, "Compiled code {0} is not as a server wrote it, it is made again", name);
            return Optional.empty();
        }
        return Optional.of(content);
    }

    void put(Key key, byte[] content) {
        if (folder == null) {
            return;
        }
        String name = name(key);
        try {
            folder.write(name, FORMAT, mac(key, content), content);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Compiled code " + name + " cannot be kept, it will be made again: " + e);
        }
    }

    /** Servers with different keys in one folder do not overwrite each other's files. */
    private String name(Key key) {
        return HexFormat.of().formatHex(mac("name", key, new byte[0]));
    }

    private byte[] mac(Key key, byte[] content) {
        return mac("content", key, content);
    }

    private byte[] mac(String purpose, Key key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(macKey);
            mac.update(FORMAT);
            // Neither has a NUL, so no two of these are equal as a whole.
            mac.update((purpose + '\0' + key.madeFrom() + '\0').getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}

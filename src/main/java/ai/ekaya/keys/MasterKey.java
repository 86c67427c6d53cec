package ai.ekaya.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that everything sealed in the database is sealed with; it is never in the database. It comes from
 * {@code EKAYA_MASTER_KEY} or, where that is not set, from {@code keys/master.key} in the data folder, which is made at the first
 * start. Who loses it types all passwords in again.
 */
public final class MasterKey {
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private final SecretKey key;
    private final String id;

    private MasterKey(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, "AES");
        this.id = HexFormat.of().formatHex(Arrays.copyOf(mac(bytes, "ekaya master key id"), 8));
    }

    /**
     * @param configured the value of {@code EKAYA_MASTER_KEY}: base64 of 32 bytes
     * @param home {@code EKAYA_HOME}
     * @throws IllegalArgumentException when the value is no key; the message does not show it
     */
    public static MasterKey load(Optional<String> configured, Path home) {
        return configured.map(text -> of(text, "EKAYA_MASTER_KEY")).orElseGet(() -> fromFile(home));
    }

    private static MasterKey fromFile(Path home) {
        return inOrMade(home, "master.key");
    }

    /** @param text base64 of 32 bytes; {@code source} says where it comes from */
    public static MasterKey of(String text, String source) {
        return new MasterKey(decode(text, source));
    }

    /** @param name of a file in {@code keys} */
    static MasterKey inOrMade(Path home, String name) {
        Path file = home.resolve("keys").resolve(name);
        try {
            if (!Files.exists(file)) {
                make(home, file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Could not make the master key " + file, e);
        }
        return in(file);
    }

    static MasterKey in(Path file) {
        try {
            requirePrivate(file);
            return of(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new IllegalStateException("Could not read the master key " + file, e);
        }
    }

    private static void make(Path home, Path file) throws IOException {
        Path folder = home.resolve("keys");
        Files.createDirectories(home);
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        }
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        // Written aside and linked into place: another server that starts now reads all of the key or none.
        Path fresh = Files.createTempFile(folder, "master", ".new", PosixFilePermissions.asFileAttribute(FILE));
        Files.writeString(fresh, Base64.getEncoder().encodeToString(bytes) + "\n", StandardOpenOption.SYNC);
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // The other server's key holds.
        } finally {
            Files.delete(fresh);
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!FILE.containsAll(permissions)) {
            throw new IllegalStateException("The master key " + file + " can be read by others ("
                    + PosixFilePermissions.toString(permissions) + "), expected rw-------: chmod 600 it");
        }
    }

    private static byte[] decode(String text, String source) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    source + " is not base64, expected 32 random bytes: openssl rand -base64 32");
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    source + " has " + bytes.length + " bytes, expected 32 random bytes: openssl rand -base64 32");
        }
        return bytes;
    }

    /** Names the key without telling it; stands in every sealed text. */
    String id() {
        return id;
    }

    SecretKey key() {
        return key;
    }

    /**
     * 32 secret bytes for one purpose alone: they tell nothing of this key or of another purpose's. The expand step of HKDF (RFC
     * 5869), where the master key already is as random as a key must be.
     *
     * @param purpose a fixed text, as {@code code cache}
     */
    public byte[] derived(String purpose) {
        return mac(key.getEncoded(), "ekaya key for " + purpose + "\u0001");
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }
}

package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import java.util.regex.Pattern;

/** How long a file is and its SHA-256: what it must be, known before it is fetched. */
public record FileStamp(long length, String sha256) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public static FileStamp of(byte[] bytes) {
        return new FileStamp(bytes.length, Digests.sha256(bytes));
    }

    /** Reads {@code length} and {@code hashes}, of which SHA-256 has to be one. */
    static FileStamp read(Place meta, long lengthMax) {
        return new FileStamp(
                meta.in("length").whole(0, lengthMax),
                meta.in("hashes").in("sha256").text(SHA256, "64 lower-case hex digits"));
    }

    boolean fits(byte[] bytes) {
        return equals(of(bytes));
    }

    /**
     * SECURITY: before anything looks into the bytes.
     *
     * @throws Refusal {@code UPSTREAM} for other bytes
     */
    byte[] require(String name, byte[] bytes) {
        FileStamp actual = of(bytes);
        if (!equals(actual)) {
            throw Place.refusal("The catalog's file " + name + " has " + actual.length + " bytes and SHA-256 "
                    + actual.sha256 + ", expected " + length + " and " + sha256);
        }
        return bytes;
    }

    /** Where a file of this content lies: {@code targets/<folder>/<sha256>.<name>}. */
    public String stored(String path) {
        int name = path.lastIndexOf('/') + 1;
        return "targets/" + path.substring(0, name) + sha256 + "." + path.substring(name);
    }
}

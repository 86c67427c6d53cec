package ai.ekaya.pack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.Blake3;

/** BLAKE3 over a package's files: what a package is. Two packages with the same id and version but other bytes differ here. */
public record PackageHash(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final String PREFIX = "blake3:";

    public PackageHash {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("Not 64 lower-case hex digits: " + hex);
        }
    }

    /**
     * The hash of the canonical list: a line {@code path \0 size \0 blake3(file) \n} for each file but {@code package.sig}, paths in
     * UTF-8 byte order. It does not depend on how an archive packed the files.
     */
    public static PackageHash of(Map<String, byte[]> files) {
        SortedMap<String, byte[]> sorted = new TreeMap<>(PackagePath.ORDER);
        sorted.putAll(files);
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        sorted.forEach((path, bytes) -> {
            if (!path.equals(PackagePath.SIGNATURE)) {
                String line = path + '\0' + bytes.length + '\0' + blake3(bytes) + '\n';
                list.writeBytes(line.getBytes(StandardCharsets.UTF_8));
            }
        });
        return new PackageHash(blake3(list.toByteArray()));
    }

    /** Reads what {@link #toString} gives; empty for all else. */
    public static Optional<PackageHash> parse(String text) {
        return Optional.of(text)
                .filter(hash -> hash.startsWith(PREFIX))
                .map(hash -> hash.substring(PREFIX.length()))
                .filter(hex -> HEX.matcher(hex).matches())
                .map(PackageHash::new);
    }

    /** BLAKE3 of some bytes in lower-case hex. */
    static String blake3(byte[] bytes) {
        return Hex.encodeHexString(Blake3.hash(bytes));
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}

package ai.ekaya.pack;

import java.util.regex.Pattern;

/** BLAKE3 over a package's files: what a package is. Two packages with the same id and version but other bytes differ here. */
public record PackageHash(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public PackageHash {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("Not 64 lower-case hex digits: " + hex);
        }
    }

    @Override
    public String toString() {
        return "blake3:" + hex;
    }
}

package ai.ekaya.pack;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A package that passed every check.
 *
 * @param files every file's exact bytes by its path
 */
public record AppPackage(
        PackageHash hash,
        Manifest manifest,
        Capabilities capabilities,
        Code code,
        List<Migration> migrations,
        Optional<String> ui,
        SortedMap<String, byte[]> files) {

    public sealed interface Code {
        record JavaScript(String source) implements Code {}

        record WebAssembly(byte[] module) implements Code {}
    }

    /** @param number 1, 2, … as in {@code migrations/001_name.sql}; {@code schema.sql} is 1 */
    public record Migration(int number, String name, String sql) {}
}

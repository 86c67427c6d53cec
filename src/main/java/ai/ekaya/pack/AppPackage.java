package ai.ekaya.pack;

import ai.ekaya.limits.Limits;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A package that passed every check.
 *
 * @param capabilities what it asks for, with the limits of the manifest folded in: of two the smaller
 * @param ui {@code ui.json} as checked
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

    public AppPackage {
        migrations = List.copyOf(migrations);
    }

    /** What a run may use when everything asked for is granted. */
    public EffectiveLimits effectiveLimits(Limits limits) {
        return EffectiveLimits.of(capabilities, limits);
    }

    public sealed interface Code {
        /** @param files the sources by path, {@code app.js} and what it may import */
        record JavaScript(SortedMap<String, String> files) implements Code {}

        record WebAssembly(byte[] module) implements Code {}
    }

    /** @param number 1, 2, … as in {@code migrations/001_name.sql}; {@code schema.sql} is 1 */
    public record Migration(int number, String name, String sql) {}
}

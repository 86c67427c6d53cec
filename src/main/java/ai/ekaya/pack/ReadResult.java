package ai.ekaya.pack;

import java.util.List;

/** What reading a package gave. */
public sealed interface ReadResult {
    record Verified(AppPackage appPackage) implements ReadResult {}

    /** @param findings at least one */
    record Rejected(List<Finding> findings) implements ReadResult {}

    /**
     * @param where a path in the package, with a JSON pointer after {@code #} where it is inside a JSON file
     * @param message what came and what was expected
     */
    record Finding(String where, String message) {}
}

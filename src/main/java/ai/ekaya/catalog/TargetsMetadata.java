package ai.ekaya.catalog;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code N.targets.json} says: which files the catalog has. */
record TargetsMetadata(SignedFile file, byte[] bytes, Map<String, FileStamp> files) {
    /** At most one folder; no name begins with a dot. */
    private static final Pattern PATH =
            Pattern.compile("(?:[a-z0-9][a-z0-9-]{0,40}/)?[A-Za-z0-9][A-Za-z0-9._+-]{0,200}");

    TargetsMetadata {
        files = Map.copyOf(files);
    }

    /** @throws Refusal {@code UPSTREAM} for what is none, or hands its right on to others */
    static TargetsMetadata read(byte[] bytes, Limits limits) {
        SignedFile file = SignedFile.read(RoleName.TARGETS, bytes, limits);
        if (file.signed().find("delegations").isPresent()) {
            throw Place.refusal(
                    "#/signed/delegations of the catalog's targets is there, expected none: only the top role signs");
        }
        Map<String, FileStamp> files = new HashMap<>();
        file.signed()
                .in("targets")
                .members(limits.of(Limit.CATALOG_FILES_COUNT))
                .forEach((path, stamp) ->
                        files.put(required(path, stamp), FileStamp.read(stamp, limits.of(Limit.CATALOG_FILE_BYTES))));
        return new TargetsMetadata(file, bytes, files);
    }

    private static String required(String path, Place stamp) {
        if (!PATH.matcher(path).matches() || path.contains("..")) {
            throw stamp.wrong("files called by letters, digits and . _ + - in at most one folder");
        }
        return path;
    }

    Optional<FileStamp> find(String path) {
        return Optional.ofNullable(files.get(path));
    }
}

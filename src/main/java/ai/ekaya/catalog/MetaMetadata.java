package ai.ekaya.catalog;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;

/**
 * What {@code timestamp.json} says of the snapshot, or {@code N.snapshot.json} of the targets: which version is the one, and what its
 * file is.
 *
 * @param named the version of the file that it names
 * @param stamp that file
 */
record MetaMetadata(SignedFile file, byte[] bytes, long named, FileStamp stamp) {

    static MetaMetadata timestamp(byte[] bytes, Limits limits) {
        return read(RoleName.TIMESTAMP, RoleName.SNAPSHOT, bytes, limits, Limit.CATALOG_METADATA_BYTES);
    }

    static MetaMetadata snapshot(byte[] bytes, Limits limits) {
        return read(RoleName.SNAPSHOT, RoleName.TARGETS, bytes, limits, Limit.CATALOG_TARGETS_BYTES);
    }

    /** @throws Refusal {@code UPSTREAM} for what is none; of further files, as those of delegations, nothing is taken */
    private static MetaMetadata read(RoleName role, RoleName of, byte[] bytes, Limits limits, Limit most) {
        SignedFile file = SignedFile.read(role, bytes, limits);
        Place meta = file.signed().in("meta").only(of.text() + ".json").in(of.text() + ".json");
        return new MetaMetadata(
                file,
                bytes,
                meta.in("version").whole(1, SignedFile.VERSION_MAX),
                FileStamp.read(meta, limits.of(most)));
    }
}

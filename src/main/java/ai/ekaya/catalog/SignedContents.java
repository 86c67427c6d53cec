package ai.ekaya.catalog;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;

/**
 * A catalog whose metadata hold, with what its index says.
 *
 * @param listed the bytes of the two files that were read
 */
record SignedContents(GoodMetadata metadata, CatalogIndex index, Revocations revoked, SourceRow.Listed listed) {

    /**
     * @param files of that state; the two are fetched, compared with their hashes and only then read
     * @throws Refusal {@code UPSTREAM} when a file is missing, other, or does not fit
     */
    static SignedContents read(GoodMetadata metadata, CatalogFiles files, Limits limits) {
        byte[] index = fetch(metadata, files, CatalogIndex.FILE, limits.of(Limit.CATALOG_INDEX_BYTES));
        byte[] revoked = fetch(metadata, files, Revocations.FILE, limits.of(Limit.CATALOG_INDEX_BYTES));
        SignedContents contents = new SignedContents(
                metadata,
                new IndexReader(limits).read(index),
                Revocations.read(revoked, limits),
                new SourceRow.Listed(index, revoked));
        contents.requireFiles();
        return contents;
    }

    private void requireFiles() {
        for (CatalogApp app : index.apps()) {
            app.icon().ifPresent(this::stamp);
            app.screenshots().forEach(shot -> stamp(shot.file()));
            app.versions().forEach(version -> stamp(version.file()));
        }
    }

    /** @throws Refusal {@code UPSTREAM} for a file that the targets do not name */
    FileStamp stamp(String path) {
        return stamp(metadata, path);
    }

    private static FileStamp stamp(GoodMetadata metadata, String path) {
        return metadata.targets()
                .find(path)
                .orElseThrow(() -> Place.refusal("The catalog's targets do not name " + path + ", expected it there"));
    }

    /** @throws Refusal {@code LIMIT} before anything is fetched where the file is longer; else as it cannot be had */
    byte[] fetch(CatalogFiles files, String path, long bytesMax) {
        return fetch(metadata, files, path, bytesMax);
    }

    private static byte[] fetch(GoodMetadata metadata, CatalogFiles files, String path, long bytesMax) {
        FileStamp stamp = stamp(metadata, path);
        if (stamp.length() > bytesMax) {
            throw TooLong.refusal(path, bytesMax);
        }
        return stamp.require(path, files.require(stamp.stored(path), stamp.length()));
    }
}

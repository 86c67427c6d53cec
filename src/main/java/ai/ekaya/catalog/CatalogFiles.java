package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import java.util.Optional;

/** Where a catalog's files are: a folder, a web server, a bundle. Nobody trusts what comes from there. */
interface CatalogFiles {
    /**
     * @param path as {@code metadata/timestamp.json}, made by us
     * @return empty where there is no such file
     * @throws Refusal {@code LIMIT} for a longer file, else as the place fails
     */
    Optional<byte[]> read(String path, long bytesMax);

    /** @throws Refusal {@code UPSTREAM} also where there is none */
    default byte[] require(String path, long bytesMax) {
        return read(path, bytesMax)
                .orElseThrow(() -> Place.refusal("The catalog has no file " + path + ", expected one"));
    }
}

package ai.ekaya.catalog;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.PackageReader;
import java.nio.file.Path;
import java.time.Instant;

/** A look at a whole catalog in a folder as a server would take it, every package and picture of it: for who makes one. */
public final class CatalogCheck {
    private CatalogCheck() {}

    /**
     * What was found good.
     *
     * @param expires when the first of its metadata end
     * @param revoked packages that it stops
     */
    public record Checked(
            String name, long rootVersion, Instant expires, int apps, int packages, int pictures, int revoked) {}

    /**
     * @param root the file that servers trust
     * @throws Refusal with the first thing that a server would refuse
     */
    public static Checked check(Path folder, byte[] root, PackageReader reader, Limits limits, Instant now) {
        CatalogFiles files = new FilesOfFolder(folder);
        MetadataUpdate.Outcome outcome = new MetadataUpdate(limits).run(TrustedMetadata.begin(root), files, now);
        outcome.failure().ifPresent(refusal -> {
            throw refusal;
        });
        GoodMetadata metadata = GoodMetadata.of(outcome.trusted(), limits).orElseThrow();
        SignedContents contents = SignedContents.read(metadata, files, limits);
        PackageIntake intake = new PackageIntake(reader);
        int packages = 0;
        int pictures = 0;
        for (CatalogApp app : contents.index().apps()) {
            for (CatalogVersion version : app.versions()) {
                intake.open(app, version, contents.fetch(files, version.file(), limits.of(Limit.CATALOG_FILE_BYTES)));
                packages++;
            }
        }
        for (String path : metadata.targets().files().keySet()) {
            byte[] bytes = contents.fetch(files, path, limits.of(Limit.CATALOG_FILE_BYTES));
            if (path.startsWith("images/")) {
                Picture.require(path, bytes);
                pictures++;
            }
        }
        return new Checked(
                contents.index().name(),
                metadata.root().file().version(),
                metadata.expires(),
                contents.index().apps().size(),
                packages,
                pictures,
                contents.revoked().all(contents.index()).size());
    }
}

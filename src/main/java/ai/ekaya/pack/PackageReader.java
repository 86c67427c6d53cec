package ai.ekaya.pack;

import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a package from a zip or a folder. What comes out is verified or rejected with all that is wrong; nothing of a package that
 * was not read here may be used. Thread-safe.
 */
public final class PackageReader {
    private final Limits limits;
    private final SemanticVersion engineVersion;

    /**
     * @param engineVersion this server's version, which a package's least version is compared with; a snapshot counts as the release
     *     that it leads to
     */
    public PackageReader(Limits limits, String engineVersion) {
        this.limits = limits;
        this.engineVersion = SemanticVersion.parse(engineVersion)
                .orElseThrow(() -> new IllegalArgumentException("No semantic version: " + engineVersion))
                .release();
    }

    /** A reader for those who make packages: it accepts packages that need a newer server than this one. */
    static PackageReader forAuthors(Limits limits) {
        return new PackageReader(limits, "9999999999.0.0");
    }

    public ReadResult read(byte[] zip) {
        return read(zip, PackageCheck.Schemas.CHECKED);
    }

    /**
     * A package that was read before it was stored, perhaps by a server that looked at less in its schemas: an app that runs goes on, without
     * the tools and settings whose schemas cannot be applied. Whoever reads it compares the hash.
     */
    public ReadResult readStored(byte[] zip) {
        return read(zip, PackageCheck.Schemas.WHEN_APPLIED);
    }

    private ReadResult read(byte[] zip, PackageCheck.Schemas schemas) {
        Findings findings = new Findings();
        try {
            return check(ZipFiles.read(zip, limits, findings), schemas, findings);
        } catch (BadPackage e) {
            e.addTo(findings);
            return findings.rejected();
        }
    }

    /**
     * Reads an app's source folder; {@code test/}, sources and dotfiles in it are no part of the package.
     *
     * @throws UncheckedIOException when the disk fails
     */
    public ReadResult read(Path folder) {
        Findings findings = new Findings();
        try {
            return check(FolderFiles.read(folder, limits, findings), PackageCheck.Schemas.CHECKED, findings);
        } catch (BadPackage e) {
            e.addTo(findings);
            return findings.rejected();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the package in " + folder, e);
        }
    }

    /** Why a path is none that a file of a package could have, as {@code ../x}; a draft may hold a file that no package has. */
    public static Optional<String> pathProblem(String path) {
        return PackagePath.shapeProblem(path);
    }

    /** A package that is in memory already, as an editor's draft is; the paths are checked as those of a zip are. */
    public ReadResult read(Map<String, byte[]> files) {
        Findings findings = new Findings();
        PackagePath.check(files.keySet(), findings);
        return check(files, PackageCheck.Schemas.CHECKED, findings);
    }

    private ReadResult check(Map<String, byte[]> files, PackageCheck.Schemas schemas, Findings findings) {
        return findings.any()
                ? findings.rejected()
                : new PackageCheck(files, limits, engineVersion, schemas, findings).result();
    }
}

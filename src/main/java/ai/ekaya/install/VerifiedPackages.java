package ai.ekaya.install;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageHash;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Packages that this server has read and verified, by what they are; the least recently used go. Thread-safe. */
final class VerifiedPackages {
    private record Key(ProjectId project, PackageHash hash) {}

    private final long bytesMax;
    private final Map<Key, AppPackage> packages = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    VerifiedPackages(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    synchronized Optional<AppPackage> find(ProjectId project, PackageHash hash) {
        return Optional.ofNullable(packages.get(new Key(project, hash)));
    }

    synchronized void put(ProjectId project, AppPackage read) {
        if (packages.put(new Key(project, read.hash()), read) == null) {
            bytes += bytesOf(read);
        }
        for (Iterator<AppPackage> oldest = packages.values().iterator(); bytes > bytesMax && oldest.hasNext(); ) {
            bytes -= bytesOf(oldest.next());
            oldest.remove();
        }
    }

    /** Sources are there as bytes and as text. */
    private static long bytesOf(AppPackage read) {
        return 2L
                * read.files().values().stream().mapToLong(file -> file.length).sum();
    }
}

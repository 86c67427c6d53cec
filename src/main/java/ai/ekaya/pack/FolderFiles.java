package ai.ekaya.pack;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The package's files in an app's source folder. Beside them an author keeps {@code test/}, {@code src/}, {@code target/},
 * {@code node_modules/}, build files and dotfiles at its top, which are left out; anything else is refused as in a zip.
 */
final class FolderFiles {
    private final Path root;
    private final Limits limits;
    private final Findings findings;
    private final Map<String, byte[]> files = new TreeMap<>(PackagePath.ORDER);
    private long bytesLeft;

    private FolderFiles(Path root, Limits limits, Findings findings) {
        this.root = root;
        this.limits = limits;
        this.findings = findings;
        this.bytesLeft = limits.of(Limit.PACK_UNPACKED_BYTES);
    }

    static Map<String, byte[]> read(Path folder, Limits limits, Findings findings) throws BadPackage, IOException {
        if (!Files.isDirectory(folder)) {
            throw new BadPackage(String.valueOf(folder.getFileName()), "There is no such folder");
        }
        FolderFiles reading = new FolderFiles(folder, limits, findings);
        for (Path child : reading.children(folder)) {
            if (!PackagePath.staysOnDesk(child.getFileName().toString())) {
                reading.add(child);
            }
        }
        PackagePath.check(reading.files.keySet(), findings);
        return reading.files;
    }

    private void add(Path path) throws BadPackage, IOException {
        String name =
                root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && PackagePath.isKnownFolder(name + "/")) {
            for (Path child : children(path)) {
                add(child);
            }
        } else if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            findings.add(name, "This is a link, a device or a folder of a name that no file of a package is in");
        } else {
            files.put(name, bytes(path, name));
        }
    }

    private List<Path> children(Path folder) throws BadPackage, IOException {
        long most = limits.of(Limit.PACK_ENTRIES_COUNT);
        try (Stream<Path> children = Files.list(folder)) {
            List<Path> some = children.limit(most + 1).sorted().toList();
            if (some.size() + files.size() > most) {
                throw new BadPackage(
                        String.valueOf(folder.getFileName()),
                        "The folder has more than " + most + " entries, the most allowed");
            }
            return some;
        }
    }

    private byte[] bytes(Path file, String name) throws BadPackage, IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes((int) Math.min(bytesLeft + 1, Integer.MAX_VALUE - 8));
            bytesLeft -= bytes.length;
            if (bytesLeft < 0) {
                throw new BadPackage(
                        name,
                        "The files are more than " + limits.of(Limit.PACK_UNPACKED_BYTES) + " bytes, the most allowed");
            }
            return bytes;
        }
    }
}

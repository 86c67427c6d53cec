package ai.ekaya.sandbox;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of files that only this user may open, bounded in number and bytes: the ones not used for longest go. Thread-safe. */
final class CacheFolder {
    private static final Logger LOGGER = System.getLogger(CacheFolder.class.getName());
    private static final Set<PosixFilePermission> PRIVATE_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");

    /** Ours, finished or begun; other files in the folder are left alone. */
    private static final Pattern OURS = Pattern.compile("[0-9a-f]{64}(\\.[0-9]+\\.new)?");

    private static final String UNFINISHED = ".new";
    private static final Duration UNFINISHED_AGE_MAX = Duration.ofHours(1);

    private final Path folder;
    private final long bytesMax;
    private final int filesMax;
    private final Clock clock;

    private CacheFolder(Path folder, Limits limits, Clock clock) {
        this.folder = folder;
        this.bytesMax = limits.of(Limit.SANDBOX_CACHE_BYTES);
        this.filesMax = limits.intOf(Limit.SANDBOX_CACHE_FILES_COUNT);
        this.clock = clock;
    }

    /** Makes the folder. @return nothing, and a line in the log, when it cannot be made or made private */
    static Optional<CacheFolder> open(Path folder, Limits limits, Clock clock) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER));
            }
            Files.setPosixFilePermissions(folder, PRIVATE_FOLDER);
            return Optional.of(new CacheFolder(folder, limits, clock));
        } catch (IOException | UnsupportedOperationException e) {
            LOGGER.log(
                    Level.WARNING, "Compiled code is not kept: " + folder + " cannot be made a private folder: " + e);
            return Optional.empty();
        }
    }

    /** @throws NoSuchFileException when there is none */
    byte[] read(String name) throws IOException {
        Path file = folder.resolve(name);
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        // SECURITY: no link to elsewhere, no pipe to wait at, nothing larger than what we would write.
        if (!attributes.isRegularFile() || attributes.size() > entryBytesMax()) {
            throw new IOException("it is no file of ours, or too large");
        }
        try (SeekableByteChannel in = Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            // The size of what was opened: another server may have put a newer file in its place since.
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(in.size(), entryBytesMax()));
            while (bytes.hasRemaining() && in.read(bytes) >= 0) {
                // Until the file or the buffer ends.
            }
            touch(file);
            return java.util.Arrays.copyOf(bytes.array(), bytes.position());
        }
    }

    private void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        } catch (IOException e) {
            // Another server may just have deleted it; it only goes a little earlier.
        }
    }

    private int entryBytesMax() {
        return (int) Math.min(bytesMax / 4, 1 << 28);
    }

    void write(String name, byte[]... parts) throws IOException {
        long bytes = Stream.of(parts).mapToLong(part -> part.length).sum();
        if (bytes > entryBytesMax()) {
            throw new IOException(bytes + " bytes are more than " + entryBytesMax() + ", the most for one file");
        }
        Path unfinished = Files.createTempFile(
                folder, name + ".", UNFINISHED, PosixFilePermissions.asFileAttribute(PRIVATE_FILE));
        try {
            try (SeekableByteChannel out = Files.newByteChannel(unfinished, StandardOpenOption.WRITE)) {
                for (byte[] part : parts) {
                    ByteBuffer left = ByteBuffer.wrap(part);
                    while (left.hasRemaining()) {
                        out.write(left);
                    }
                }
            }
            touch(unfinished);
            // Another server reads all of it or none; whatever stood there by this name is gone.
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        sweep();
    }

    private record Kept(Path file, long bytes, Instant used) {
        boolean unfinished() {
            return file.toString().endsWith(UNFINISHED);
        }
    }

    /** Deletes the oldest until the rest is within bounds, and what a server that died left unfinished. */
    private void sweep() throws IOException {
        List<Kept> all = list();
        Instant abandoned = clock.instant().minus(UNFINISHED_AGE_MAX);
        long bytes = 0;
        int files = 0;
        for (Kept kept : all) {
            bytes += kept.bytes();
            files++;
            if (bytes > bytesMax
                    || files > filesMax
                    || (kept.unfinished() && kept.used().isBefore(abandoned))) {
                Files.deleteIfExists(kept.file());
            }
        }
    }

    /** The last used first. */
    private List<Kept> list() throws IOException {
        List<Kept> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (OURS.matcher(file.getFileName().toString()).matches()) {
                    describe(file).ifPresent(all::add);
                }
            }
        }
        all.sort(Comparator.comparing(Kept::used).reversed());
        return all;
    }

    private static Optional<Kept> describe(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isDirectory()
                    ? Optional.empty()
                    : Optional.of(new Kept(
                            file,
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
            // Another server was faster.
            return Optional.empty();
        }
    }
}

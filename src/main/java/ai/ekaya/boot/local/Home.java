package ai.ekaya.boot.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code EKAYA_HOME}: the folder that keeps the embedded database, its passwords and the server's logs; mode 0700. */
record Home(Path folder) {
    /** Referred to as long as the process lives: a lock that nobody refers to ends at the next garbage collection. */
    private static final Set<FileLock> HELD = ConcurrentHashMap.newKeySet();

    static Home of(Map<String, String> environment) {
        String set = environment.getOrDefault("EKAYA_HOME", "");
        Path folder = set.isEmpty() ? Path.of(System.getProperty("user.home"), ".ekaya") : Path.of(set);
        return new Home(folder.toAbsolutePath().normalize());
    }

    /** Makes the folder and takes its lock, which lasts as long as this process. Two launchers never share a home. */
    void take() {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            @SuppressWarnings("resource")
            FileLock lock = FileChannel.open(file("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .tryLock();
            if (lock == null) {
                throw new LocalStart.Problem("EKAYA_HOME " + folder + " is in use by another ./ekaya start;"
                        + " stop it, or set EKAYA_HOME to another folder");
            }
            // Until the process ends, also by kill -9.
            HELD.add(lock);
        } catch (IOException e) {
            throw new LocalStart.Problem("EKAYA_HOME " + folder + " cannot be used: " + e.getMessage());
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** The secret in a file of this folder; made when absent. */
    String secret(String name) {
        return read(name).orElseGet(() -> {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            String made = HexFormat.of().formatHex(random);
            write(name, made);
            return made;
        });
    }

    Optional<String> read(String name) {
        try {
            return Files.exists(file(name))
                    ? Optional.of(Files.readString(file(name)).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Written beside and moved, so that a killed process leaves no half-written file. */
    void write(String name, String text) {
        try {
            Path beside = file(name + ".new");
            Files.deleteIfExists(beside);
            Files.createFile(
                    beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(beside, text + "\n");
            Files.move(beside, file(name), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

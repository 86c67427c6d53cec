package ai.ekaya.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps two servers from sharing a home, as they would have one id: each start of one would count the other's runs as lost. The system
 * gives the lock back when the process ends, however it ends.
 */
final class HomeLock {
    /** Referred to as long as the process lives: a lock that nobody refers to ends at the next garbage collection. */
    private static final Set<FileLock> HELD = ConcurrentHashMap.newKeySet();

    private HomeLock() {}

    /** @throws IllegalStateException when another process holds it */
    static void take(Path home) {
        Path file = home.resolve("server.lock");
        try {
            @SuppressWarnings("resource")
            FileLock lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .tryLock();
            if (lock == null) {
                throw new IllegalStateException(
                        "EKAYA_HOME " + home
                                + " is in use by another server that runs; give each server a folder of its own (docs/operations.md)");
            }
            HELD.add(lock);
        } catch (OverlappingFileLockException e) {
            // This process holds it: the application was started again in it.
        } catch (IOException e) {
            throw new UncheckedIOException("Could not lock " + file, e);
        }
    }
}

package ai.ekaya.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The files of a rotation in {@code EKAYA_HOME/keys}: {@code master.key} is the key in force, {@code master.key.new} the one that the
 * database is being sealed with, {@code master.key.old} the one before. Killed at any moment, the rotation goes on when it is run again.
 */
public final class KeyFiles {
    private final Path home;
    private final Path folder;

    public KeyFiles(Path home) {
        this.home = home;
        this.folder = home.resolve("keys");
    }

    public boolean exist() {
        return Files.exists(current());
    }

    public MasterKey inForce() {
        return MasterKey.in(current());
    }

    /** Made when absent; the same until {@link #replace}. */
    public MasterKey next() {
        return MasterKey.inOrMade(home, "master.key.new");
    }

    /** Once the database is sealed with it, the new key is in force. The one before stays, for backups made with it. */
    public void replace() {
        try {
            Files.copy(
                    current(),
                    folder.resolve("master.key.old"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(
                    folder.resolve("master.key.new"),
                    current(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not put the new master key in its place in " + folder, e);
        }
    }

    private Path current() {
        return folder.resolve("master.key");
    }
}

package ai.ekaya.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a rotation in {@code EKAYA_HOME/keys}: {@code master.key} is the key in force, {@code master.key.new} the one that the
 * database is going over to, {@code master.key.old} the one before. Killed at any moment, the rotation goes on when it is run again.
 */
public final class KeyFiles {
    private static final String CURRENT = "master.key";
    private static final String NEXT = "master.key.new";
    private static final String BEFORE = "master.key.old";

    private final Path home;
    private final Path folder;

    public KeyFiles(Path home) {
        this.home = home;
        this.folder = home.resolve("keys");
    }

    public boolean exist() {
        return Files.exists(file(CURRENT));
    }

    public MasterKey inForce() {
        return MasterKey.in(file(CURRENT));
    }

    /** All that there are, {@code master.key} first. */
    List<MasterKey> all() {
        return Stream.of(CURRENT, NEXT, BEFORE)
                .map(this::file)
                .filter(Files::exists)
                .map(MasterKey::in)
                .toList();
    }

    /** Made when absent; the same until {@link #replace}. */
    public MasterKey next() {
        return MasterKey.inOrMade(home, NEXT);
    }

    /**
     * Once everything is sealed with the new key, it takes its place; nothing happens where it has. The one before stays, for backups
     * made with it. Of several servers with one folder, one at a time may call this.
     *
     * @param inForce by what the database says
     */
    public void replace(MasterKey inForce) {
        if (!Files.exists(file(NEXT)) || !MasterKey.in(file(NEXT)).id().equals(inForce.id())) {
            return;
        }
        try {
            // Killed between the two steps, the next call must not take the new key for the one before.
            if (!inForce().id().equals(inForce.id())) {
                Files.copy(
                        file(CURRENT),
                        file(BEFORE),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
            Files.move(file(NEXT), file(CURRENT), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not put the new master key in its place in " + folder, e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name);
    }
}

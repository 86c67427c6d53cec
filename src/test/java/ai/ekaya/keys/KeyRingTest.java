package ai.ekaya.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
    @TempDir
    private Path home;

    private KeyRing files() {
        return KeyRing.load(Optional.empty(), Optional.empty(), home);
    }

    private static Optional<String> text(MasterKey key) {
        return Optional.of(Base64.getEncoder().encodeToString(key.key().getEncoded()));
    }

    @Test
    void holds_the_keys_of_the_environment_or_the_files_and_not_both() {
        MasterKey file = files().current();
        KeyRing given = KeyRing.load(text(KeyRooms.key(1)), text(KeyRooms.key(2)), home);
        assertThat(given.ids())
                .containsExactlyInAnyOrder(KeyRooms.key(1).id(), KeyRooms.key(2).id());
        assertThat(given.current().id()).isEqualTo(KeyRooms.key(1).id());
        assertThat(given.find(file.id())).isEmpty();
        assertThatThrownBy(() -> KeyRing.load(Optional.empty(), text(KeyRooms.key(2)), home))
                .hasMessageContaining("EKAYA_MASTER_KEY_OLD is set without EKAYA_MASTER_KEY");
        assertThatThrownBy(() -> KeyRing.load(text(KeyRooms.key(1)), Optional.of("c2hvcnQ="), home))
                .hasMessageContaining("EKAYA_MASTER_KEY_OLD has 5 bytes")
                .hasMessageNotContaining("c2hvcnQ");
    }

    @Test
    void finds_a_key_file_that_came_later() {
        KeyRing ring = files();
        MasterKey next = new KeyFiles(home).next();
        assertThat(ring.ids()).hasSize(1);
        assertThat(ring.find(next.id())).isPresent();
        assertThat(ring.ids()).hasSize(2);
        assertThat(ring.find("0123456789abcdef")).isEmpty();
    }

    @Test
    void keeps_a_key_whose_file_is_gone_until_it_stops() throws IOException {
        KeyRing ring = files();
        MasterKey next = new KeyFiles(home).next();
        ring.refresh();
        Files.delete(home.resolve("keys/master.key.new"));
        ring.refresh();
        assertThat(ring.find(next.id())).isPresent();
        assertThat(files().find(next.id())).isEmpty();
    }

    @Test
    void refuses_each_file_that_others_can_read() throws IOException {
        files();
        new KeyFiles(home).next();
        for (String name : new String[] {"master.key", "master.key.new"}) {
            Path file = home.resolve("keys").resolve(name);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            assertThatThrownBy(this::files).hasMessageContaining(name).hasMessageContaining("chmod 600");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(files().ids()).hasSize(2);
    }

    @Test
    void puts_the_new_file_in_place_once_and_keeps_the_one_before() throws IOException {
        KeyFiles files = new KeyFiles(home);
        MasterKey old = files().current();
        MasterKey next = files.next();
        files.replace(old);
        assertThat(files.inForce().id()).isEqualTo(old.id());
        // Two servers with one folder, one after the other.
        files.replace(next);
        files.replace(next);
        assertThat(files.inForce().id()).isEqualTo(next.id());
        assertThat(MasterKey.in(home.resolve("keys/master.key.old")).id()).isEqualTo(old.id());
        assertThat(home.resolve("keys/master.key.new")).doesNotExist();
        assertThat(files().ids()).containsExactlyInAnyOrder(old.id(), next.id());
    }

    @Test
    void does_not_lose_the_one_before_when_it_was_killed_between_two_steps() throws IOException {
        KeyFiles files = new KeyFiles(home);
        MasterKey old = files().current();
        MasterKey next = files.next();
        Path folder = home.resolve("keys");
        files.replace(next);
        // As another server with the folder may have left it, whose copy of the new file came late.
        Files.copy(folder.resolve("master.key"), folder.resolve("master.key.new"));
        files.replace(next);
        assertThat(MasterKey.in(folder.resolve("master.key.old")).id()).isEqualTo(old.id());
        assertThat(folder.resolve("master.key.new")).doesNotExist();
    }
}

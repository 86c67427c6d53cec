package ai.ekaya.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
    @TempDir
    private Path home;

    private final Secret secret = new Secret("pässword 🔑");

    @Test
    void opens_what_it_sealed() {
        Sealer sealer = new Sealer(KeyRooms.key(1));
        assertThat(sealer.open("a:1", sealer.seal("a:1", secret))).isEqualTo(secret);
    }

    @Test
    void seals_the_same_secret_differently_each_time() {
        Sealer sealer = new Sealer(KeyRooms.key(1));
        assertThat(sealer.seal("a:1", secret)).isNotEqualTo(sealer.seal("a:1", secret));
    }

    @Test
    void refuses_a_sealed_text_moved_to_another_place() {
        Sealer sealer = new Sealer(KeyRooms.key(1));
        Sealed sealed = sealer.seal("a:1", secret);
        assertThatThrownBy(() -> sealer.open("a:2", sealed)).hasMessageContaining("belongs to something else");
    }

    /** Nonces, keys, tags: every character counts, as the lengths leave no bits of base64 over. */
    @Test
    void refuses_a_text_that_was_changed_anywhere() {
        Sealer sealer = new Sealer(KeyRooms.key(1));
        String text = sealer.seal("a:1", secret).text();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            Sealed changed = new Sealed(text.substring(0, i) + other + text.substring(i + 1));
            assertThatThrownBy(() -> sealer.open("a:1", changed))
                    .as(changed.text())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("The")
                    .hasMessageContaining("a:1");
        }
    }

    @Test
    void refuses_a_text_that_was_cut_anywhere() {
        Sealer sealer = new Sealer(KeyRooms.key(1));
        String text = sealer.seal("a:1", secret).text();
        for (int i = 0; i < text.length(); i++) {
            Sealed cut = new Sealed(text.substring(0, i));
            assertThatThrownBy(() -> sealer.open("a:1", cut)).as(cut.text()).isInstanceOf(IllegalStateException.class);
        }
        for (String more : List.of(":", ":AAAA", "AAAA", "=", " ")) {
            assertThatThrownBy(() -> sealer.open("a:1", new Sealed(text + more)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refuses_a_value_with_the_data_key_of_another() {
        Sealer sealer = new Sealer(KeyRooms.key(1));
        String[] one = sealer.seal("a:1", secret).text().split(":");
        for (Sealed other : List.of(sealer.seal("a:2", secret), sealer.seal("a:1", secret))) {
            String[] two = other.text().split(":");
            Sealed swapped = new Sealed(String.join(":", one[0], one[1], two[2], one[3]));
            assertThatThrownBy(() -> sealer.open("a:1", swapped)).hasMessageContaining("belongs to something else");
        }
        assertThat(sealer.open("a:1", new Sealed(String.join(":", one)))).isEqualTo(secret);
    }

    @Test
    void refuses_a_text_that_names_another_key_of_the_ring() {
        Sealer sealer = new Sealer(KeyRing.of(KeyRooms.key(1), KeyRooms.key(2)), () -> KeyRooms.key(1));
        String text = sealer.seal("a:1", secret).text();
        Sealed renamed =
                new Sealed(text.replace(KeyRooms.key(1).id(), KeyRooms.key(2).id()));
        assertThatThrownBy(() -> sealer.open("a:1", renamed)).hasMessageContaining("belongs to something else");
    }

    /** Sealed by the version before. */
    private static final Sealed BEFORE =
            new Sealed("v1:96d7367a0d74ac94:pKjS8StcCetaM0JdAYwZg6zMVqUy5/o6s9H8bYbiW74DLS/8SMifUC9j");

    @Test
    void opens_what_the_version_before_sealed_and_gives_it_a_data_key_when_the_master_key_changes() {
        MasterKey from = KeyRooms.key(1);
        MasterKey to = KeyRooms.key(2);
        assertThat(new Sealer(from).open("a:1", BEFORE)).isEqualTo(secret);
        assertThatThrownBy(() -> new Sealer(from).open("a:2", BEFORE))
                .hasMessageContaining("belongs to something else");
        Sealed anew = new Sealer(KeyRing.of(to, from), () -> from).rewrap("a:1", BEFORE, to);
        assertThat(anew.text()).startsWith("v2:" + to.id() + ":");
        assertThat(new Sealer(to).open("a:1", anew)).isEqualTo(secret);
    }

    @Test
    void another_master_key_is_put_around_the_data_key_and_the_value_stays_as_it_is() {
        MasterKey from = KeyRooms.key(1);
        MasterKey to = KeyRooms.key(2);
        Sealer both = new Sealer(KeyRing.of(to, from), () -> from);
        Sealed sealed = both.seal("a:1", secret);
        Sealed anew = both.rewrap("a:1", sealed, to);
        String[] before = sealed.text().split(":");
        String[] after = anew.text().split(":");
        assertThat(after[3]).isEqualTo(before[3]);
        assertThat(after[2]).isNotEqualTo(before[2]);
        assertThat(new Sealer(to).open("a:1", anew)).isEqualTo(secret);
        assertThatThrownBy(() -> both.rewrap("a:2", sealed, to)).hasMessageContaining("belongs to something else");
    }

    @Test
    void names_both_keys_when_the_key_is_another() {
        Sealed sealed = new Sealer(KeyRooms.key(1)).seal("a:1", secret);
        MasterKey other = KeyRooms.key(2);
        assertThatThrownBy(() -> new Sealer(other).open("a:1", sealed))
                .hasMessageContaining(other.id())
                .hasMessageContaining(sealed.text().split(":")[1]);
    }

    @Test
    void shows_neither_key_nor_secret_as_text() {
        assertThat(secret.toString()).isEqualTo("***");
        assertThat(KeyRooms.key(1).toString()).doesNotContain("AQEB");
    }

    @Test
    void makes_a_private_key_file_once() throws IOException {
        MasterKey made = MasterKey.load(Optional.empty(), home.resolve("fresh"));
        Path file = home.resolve("fresh/keys/master.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(MasterKey.load(Optional.empty(), home.resolve("fresh")).id()).isEqualTo(made.id());
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void refuses_a_key_file_that_others_can_read() throws IOException {
        MasterKey.load(Optional.empty(), home);
        Files.setPosixFilePermissions(home.resolve("keys/master.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> MasterKey.load(Optional.empty(), home)).hasMessageContaining("chmod 600");
    }

    @Test
    void refuses_a_configured_key_of_another_length_without_showing_it() {
        assertThatThrownBy(() -> MasterKey.load(Optional.of("c2hvcnQ="), home))
                .hasMessageContaining("has 5 bytes")
                .hasMessageNotContaining("c2hvcnQ");
        assertThatThrownBy(() -> MasterKey.load(Optional.of("~~~"), home)).hasMessageContaining("is not base64");
    }

    @Test
    void a_derived_key_is_one_purposes_and_one_master_keys() {
        byte[] cache = KeyRooms.key(1).derived("code cache");
        assertThat(cache).hasSize(32).isEqualTo(KeyRooms.key(1).derived("code cache"));
        assertThat(KeyRooms.key(1).derived("code cache 2")).isNotEqualTo(cache);
        assertThat(KeyRooms.key(2).derived("code cache")).isNotEqualTo(cache);
        assertThat(cache).isNotEqualTo(KeyRooms.key(1).key().getEncoded());
    }
}

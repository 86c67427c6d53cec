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

class SealerTest {
    @TempDir
    private Path home;

    private static MasterKey key(int fill, Path home) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        return MasterKey.load(Optional.of(Base64.getEncoder().encodeToString(bytes)), home);
    }

    private final Secret secret = new Secret("pässword 🔑");

    @Test
    void opens_what_it_sealed() {
        Sealer sealer = new Sealer(key(1, home));
        assertThat(sealer.open("a:1", sealer.seal("a:1", secret))).isEqualTo(secret);
    }

    @Test
    void seals_the_same_secret_differently_each_time() {
        Sealer sealer = new Sealer(key(1, home));
        assertThat(sealer.seal("a:1", secret)).isNotEqualTo(sealer.seal("a:1", secret));
    }

    @Test
    void refuses_a_sealed_text_moved_to_another_place() {
        Sealer sealer = new Sealer(key(1, home));
        Sealed sealed = sealer.seal("a:1", secret);
        assertThatThrownBy(() -> sealer.open("a:2", sealed)).hasMessageContaining("belongs to something else");
    }

    @Test
    void refuses_a_changed_text() {
        Sealer sealer = new Sealer(key(1, home));
        String text = sealer.seal("a:1", secret).text();
        char flipped = text.charAt(40) == 'A' ? 'B' : 'A';
        Sealed changed = new Sealed(text.substring(0, 40) + flipped + text.substring(41));
        assertThatThrownBy(() -> sealer.open("a:1", changed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sealer.open("a:1", new Sealed(text.substring(0, 24))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void names_both_keys_when_the_key_is_another() {
        Sealed sealed = new Sealer(key(1, home)).seal("a:1", secret);
        MasterKey other = key(2, home);
        assertThatThrownBy(() -> new Sealer(other).open("a:1", sealed))
                .hasMessageContaining(other.id())
                .hasMessageContaining(sealed.text().split(":")[1]);
    }

    @Test
    void shows_neither_key_nor_secret_as_text() {
        assertThat(secret.toString()).isEqualTo("***");
        assertThat(key(1, home).toString()).doesNotContain("AQEB");
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
        byte[] cache = key(1, home).derived("code cache");
        assertThat(cache).hasSize(32).isEqualTo(key(1, home).derived("code cache"));
        assertThat(key(1, home).derived("code cache 2")).isNotEqualTo(cache);
        assertThat(key(2, home).derived("code cache")).isNotEqualTo(cache);
        assertThat(cache).isNotEqualTo(key(1, home).key().getEncoded());
    }
}

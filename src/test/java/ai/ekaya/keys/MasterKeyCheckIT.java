package ai.ekaya.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.TestDatabase;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyCheckIT {
    private static final MasterKey OLD = KeyRooms.key(1);
    private static final MasterKey NEW = KeyRooms.key(2);

    private final DatabaseUrl url = TestDatabase.fresh();
    private final SealedRows rows = new SealedRows(url);

    @Test
    void fails_the_start_with_another_key_than_the_first(@TempDir Path first, @TempDir Path second) {
        KeyRing right = KeyRing.load(Optional.empty(), Optional.empty(), first);
        for (int i = 0; i < 2; i++) {
            try (KeyRooms rooms = new KeyRooms(url, right)) {
                rooms.check.verify();
            }
        }
        KeyRing wrong = KeyRing.load(Optional.empty(), Optional.empty(), second);
        try (KeyRooms rooms = new KeyRooms(url, wrong)) {
            assertThatThrownBy(rooms.check::verify)
                    .hasMessageContaining(
                            "are sealed with master key " + right.current().id())
                    .hasMessageContaining("this server has " + wrong.current().id())
                    .hasMessageContaining("EKAYA_HOME/keys");
            assertNotAnnounced();
            assertThatThrownBy(() -> rooms.sealer.seal("a:1", new Secret("s")))
                    .hasMessageContaining("are sealed with master key");
        }
    }

    @Test
    void fails_the_start_when_secrets_are_sealed_with_a_key_that_is_not_here() {
        try (KeyRooms server = new KeyRooms(url, KeyRing.of(NEW))) {
            server.check.verify();
            rows.add(1, server.sealer::seal);
            rows.add(2, new Sealer(OLD)::seal);
        }
        try (KeyRooms server = new KeyRooms(url, KeyRing.of(NEW))) {
            assertThatThrownBy(server.check::verify)
                    .hasMessageContaining("8 secrets in this database are still sealed with master key " + OLD.id())
                    .hasMessageContaining("this server has " + NEW.id())
                    .hasMessageContaining("EKAYA_MASTER_KEY_OLD");
            assertNotAnnounced();
        }
        try (KeyRooms server = new KeyRooms(url, KeyRing.of(NEW, OLD))) {
            server.check.verify();
            assertThat(server.rotation.report().rotation()).contains(new KeyReport.Rotation(8));
            server.rotation.tick();
            assertThat(rows.texts()).allMatch(text -> text.startsWith("v2:" + NEW.id()));
        }
    }

    @Test
    void starts_with_what_is_no_sealed_text_and_with_the_form_before() {
        try (KeyRooms server = new KeyRooms(url, KeyRing.of(OLD))) {
            rows.add(1, (context, secret) -> FormBefore.seal(OLD, context, secret));
            rows.run("UPDATE ekaya.datasource SET sealed_password = 'nonsense'");
            server.check.verify();
            assertThat(server.rotation.report().sealed())
                    .containsExactly(new SealedCount("?", "?", 1), new SealedCount("v1", OLD.id(), 3));
        }
    }

    private void assertNotAnnounced() {
        assertThat(rows.one("SELECT count(*) FROM ekaya.key_holder")).isEqualTo("0");
    }
}

package ai.ekaya.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportCheckIT {
    private static final int EVENTS = 30;

    private final AuditRooms rooms = AuditRooms.open();
    private final Chain project = Chain.of(UUID.randomUUID());

    @BeforeEach
    void write() {
        for (int i = 0; i < EVENTS; i++) {
            rooms.append(project, "event:" + i + " \"é\u0001\u2028\uD83D\uDE00\"");
        }
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    private List<String> export(long after) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        rooms.export.of(Actor.SYSTEM, project, after).writeTo(out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private ExportCheck.Checked check(List<String> lines) throws IOException, ExportCheck.Wrong {
        byte[] key = rooms.keys.publicKey(rooms.keys.keyId()).orElseThrow();
        return ExportCheck.check(new BufferedReader(new StringReader(String.join("\n", lines))), Optional.of(key));
    }

    @Test
    void an_export_holds_all_up_to_itself_and_proves_it_elsewhere() throws Exception {
        List<String> lines = export(0);
        assertThat(lines).hasSize(EVENTS + 3);
        assertThat(lines.get(EVENTS + 1)).contains("AUDIT_EXPORTED");
        ExportCheck.Checked checked = check(lines);
        assertThat(checked.chain()).isEqualTo(project.id().toString());
        assertThat(checked.first()).isZero();
        assertThat(checked.last()).isEqualTo(EVENTS + 1);
        assertThat(checked.head()).isEqualTo(rooms.verify(project).hash().orElseThrow());
    }

    @Test
    void goes_on_where_an_earlier_export_ended() throws Exception {
        ExportCheck.Checked before = check(export(0));
        rooms.append(project, "since");
        List<String> since = export(before.last());
        assertThat(since).hasSize(4);
        assertThat(check(since).first()).isEqualTo(before.last());
        assertThat(since.get(0)).contains(before.head());
        assertThatThrownBy(() -> export(999))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'after' is 999, the audit goes from 0 to");
    }

    @Test
    void an_empty_chain_can_be_exported() throws Exception {
        Chain none = Chain.of(UUID.randomUUID());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        rooms.export.of(Actor.SYSTEM, none, 0).writeTo(out);
        assertThat(check(out.toString(StandardCharsets.UTF_8).lines().toList()).last())
                .isEqualTo(1);
    }

    @Test
    void every_change_of_an_export_is_found() throws Exception {
        List<String> lines = export(0);
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            List<String> changed = new ArrayList<>(lines);
            int at = random.nextInt(lines.size());
            switch (i % 5) {
                case 0 -> changed.remove(at);
                case 1 -> changed.add(at, lines.get(random.nextInt(lines.size())));
                case 2 -> Collections.swap(changed, at, (at + 1 + random.nextInt(lines.size() - 1)) % lines.size());
                case 3 -> changed = changed.subList(0, at);
                default -> changed.set(at, flipped(lines.get(at), random));
            }
            List<String> tried = changed;
            assertThatThrownBy(() -> check(tried))
                    .as("change %d of kind %d at line %d, seed %d", i, i % 5, at, seed)
                    .isInstanceOf(ExportCheck.Wrong.class);
        }
        check(lines);
    }

    /** Another letter or digit somewhere in a value that counts: the first line's copy of the public key is not used. */
    private static String flipped(String line, Random random) {
        int end = line.contains("publicKey") ? line.indexOf("publicKey") : line.length();
        int at = random.nextInt(end);
        while (!Character.isLetterOrDigit(line.charAt(at))) {
            at = random.nextInt(end);
        }
        return line.substring(0, at) + (line.charAt(at) == '7' ? '8' : '7') + line.substring(at + 1);
    }

    @Test
    void an_export_of_another_server_is_not_of_this_one() throws Exception {
        List<String> lines = export(0);
        byte[] other = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        assertThatThrownBy(() -> ExportCheck.check(
                        new BufferedReader(new StringReader(String.join("\n", lines))), Optional.of(other)))
                .hasMessageContaining("Line 1 is not signed by key " + ExportCheck.keyId(other));
    }

    @Test
    void a_chain_that_was_changed_in_the_database_shows_in_its_export() throws Exception {
        rooms.sealing.pass();
        rooms.superuser("UPDATE ekaya.audit_event SET actor_name = 'eve' WHERE subject LIKE 'event:9 %'");
        List<String> lines = export(0);
        assertThatThrownBy(() -> check(lines)).hasMessageContaining("Line 11 is not the event that was sealed as 10");
    }
}

package ai.ekaya.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.boot.Waiting;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A server is killed while it writes and seals: what it had committed is there, and all of it is in one chain afterwards. */
class KilledWriterIT {
    private static final int KILLS = 3;
    private static final int EVENTS_BEFORE_KILL = 300;

    @Test
    void a_killed_server_loses_nothing_that_it_had_committed() throws Exception {
        String url = TestDatabase.freshUrl();
        Chain chain = Chain.of(UUID.randomUUID());
        try (AuditRooms rooms = new AuditRooms(DatabaseUrl.parse(url), Clock.systemUTC())) {
            Set<String> told = new HashSet<>();
            for (int kill = 0; kill < KILLS; kill++) {
                told.addAll(writeAndKill(url, chain, "kill" + kill));
                awaitNoWriter(rooms);
                // The next server, which seals what the dead one left.
                rooms.sealing.pass();
                assertThat(rooms.verify(chain).finding()).isEmpty();
            }
            Set<String> stored = Set.of(rooms.one("SELECT string_agg(subject, ' ') FROM ekaya.audit_event")
                    .split(" "));
            assertThat(told).hasSizeGreaterThanOrEqualTo(KILLS * EVENTS_BEFORE_KILL);
            assertThat(stored).containsAll(told);
            Verification result = rooms.verify(chain);
            assertThat(result.intact()).isTrue();
            assertThat(result.waiting()).isZero();
            assertThat(result.last()).isEqualTo(stored.size());
            System.out.println("Killed " + KILLS + " times: " + told.size() + " events told as committed, "
                    + stored.size() + " stored and sealed");
        }
    }

    private static Set<String> writeAndKill(String url, Chain chain, String name)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(Path.of("target"), "killed-writer", ".out");
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        url,
                        chain.id().toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();
        try {
            Waiting.until("enough is written", 120, () -> told(output, name).size() >= EVENTS_BEFORE_KILL);
        } finally {
            server.destroyForcibly().waitFor();
        }
        return told(output, name);
    }

    /** Whole lines: the last may be cut off. */
    private static Set<String> told(Path output, String name) {
        try {
            String text = Files.readString(output);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL notices a dead client when it next writes to it; until then its last transaction may still commit. */
    private static void awaitNoWriter(AuditRooms rooms) {
        String others =
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ekaya-runtime' AND state <> 'idle'";
        Waiting.until(
                "the dead server's transactions are over",
                30,
                () -> rooms.one(others + " AND datname = current_database()").equals("0"));
    }
}

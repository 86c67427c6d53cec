package ai.ekaya.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.audit.Actor;
import ai.ekaya.boot.Waiting;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Going over to another master key while servers run; each {@link KeyRooms} is a server. */
class KeyRotationIT {
    private static final MasterKey OLD = KeyRooms.key(1);
    private static final MasterKey NEW = KeyRooms.key(2);
    private static final Actor ADA = new Actor("user", "1", "ada");

    private final DatabaseUrl url = TestDatabase.fresh();
    private final SealedRows rows = new SealedRows(url);

    /** A database whose secrets are sealed with the old key. */
    private void begin(int count) {
        try (KeyRooms first = server("first", KeyRing.of(OLD))) {
            rows.add(count, first.sealer::seal);
        }
    }

    private KeyRooms server(String host, KeyRing ring) {
        KeyRooms rooms = new KeyRooms(url, ring, host, Limits.defaults());
        rooms.check.verify();
        return rooms;
    }

    private KeyRooms withBoth(String host) {
        return server(host, KeyRing.of(NEW, OLD));
    }

    private void assertAllUnder(MasterKey key, KeyRooms server) {
        assertThat(rows.texts()).isNotEmpty().allMatch(text -> text.startsWith("v2:" + key.id() + ":"));
        rows.places.forEach(place -> assertThat(server.sealer
                        .open(place.context(), rows.read(server.store, place))
                        .value())
                .isEqualTo(place.context()));
    }

    private void settle(KeyRooms server) {
        rows.timePasses();
        server.rotation.tick();
        assertThat(server.rotation.report().rotation()).isEmpty();
    }

    @Test
    void puts_everything_under_the_new_key() {
        begin(3);
        rows.add(2, (context, secret) -> FormBefore.seal(OLD, context, secret));
        try (KeyRooms server = withBoth("one")) {
            assertThat(server.rotation.report().sealed())
                    .containsExactly(new SealedCount("v1", OLD.id(), 8), new SealedCount("v2", OLD.id(), 12));
            server.rotation.rotate(ADA);
            assertAllUnder(NEW, server);
            KeyReport report = server.rotation.report();
            assertThat(report.keyId()).isEqualTo(NEW.id());
            assertThat(report.known()).containsExactlyInAnyOrder(OLD.id(), NEW.id());
            assertThat(report.sealed()).containsExactly(new SealedCount("v2", NEW.id(), 20));
            assertThat(report.rotation()).contains(new KeyReport.Rotation(0));
            settle(server);
        }
        // Who holds the new one alone is a server like others.
        try (KeyRooms server = server("one", KeyRing.of(NEW))) {
            assertAllUnder(NEW, server);
        }
        assertThat(rows.one("SELECT actor_name || ' ' || subject || ' ' || (changes->'keyId'->>'before')"
                        + " FROM ekaya.audit_event WHERE type = 'MASTER_KEY_ROTATED'"))
                .isEqualTo("ada master-key:" + NEW.id() + " " + OLD.id());
    }

    @Test
    void a_server_seals_with_the_old_key_until_the_rotation_whatever_its_environment_says() {
        begin(1);
        try (KeyRooms old = server("old", KeyRing.of(OLD));
                KeyRooms restarted = withBoth("restarted")) {
            Sealed sealed = restarted.sealer.seal("a:1", new Secret("s"));
            assertThat(old.sealer.open("a:1", sealed)).isEqualTo(new Secret("s"));
        }
    }

    @Test
    void nothing_is_ever_unreadable_or_lost_while_two_servers_write() throws Exception {
        begin(100);
        rows.add(50, (context, secret) -> FormBefore.seal(OLD, context, secret));
        Limits limits = Limits.defaults().with(Limit.KEYS_REWRAPPED_TOGETHER_COUNT, 17);
        try (KeyRooms one = new KeyRooms(url, KeyRing.of(NEW, OLD), "one", limits);
                KeyRooms two = new KeyRooms(url, KeyRing.of(NEW, OLD), "two", limits);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            one.check.verify();
            two.check.verify();
            CountDownLatch busy = new CountDownLatch(4);
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Map<SealedRows.Place, String>>> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                // The other server reads what one has written.
                Writer writer = i % 2 == 0 ? new Writer(one, two, i) : new Writer(two, one, i);
                writers.add(threads.submit(() -> writer.write(busy, over)));
            }
            awaitAll(busy, writers);
            one.rotation.rotate(ADA);
            // The second has not heard of it yet, and seals on with the old key.
            assertThat(two.inForce.key().id()).isEqualTo(OLD.id());
            two.rotation.tick();
            one.rotation.tick();
            over.set(true);
            Map<SealedRows.Place, String> written = new HashMap<>();
            for (Future<Map<SealedRows.Place, String>> writer : writers) {
                written.putAll(writer.get());
            }
            one.rotation.tick();
            assertThat(rows.texts()).hasSize(600).allMatch(text -> text.startsWith("v2:" + NEW.id() + ":"));
            assertThat(written).hasSizeGreaterThan(100);
            for (SealedRows.Place place : rows.places) {
                assertThat(two.sealer
                                .open(place.context(), rows.read(two.store, place))
                                .value())
                        .isEqualTo(written.getOrDefault(place, place.context()));
            }
            settle(two);
        }
    }

    private static void awaitAll(CountDownLatch busy, List<? extends Future<?>> writers) throws Exception {
        while (!busy.await(10, TimeUnit.MILLISECONDS)) {
            for (Future<?> writer : writers) {
                if (writer.isDone()) {
                    // It failed.
                    writer.get();
                }
            }
        }
    }

    /** Every fourth place is one writer's, so that it knows what is there. */
    private final class Writer {
        private final KeyRooms writes;
        private final KeyRooms reads;
        private final int number;

        Writer(KeyRooms writes, KeyRooms reads, int number) {
            this.writes = writes;
            this.reads = reads;
            this.number = number;
        }

        Map<SealedRows.Place, String> write(CountDownLatch busy, AtomicBoolean over) {
            Map<SealedRows.Place, String> written = new HashMap<>();
            for (int i = 0; !over.get() || i < 100; i++) {
                // Places lie by fours; so each writer has all columns.
                int row = i % (rows.places.size() / 4);
                SealedRows.Place place = rows.places.get(row * 4 + (row + number) % 4);
                String before = written.getOrDefault(place, place.context());
                assertThat(reads.sealer
                                .open(place.context(), rows.read(reads.store, place))
                                .value())
                        .isEqualTo(before);
                String value = number + "-" + i;
                rows.write(writes.store, place, writes.sealer.seal(place.context(), new Secret(value)));
                written.put(place, value);
                if (i == 20) {
                    busy.countDown();
                }
            }
            return written;
        }
    }

    @Test
    void goes_on_where_it_was_killed() throws SQLException {
        begin(5);
        KeyRooms killed = withBoth("killed");
        SealedValues.of(killed.store, values -> {
            KeyState.flip(values.connection(), NEW);
            return values.rewrap(SealedColumn.DATASOURCE, "", 2, killed.sealer, NEW);
        });
        killed.kill();
        assertThat(rows.texts()).anyMatch(text -> text.startsWith("v2:" + OLD.id()));
        try (KeyRooms again = withBoth("again")) {
            assertThat(again.rotation.report().rotation()).contains(new KeyReport.Rotation(18));
            again.rotation.tick();
            assertAllUnder(NEW, again);
            settle(again);
        }
    }

    @Test
    void refuses_while_a_living_server_lacks_the_new_key() {
        begin(2);
        List<String> before = rows.texts();
        try (KeyRooms ready = withBoth("ready")) {
            KeyRooms old = server("web-2.example", KeyRing.of(OLD));
            assertThatThrownBy(() -> ready.rotation.rotate(ADA))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.CONFLICT))
                    .hasMessageContaining("web-2.example")
                    .hasMessageContaining("EKAYA_MASTER_KEY_OLD");
            assertThat(rows.texts()).isEqualTo(before);
            assertThat(ready.rotation.report().keyId()).isEqualTo(OLD.id());
            assertThat(rows.one("SELECT count(*) FROM ekaya.audit_event WHERE type = 'MASTER_KEY_ROTATED'"))
                    .isEqualTo("0");
            // An orderly end is told at once.
            old.close();
            ready.rotation.rotate(ADA);
            assertAllUnder(NEW, ready);
        }
    }

    @Test
    void forgets_a_server_that_was_killed_after_a_while() {
        begin(1);
        try (KeyRooms ready = withBoth("ready")) {
            server("killed", KeyRing.of(OLD)).kill();
            assertThat(ready.rotation.report().servers())
                    .extracting(KeyHolder::host)
                    .containsExactly("killed", "ready");
            rows.run("UPDATE ekaya.key_holder SET seen_at = seen_at - interval '59 seconds' WHERE host = 'killed'");
            assertThatThrownBy(() -> ready.rotation.rotate(ADA)).hasMessageContaining("The server on killed");
            rows.run("UPDATE ekaya.key_holder SET seen_at = seen_at - interval '2 seconds' WHERE host = 'killed'");
            ready.rotation.rotate(ADA);
            assertThat(rows.one("SELECT string_agg(host, ' ') FROM ekaya.key_holder"))
                    .isEqualTo("ready");
        }
    }

    @Test
    void a_server_that_starts_without_the_new_key_is_seen_by_the_rotation_or_sees_it() throws Exception {
        begin(1);
        try (KeyRooms ready = withBoth("ready");
                KeyRooms starting = new KeyRooms(url, KeyRing.of(OLD), "starting", Limits.defaults())) {
            CompletableFuture<Void> rotating = new CompletableFuture<>();
            starting.store.transact(transaction -> {
                try {
                    KeyState.held(transaction.connection());
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                rotating.completeAsync(() -> {
                    ready.rotation.rotate(ADA);
                    return null;
                });
                awaitBlocked();
                starting.holders.announce(transaction, starting.ring.ids());
            });
            assertThatThrownBy(() -> rotating.get(20, TimeUnit.SECONDS)).hasMessageContaining("The server on starting");
            starting.inForce.leave();
            ready.rotation.rotate(ADA);
        }
        try (KeyRooms late = new KeyRooms(url, KeyRing.of(OLD), "late", Limits.defaults())) {
            assertThatThrownBy(late.check::verify)
                    .hasMessageContaining("are sealed with master key " + NEW.id())
                    .hasMessageContaining("this server has " + OLD.id());
            assertThat(rows.one("SELECT count(*) FROM ekaya.key_holder WHERE host = 'late'"))
                    .isEqualTo("0");
        }
    }

    private void awaitBlocked() {
        String sql = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '"
                + url.database() + "'";
        Waiting.until(
                "the rotation waits for the start", 20, () -> !rows.one(sql).equals("0"));
    }

    @Test
    void finds_what_a_server_seals_with_the_old_key_after_the_rotation() {
        begin(2);
        SealedRows.Place place = rows.places.get(0);
        try (KeyRooms one = withBoth("one");
                KeyRooms two = withBoth("two")) {
            one.rotation.rotate(ADA);
            rows.write(two.store, place, two.sealer.seal(place.context(), new Secret("late")));
            Sealed late = rows.read(one.store, place);
            assertThat(late.text()).startsWith("v2:" + OLD.id());
            assertThat(one.sealer.open(place.context(), late).value()).isEqualTo("late");
            assertThat(one.rotation.report().rotation()).contains(new KeyReport.Rotation(1));
            one.rotation.tick();
            Sealed found = rows.read(one.store, place);
            assertThat(found.text()).startsWith("v2:" + NEW.id());
            assertThat(two.sealer.open(place.context(), found).value()).isEqualTo("late");
            // Not settled yet, though nothing is left.
            assertThat(one.rotation.report().rotation()).contains(new KeyReport.Rotation(0));
            settle(one);
        }
    }

    @Test
    void a_server_asks_again_before_it_seals_when_it_has_not_heard_for_a_while() {
        begin(1);
        try (KeyRooms one = withBoth("one");
                KeyRooms two = withBoth("two")) {
            one.rotation.rotate(ADA);
            two.clock.advance(Duration.ofMillis(19_999));
            assertThat(two.sealer.seal("a:1", new Secret("s")).text()).startsWith("v2:" + OLD.id());
            two.clock.advance(Duration.ofMillis(1));
            assertThat(two.sealer.seal("a:1", new Secret("s")).text()).startsWith("v2:" + NEW.id());
            // Nor when its clock is set back.
            two.clock.advance(Duration.ofHours(-1));
            assertThat(two.inForce.key()).isSameAs(two.ring.require(NEW.id()));
        }
    }

    @Test
    void a_secret_that_does_not_open_holds_up_no_other_and_is_not_forgotten() {
        begin(4);
        SealedRows.Place broken = rows.places.get(0);
        rows.run("UPDATE ekaya.datasource SET sealed_password = overlay(sealed_password PLACING 'AAAA' FROM 40)"
                + " WHERE id = '" + broken.id() + "'");
        try (KeyRooms server = withBoth("one")) {
            Sealed before = rows.read(server.store, broken);
            server.rotation.rotate(ADA);
            rows.timePasses();
            server.rotation.tick();
            assertThat(rows.read(server.store, broken)).isEqualTo(before);
            assertThat(server.rotation.report().rotation()).contains(new KeyReport.Rotation(1));
            assertThatThrownBy(() -> server.rotation.rotate(ADA)).hasMessageContaining("is still under way");
            // Somebody types the password again.
            rows.write(server.store, broken, server.sealer.seal(broken.context(), new Secret(broken.context())));
            server.rotation.tick();
            assertAllUnder(NEW, server);
            assertThat(server.rotation.report().rotation()).isEmpty();
        }
    }

    @Test
    void leaves_a_row_that_another_holds_for_the_next_tick() {
        begin(2);
        SealedRows.Place held = rows.places.get(0);
        try (KeyRooms one = withBoth("one");
                KeyRooms two = withBoth("two")) {
            SealedValues.of(two.store, values -> {
                values.connection()
                        .createStatement()
                        .execute("UPDATE ekaya.datasource SET name = name WHERE id = '" + held.id() + "'");
                one.rotation.rotate(ADA);
                return true;
            });
            assertThat(one.rotation.report().rotation()).contains(new KeyReport.Rotation(1));
            one.rotation.tick();
            assertAllUnder(NEW, one);
        }
    }

    @Test
    void says_what_to_set_when_the_environment_has_no_other_key() {
        begin(1);
        List<String> before = rows.texts();
        try (KeyRooms server = server("one", KeyRing.of(OLD))) {
            assertThatThrownBy(() -> server.rotation.rotate(ADA))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("EKAYA_MASTER_KEY is the key in force, " + OLD.id())
                    .hasMessageContaining("EKAYA_MASTER_KEY_OLD");
            assertThat(rows.texts()).isEqualTo(before);
        }
    }

    @Test
    void makes_a_new_key_file_and_puts_it_in_place_without_a_restart(@TempDir Path home) {
        KeyRing ring = KeyRing.load(Optional.empty(), Optional.empty(), home);
        MasterKey old = ring.current();
        try (KeyRooms one = server("one", ring);
                KeyRooms two = server("two", KeyRing.load(Optional.empty(), Optional.empty(), home))) {
            rows.add(2, one.sealer::seal);
            assertThatThrownBy(() -> one.rotation.rotate(ADA)).hasMessageContaining("The server on two");
            MasterKey next = new KeyFiles(home).next();
            two.rotation.tick();
            one.rotation.rotate(ADA);
            assertAllUnder(next, two);
            // Until it is settled, a server that starts needs both.
            one.rotation.tick();
            assertThat(ring.current().id()).isEqualTo(old.id());
            settle(one);
            two.rotation.tick();
            one.rotation.tick();
            assertThat(ring.current().id()).isEqualTo(next.id());
            assertThat(MasterKey.in(home.resolve("keys/master.key.old")).id()).isEqualTo(old.id());
            assertThat(home.resolve("keys/master.key.new")).doesNotExist();
            // And once more, which is another key.
            assertThatThrownBy(() -> two.rotation.rotate(ADA)).hasMessageContaining("The server on one");
            one.rotation.tick();
            two.rotation.rotate(ADA);
            assertThat(two.rotation.report().keyId()).isNotIn(old.id(), next.id());
        }
    }

    @Test
    void refuses_times_that_would_not_be_safe() {
        try (KeyRooms server = server("one", KeyRing.of(OLD))) {
            Limits settles = Limits.defaults().with(Limit.KEYS_SETTLE_SECONDS, 39);
            assertThatThrownBy(() -> server.rotation(settles)).hasMessageContaining("ekaya.keys.settle-seconds is 39");
            Limits forgets = Limits.defaults().with(Limit.KEYS_SERVER_SECONDS, 19);
            assertThatThrownBy(() -> server.rotation(forgets)).hasMessageContaining("ekaya.keys.server-seconds is 19");
            server.rotation(settles.with(Limit.KEYS_SETTLE_SECONDS, 40).with(Limit.KEYS_SERVER_SECONDS, 20));
        }
    }
}

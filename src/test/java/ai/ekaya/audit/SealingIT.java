package ai.ekaya.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SealingIT {
    private final AuditRooms rooms = AuditRooms.open();
    private final Chain project = Chain.of(UUID.randomUUID());

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void chains_each_project_and_what_belongs_to_none() {
        Chain other = Chain.of(UUID.randomUUID());
        for (int i = 0; i < 12; i++) {
            rooms.append(project, "one:" + i);
            rooms.append(Chain.PLATFORM, "none:" + i);
        }
        rooms.append(other, "other");
        assertThat(rooms.sealing.pass()).isEqualTo(25);
        assertThat(rooms.sealing.pass()).isZero();
        assertThat(rooms.verify(project).last()).isEqualTo(12);
        assertThat(rooms.verify(Chain.PLATFORM).last()).isEqualTo(12);
        assertThat(rooms.verify(other).last()).isEqualTo(1);
        assertThat(List.of(project, other, Chain.PLATFORM))
                .allSatisfy(chain -> assertThat(rooms.verify(chain).intact()).isTrue());
    }

    @Test
    void a_chain_that_never_began_is_intact_and_empty() {
        assertThat(rooms.verify(project))
                .isEqualTo(new Verification(true, 0, 0, java.util.Optional.empty(), 0, java.util.Optional.empty()));
    }

    @Test
    void an_event_waits_for_its_place_and_is_listed_meanwhile() {
        rooms.append(project, "waits");
        assertThat(rooms.verify(project)).satisfies(found -> {
            assertThat(found.intact()).isTrue();
            assertThat(found.waiting()).isEqualTo(1);
        });
    }

    @Test
    void seals_an_event_whose_transaction_ended_after_later_ones() {
        project.transact(rooms.store, slow -> {
            rooms.log.append(slow, AuditRooms.event(project, "slow"));
            rooms.append(project, "quick");
            assertThat(rooms.sealing.pass()).isEqualTo(1);
        });
        assertThat(rooms.sealing.pass()).isEqualTo(1);
        assertThat(rooms.verify(project).intact()).isTrue();
        assertThat(rooms.one("SELECT string_agg(e.subject, ' ' ORDER BY s.sequence) FROM ekaya.audit_seal s"
                        + " JOIN ekaya.audit_event e ON e.id = s.event_id"))
                .isEqualTo("quick slow");
        assertThat(rooms.one("SELECT string_agg(subject, ' ' ORDER BY id) FROM ekaya.audit_event"))
                .isEqualTo("slow quick");
    }

    @Test
    void what_is_rolled_back_is_in_no_chain() {
        rooms.append(project, "stays");
        try {
            project.transact(rooms.store, transaction -> {
                rooms.log.append(transaction, AuditRooms.event(project, "never happened"));
                throw new IllegalStateException("the change failed");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("the change failed");
        }
        assertThat(rooms.sealing.pass()).isEqualTo(1);
        assertThat(rooms.verify(project).intact()).isTrue();
    }

    @Test
    void two_sealers_at_once_make_one_chain() throws Exception {
        try (AuditRooms another = new AuditRooms(rooms.url(), java.time.Clock.systemUTC());
                ExecutorService threads = Executors.newFixedThreadPool(6)) {
            CountDownLatch written = new CountDownLatch(3);
            List<Future<?>> work = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                String name = "writer" + writer;
                work.add(threads.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        rooms.append(project, name + ":" + i);
                    }
                    written.countDown();
                }));
            }
            for (Sealing sealing : List.of(rooms.sealing, another.sealing, another.sealing)) {
                work.add(threads.submit(() -> {
                    while (written.getCount() > 0) {
                        sealing.pass();
                    }
                }));
            }
            for (Future<?> one : work) {
                one.get();
            }
            rooms.sealing.pass();
            assertThat(rooms.verify(project)).satisfies(found -> {
                assertThat(found.intact()).isTrue();
                assertThat(found.last()).isEqualTo(300);
                assertThat(found.waiting()).isZero();
            });
            // The other server has the same key, from the database.
            assertThat(another.verify(project).intact()).isTrue();
        }
    }

    @Test
    void does_not_go_on_from_a_head_that_somebody_forged() {
        for (int i = 0; i < 8; i++) {
            rooms.append(project, "event:" + i);
        }
        rooms.sealing.pass();
        rooms.superuser("DELETE FROM ekaya.audit_event WHERE subject >= 'event:5'");
        rooms.superuser("DELETE FROM ekaya.audit_seal WHERE sequence > 5");
        rooms.superuser(
                "UPDATE ekaya.audit_head h SET sequence = 5, hash = s.hash FROM ekaya.audit_seal s WHERE s.sequence = 5");
        rooms.append(project, "after");
        assertThat(rooms.sealing.pass()).isZero();
        assertThat(rooms.verify(project).finding().orElseThrow().kind()).isEqualTo(Verification.Kind.FORGED);
        rooms.superuser("DELETE FROM ekaya.audit_head");
        assertThat(rooms.sealing.pass()).isZero();
        assertThat(rooms.verify(project).finding().orElseThrow().kind()).isEqualTo(Verification.Kind.TAIL_CUT);
    }

    @Test
    void goes_on_from_the_head_so_that_a_cut_tail_stays_seen() {
        for (int i = 0; i < 8; i++) {
            rooms.append(project, "event:" + i);
        }
        rooms.sealing.pass();
        rooms.superuser("DELETE FROM ekaya.audit_event WHERE subject = 'event:7'");
        rooms.superuser("DELETE FROM ekaya.audit_seal WHERE sequence = 8");
        rooms.append(project, "after");
        assertThat(rooms.sealing.pass()).isEqualTo(1);
        assertThat(rooms.verify(project).finding().orElseThrow())
                .isEqualTo(new Verification.Finding(
                        Verification.Kind.DROPPED, 8, "The seal at 8 is gone, the next is at 9"));
    }

    @Test
    void events_of_before_there_were_chains_are_sealed_too() {
        rooms.store.transact(transaction -> Sql.update(transaction, """
                INSERT INTO ekaya.audit_event (at, type, actor_kind, actor_id, actor_name, project_id, subject, details)
                VALUES (now(), 'APP_CHANGED', 'user', 'x', 'x', NULL, 'old', '{}')
                """));
        // What the migration does for those that it finds.
        rooms.superuser("INSERT INTO ekaya.audit_unsealed SELECT id, '00000000-0000-0000-0000-000000000000'"
                + " FROM ekaya.audit_event");
        assertThat(rooms.sealing.pass()).isEqualTo(1);
        assertThat(rooms.verify(Chain.PLATFORM).intact()).isTrue();
    }
}

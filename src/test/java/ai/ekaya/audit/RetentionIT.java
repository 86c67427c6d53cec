package ai.ekaya.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.run.SettableClock;
import ai.ekaya.store.Sql;
import ai.ekaya.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionIT {
    private static final Duration DAY = Duration.ofDays(1);

    /** Long ago for PostgreSQL's own clock, which guards the last 30 days. */
    private final SettableClock clock = new SettableClock(Instant.parse("2020-01-01T10:00:00Z"));

    private final AuditRooms rooms = new AuditRooms(TestDatabase.fresh(), clock);
    private final Chain project = Chain.of(UUID.randomUUID());

    @AfterEach
    void close() {
        rooms.close();
    }

    private void days(int count, Chain chain) {
        for (int day = 0; day < count; day++) {
            rooms.append(chain, "day:" + day);
            rooms.append(chain, "again:" + day);
            clock.advance(DAY);
        }
        rooms.sealing.pass();
    }

    @Test
    void takes_what_is_older_than_400_days_and_leaves_a_chain_that_is_intact() {
        days(10, project);
        days(3, Chain.PLATFORM);
        clock.set(Instant.parse("2020-01-05T09:00:00Z").plus(Duration.ofDays(400)));
        // The days 1 to 4 January are over; the 5th is not yet.
        assertThat(rooms.retention.sweep()).isEqualTo(8);
        assertThat(rooms.verify(project)).satisfies(found -> {
            assertThat(found.finding()).isEmpty();
            assertThat(found.first()).isEqualTo(8);
        });
        assertThat(rooms.one("SELECT min(subject) FROM ekaya.audit_event WHERE subject LIKE 'day:%'"
                        + " AND project_id IS NOT NULL"))
                .isEqualTo("day:4");
        rooms.sealing.pass();
        assertThat(rooms.verify(project).last()).isEqualTo(21);
        assertThat(rooms.one("SELECT details->>'events' FROM ekaya.audit_event WHERE type = 'AUDIT_CUT'"))
                .isEqualTo("8");
        assertThat(rooms.verify(Chain.PLATFORM).first()).isZero();
    }

    @Test
    void does_nothing_a_second_time_and_goes_on_another_day() {
        days(10, project);
        clock.set(Instant.parse("2020-01-05T09:00:00Z").plus(Duration.ofDays(400)));
        assertThat(rooms.retention.sweep()).isEqualTo(8);
        assertThat(rooms.retention.sweep()).isZero();
        clock.advance(DAY);
        assertThat(rooms.retention.sweep()).isEqualTo(2);
        assertThat(rooms.one("SELECT count(*) FROM ekaya.audit_anchor")).isEqualTo("1");
        assertThat(rooms.verify(project).finding()).isEmpty();
    }

    @Test
    void a_chain_of_which_all_is_old_begins_again_at_its_anchor() {
        days(3, project);
        clock.advance(Duration.ofDays(500));
        assertThat(rooms.retention.sweep()).isEqualTo(6);
        assertThat(rooms.verify(project).finding()).isEmpty();
        rooms.append(project, "new");
        rooms.sealing.pass();
        assertThat(rooms.verify(project)).satisfies(found -> {
            assertThat(found.intact()).isTrue();
            // The cut is an event too.
            assertThat(found.last()).isEqualTo(8);
        });
    }

    @Test
    void leaves_a_chain_that_somebody_changed_as_it_is() {
        days(10, project);
        rooms.superuser("UPDATE ekaya.audit_event SET actor_name = 'eve' WHERE subject = 'day:1'");
        clock.advance(Duration.ofDays(500));
        assertThat(rooms.retention.sweep()).isZero();
        assertThat(rooms.one("SELECT count(*) FROM ekaya.audit_event")).isEqualTo("20");
        assertThat(rooms.verify(project).finding().orElseThrow().sequence()).isEqualTo(3);
    }

    @Test
    void keeps_the_last_thirty_days_whatever_the_limit_says() {
        clock.set(Instant.now());
        Limits hasty = Limits.defaults().with(Limit.AUDIT_KEPT_SECONDS, 1);
        try (AuditRooms careless = new AuditRooms(rooms.url(), clock, hasty)) {
            careless.append(project, "young");
            careless.sealing.pass();
            clock.advance(Duration.ofDays(3));
            assertThatThrownBy(careless.retention::sweep)
                    .rootCause()
                    .hasMessageContaining("The audit of the last 30 days is not cut");
        }
        assertThat(rooms.one("SELECT count(*) FROM ekaya.audit_event")).isEqualTo("1");
        assertThat(rooms.one("SELECT count(*) FROM ekaya.audit_anchor")).isEqualTo("0");
        assertThat(rooms.verify(project).finding()).isEmpty();
    }

    @Test
    void the_servers_login_cuts_nowhere_but_at_an_anchor() {
        days(3, project);
        assertThatThrownBy(() -> project.transact(
                        rooms.store,
                        transaction -> Sql.first(
                                transaction, "SELECT ekaya.audit_cut(?, 2)", row -> row.getLong(1), project.id())))
                .rootCause()
                .hasMessageContaining("The audit is cut only at an anchor");
        assertThat(rooms.one("SELECT count(*) FROM ekaya.audit_event")).isEqualTo("6");
    }
}

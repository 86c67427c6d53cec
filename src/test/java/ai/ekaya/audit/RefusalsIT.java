package ai.ekaya.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.run.SettableClock;
import ai.ekaya.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalsIT {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final AuditRooms rooms =
            new AuditRooms(TestDatabase.fresh(), clock, Limits.defaults().with(Limit.AUDIT_REFUSALS_KINDS_COUNT, 50));
    private final UUID project = UUID.randomUUID();

    @AfterEach
    void close() {
        rooms.close();
    }

    private Refusals.Kind kind(String who, String address) {
        return new Refusals.Kind(
                AuditEvent.Type.ACCESS_REFUSED,
                new Actor("user", who, who),
                Optional.of(project),
                "api:GET projects/{p}/audit",
                "NOT_PERMITTED",
                address);
    }

    @Test
    void a_million_refusals_of_one_kind_are_one_event() {
        for (int i = 0; i < 1_000_000; i++) {
            rooms.refusals.count(kind("eve", "192.0.2.1"));
        }
        clock.advance(Duration.ofSeconds(40));
        rooms.refusals.count(kind("eve", "192.0.2.1"));
        rooms.refusals.flush();
        assertThat(rooms.one("SELECT count || ' ' || (last_at - at) || ' ' || outcome || ' ' || severity"
                        + " FROM ekaya.audit_event"))
                .isEqualTo("1000001 00:00:40 REFUSED WARNING");
        rooms.refusals.flush();
        assertThat(rooms.one("SELECT count(*) FROM ekaya.audit_event")).isEqualTo("1");
    }

    @Test
    void any_number_of_kinds_takes_a_bounded_number_of_events_and_none_is_lost() {
        for (int i = 0; i < 10_000; i++) {
            rooms.refusals.count(kind("user" + i, "192.0.2." + i));
        }
        rooms.refusals.flush();
        assertThat(rooms.one("SELECT count(*) || ' ' || sum(count) FROM ekaya.audit_event"))
                .isEqualTo("51 10000");
        rooms.sealing.pass();
        assertThat(rooms.verify(Chain.of(project)).intact()).isTrue();
    }
}

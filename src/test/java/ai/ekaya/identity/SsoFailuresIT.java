package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.Refusals;
import ai.ekaya.store.Sql;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SsoFailuresIT {
    private final IdentityRooms rooms = new IdentityRooms();

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void sign_ins_that_come_to_nothing_are_in_the_audit_once_for_each_reason_and_address() {
        Refusals refusals = new Refusals(rooms.store, rooms.audit, rooms.limits, rooms.clock);
        SsoFailures failures = new SsoFailures(refusals);
        for (int i = 0; i < 3; i++) {
            failures.count(AuditEvent.Type.SIGN_IN_FAILED, SsoFailure.EXPIRED.name(), "192.0.2.1");
        }
        failures.count(AuditEvent.Type.SIGN_IN_FAILED, SsoFailure.DISABLED.name(), "192.0.2.1");
        refusals.flush();
        String sql = "SELECT type || ' ' || subject || ' ' || (details ->> 'code') || ' ' || count"
                + " FROM ekaya.audit_event WHERE type = 'SIGN_IN_FAILED' ORDER BY count";
        List<String> events =
                rooms.store.inTransaction(transaction -> Sql.list(transaction, sql, row -> row.getString(1)));
        assertThat(events)
                .containsExactly(
                        "SIGN_IN_FAILED page:/sso/login DISABLED 1", "SIGN_IN_FAILED page:/sso/login EXPIRED 3");
    }
}

package ai.ekaya.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import ai.ekaya.store.Transaction;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogIT {
    private final DatabaseUrl url = TestDatabase.fresh();
    private final Store store = Store.open(url);
    private final AuditLog audit = new AuditLog(Clock.systemUTC());
    private final UUID project = UUID.randomUUID();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void lists_a_projects_events_newest_first_and_no_others() {
        append(project, "first");
        append(UUID.randomUUID(), "of another");
        append(project, "second");
        assertThat(list(Long.MAX_VALUE)).extracting(AuditEntry::subject).containsExactly("second", "first");
        assertThat(list(list(Long.MAX_VALUE).get(0).id()))
                .extracting(AuditEntry::subject)
                .containsExactly("first");
        assertThat(list(Long.MAX_VALUE).get(0).details().path("key").asText()).isEqualTo("value \"quoted\"");
    }

    @Test
    void tells_an_events_place_once_it_has_one() {
        append(project, "sealed");
        try (AuditRooms rooms = new AuditRooms(url, Clock.systemUTC())) {
            rooms.sealing.pass();
        }
        append(project, "not yet");
        assertThat(list(Long.MAX_VALUE))
                .extracting(AuditEntry::sequence)
                .containsExactly(Optional.empty(), Optional.of(1L));
    }

    @Test
    void is_undone_with_the_change_it_tells_of() {
        assertThatThrownBy(() -> store.transactIn(project, transaction -> {
                    audit.append(transaction, event(project, "never happened"));
                    throw new IllegalStateException("the change failed");
                }))
                .hasMessage("the change failed");
        assertThat(list(Long.MAX_VALUE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE ekaya.audit_event SET subject = 'x'",
                "DELETE FROM ekaya.audit_event",
                "TRUNCATE ekaya.audit_event",
                "UPDATE ekaya.audit_seal SET hash = '\\x00'",
                "DELETE FROM ekaya.audit_seal",
                "TRUNCATE ekaya.audit_seal",
                "UPDATE ekaya.audit_anchor SET sequence = 0",
                "DELETE FROM ekaya.audit_anchor",
                "DELETE FROM ekaya.audit_head",
                "TRUNCATE ekaya.audit_head",
                "DELETE FROM ekaya.audit_key",
                "UPDATE ekaya.audit_key SET sealed_pair = ''",
                "UPDATE ekaya.audit_unsealed SET chain_id = gen_random_uuid()",
                "ALTER TABLE ekaya.audit_event DISABLE TRIGGER ALL",
                "DROP TABLE ekaya.audit_seal"
            })
    void the_servers_login_can_neither_change_nor_delete_events(String sql) {
        append(project, "stays");
        assertThatThrownBy(() -> store.transactIn(project, transaction -> execute(transaction, sql)))
                .message()
                .containsPattern("permission denied|must be owner");
        assertThat(list(Long.MAX_VALUE)).extracting(AuditEntry::subject).containsExactly("stays");
    }

    private void append(UUID ofProject, String subject) {
        store.transactIn(ofProject, transaction -> audit.append(transaction, event(ofProject, subject)));
    }

    private static AuditEvent event(UUID project, String subject) {
        return new AuditEvent(
                AuditEvent.Type.APP_CHANGED,
                Actor.SYSTEM,
                Optional.of(project),
                subject,
                Map.of("key", "value \"quoted\""));
    }

    private List<AuditEntry> list(long before) {
        return find(AuditFilter.all(Limits.defaults(), before));
    }

    private List<AuditEntry> find(AuditFilter filter) {
        return store.inProject(project, transaction -> audit.list(transaction, Chain.of(project), filter, 10));
    }

    private static void execute(Transaction transaction, String sql) {
        try (Statement statement = transaction.connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}

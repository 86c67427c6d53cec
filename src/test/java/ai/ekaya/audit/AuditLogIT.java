package ai.ekaya.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    private final Store store = Store.open(TestDatabase.fresh());
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
        assertThat(list(Long.MAX_VALUE).get(0).details()).isEqualTo(Map.of("key", "value \"quoted\""));
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
                "TRUNCATE ekaya.audit_event"
            })
    void the_servers_login_can_neither_change_nor_delete_events(String sql) {
        append(project, "stays");
        assertThatThrownBy(() -> store.transactIn(project, transaction -> execute(transaction, sql)))
                .hasMessageContaining("permission denied");
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
        return store.inProject(project, transaction -> audit.list(transaction, project, before, 10));
    }

    private static void execute(Transaction transaction, String sql) {
        try (Statement statement = transaction.connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}

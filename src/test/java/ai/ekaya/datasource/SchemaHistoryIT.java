package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The states that a real schema is seen in. */
class SchemaHistoryIT {
    private final TestShop shop = TestShop.fresh();
    private final ProjectId project = new ProjectId(UUID.randomUUID());
    private final Principal admin = new Principal(
            Principal.Kind.USER, new UserId(UUID.randomUUID()), "admin", false, Map.of(project, Role.ADMIN));

    @TempDir
    private Path home;

    private Store store;
    private Datasources datasources;
    private SchemaHistory history;
    private DatasourceId source;

    @BeforeEach
    void open() {
        store = Store.open(TestDatabase.fresh());
        store.transactIn(
                project.value(),
                transaction -> Sql.update(
                        transaction,
                        "INSERT INTO project (id, name, created_at) VALUES (?, 'test', now())",
                        project.value()));
        use(Limits.defaults());
        NewDatasource asked = new NewDatasource(
                "shop",
                "postgresql",
                "localhost",
                shop.port(),
                shop.database(),
                shop.user(),
                new Secret("reader"),
                "prefer");
        source = datasources.add(admin, project, asked).id();
    }

    private void use(Limits limits) {
        Sealer sealer = new Sealer(MasterKey.load(Optional.empty(), home));
        TestDatasources room = TestDatasources.on(store, sealer, limits, Clock.systemUTC());
        datasources = room.datasources();
        history = room.history(store, limits, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private SchemaHistory.Refreshed refresh() {
        return history.refresh(admin.actor(), project, source, new Cancellation());
    }

    private int events() {
        return store.inProject(
                project.value(),
                transaction -> Sql.first(
                                transaction,
                                "SELECT count(*) FROM audit_event WHERE type = 'SCHEMA_REFRESHED' AND project_id = ?",
                                row -> row.getInt(1),
                                project.value())
                        .orElse(0));
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = TestDatabase.superuser(shop.database());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_schema_that_stays_is_one_state_seen_again() {
        assertThat(history.changes(project, source, Optional.empty(), Optional.empty()))
                .isEmpty();
        assertThat(events()).isZero();
        SchemaHistory.Refreshed first = refresh();
        assertThat(first.changed()).isFalse();
        assertThat(first.changes()).isEmpty();
        SchemaHistory.Refreshed second = refresh();
        assertThat(second.changed()).isFalse();
        assertThat(second.state().number()).isEqualTo(1);
        assertThat(second.state().firstSeenAt()).isEqualTo(first.state().firstSeenAt());
        assertThat(second.state().lastSeenAt()).isAfterOrEqualTo(first.state().lastSeenAt());
        assertThat(history.list(project, source)).hasSize(1);
        assertThat(history.changes(project, source, Optional.empty(), Optional.empty()))
                .isEmpty();
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void what_changed_is_told_at_once_and_later_between_any_two_states() throws SQLException {
        refresh();
        change("ALTER TABLE events ALTER payload DROP NOT NULL");
        SchemaHistory.Refreshed second = refresh();
        assertThat(second.changed()).isTrue();
        assertThat(second.changes()).hasSize(1);
        assertThat(second.changes().get(0).toString())
                .contains(
                        "\"change\":\"modified\",\"what\":\"column\",\"schema\":\"public\",\"table\":\"events\",\"name\":\"payload\"");
        change("DROP VIEW order_totals");
        assertThat(refresh().changes().findValuesAsText("what")).containsExactly("view");
        assertThat(history.changes(project, source, Optional.empty(), Optional.empty())
                        .findValuesAsText("change"))
                .containsExactly("removed");
        assertThat(history.changes(project, source, Optional.of(1), Optional.of(3))
                        .findValuesAsText("what"))
                .containsExactly("column", "view");
        assertThat(history.changes(project, source, Optional.of(3), Optional.of(1))
                        .findValuesAsText("change"))
                .containsExactly("modified", "added");
        assertThat(history.list(project, source).stream().map(SchemaHistory.Seen::number))
                .containsExactly(3, 2, 1);
    }

    @Test
    void only_the_last_states_are_kept_and_one_that_is_gone_is_not_found() throws SQLException {
        use(Limits.defaults().with(Limit.DATASOURCE_SNAPSHOTS_KEPT_COUNT, 2));
        for (int i = 0; i < 3; i++) {
            change("CREATE TABLE more_" + i + " (id int); GRANT SELECT ON more_" + i + " TO " + shop.user());
            refresh();
        }
        assertThat(history.list(project, source).stream().map(SchemaHistory.Seen::number))
                .containsExactly(3, 2);
        assertThatThrownBy(() -> history.changes(project, source, Optional.of(1), Optional.of(3)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("There is no state 1 of this schema; the last 2 are kept");
    }

    @Test
    void those_that_refresh_at_once_make_one_state() {
        List<CompletableFuture<SchemaHistory.Refreshed>> all = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(this::refresh))
                .toList();
        assertThat(all.stream()
                        .map(CompletableFuture::join)
                        .map(told -> told.state().number()))
                .containsOnly(1);
        assertThat(history.list(project, source)).hasSize(1);
    }

    @Test
    void another_projects_datasource_has_no_history_and_a_removed_one_leaves_none() {
        refresh();
        ProjectId other = new ProjectId(UUID.randomUUID());
        assertThatThrownBy(() -> history.list(other, source)).hasMessageContaining("There is no datasource");
        assertThatThrownBy(() -> history.changes(other, source, Optional.empty(), Optional.empty()))
                .hasMessageContaining("There is no datasource");
        datasources.remove(admin, project, source);
        assertThat(store.<Long>inProject(
                        project.value(),
                        transaction -> Sql.list(
                                        transaction, "SELECT count(*) FROM schema_snapshot", row -> row.getLong(1))
                                .get(0)))
                .isZero();
    }
}

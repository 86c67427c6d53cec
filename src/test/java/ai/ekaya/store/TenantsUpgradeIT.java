package ai.ekaya.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A database from before row-level security with two projects in it, and its owner, whom the policies bind as well. */
class TenantsUpgradeIT {
    private final DatabaseUrl url = TestDatabase.fresh();
    private final UUID a = UUID.randomUUID();
    private final UUID b = UUID.randomUUID();
    private final PGSimpleDataSource owner = Store.driver("test", url);

    @BeforeEach
    void migrate_to_the_version_before() throws SQLException {
        RuntimeLogin login = RuntimeLogin.ensure(owner, url, Optional.empty());
        List<String> before = Migrations.names().stream()
                .takeWhile(name -> !name.equals("V125__tenants.sql"))
                .toList();
        Migrations.run(owner, login, before);
        asSuperuser("DROP OWNED BY " + login.user() + "_across; DROP ROLE " + login.user() + "_across");
        for (UUID project : List.of(a, b)) {
            asSuperuser("""
                    INSERT INTO ekaya.project (id, name, created_at) VALUES ('%1$s', '%1$s', now());
                    INSERT INTO ekaya.app_package (project_id, package_hash, bytes, stored_at)
                        VALUES ('%1$s', repeat('0', 64), '', now());
                    INSERT INTO ekaya.installed_app (id, project_id, slug, package_id, name, version, package_hash, state, grants,
                            settings, datasources, overlap, owner_id, installed_at, changed_at)
                        VALUES ('%1$s', '%1$s', 'app', 'app', 'App', '1.0.0', repeat('0', 64), 'ENABLED', '{}', '{}', '{}',
                            'skip', '%1$s', now(), now());
                    INSERT INTO ekaya.run (id, project_id, app_id, app_slug, version, package_hash, trigger_kind, trigger_json,
                            principal_kind, principal_id, principal_name, input, state, seed, created_at, server_id, lease_until)
                        SELECT gen_random_uuid(), '%1$s', '%1$s', 'app', '1.0.0', '0', 'manual', '{}', 'user', '%1$s', 'u', '{}',
                            'QUEUED', 1, now() - n * interval '1 minute', 's', now() FROM generate_series(1, 2000) AS n;
                    """.formatted(project));
        }
        asSuperuser("ANALYZE");
    }

    private void asSuperuser(String sql) throws SQLException {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void goes_on_with_its_rows_each_in_its_project() {
        try (Store store = Store.open(url)) {
            String count = "SELECT count(*) FROM run";
            assertThat(store.<Long>inProject(a, t -> one(t, count))).isEqualTo(2000);
            assertThat(store.<Long>inTransaction(t -> one(t, count))).isZero();
            String lose = "UPDATE run SET lease_until = now() WHERE state <> 'ENDED' AND server_id = ?";
            assertThat(store.<Integer>acrossProjects(t -> Sql.update(t, lose, "s")))
                    .isEqualTo(4000);
        }
    }

    @Test
    void finds_a_projects_runs_by_the_index_as_before() {
        try (Store store = Store.open(url)) {
            String list = "EXPLAIN SELECT id FROM run WHERE project_id = ? AND (created_at, id) < (?, ?)"
                    + " ORDER BY created_at DESC, id DESC LIMIT 50";
            assertThat(store.<List<String>>inProject(
                            a, t -> Sql.list(t, list, row -> row.getString(1), a, java.time.Instant.EPOCH, a)))
                    .anyMatch(line -> line.contains("Index") && line.contains("using run_by_project"))
                    .anyMatch(line -> line.contains("Index Cond") && line.contains("ROW(created_at, id)"))
                    .noneMatch(line -> line.contains("Sort") || line.contains("Seq Scan"));
            String expired = "EXPLAIN UPDATE run SET lease_until = now() WHERE state <> 'ENDED' AND lease_until < ?";
            assertThat(store.<List<String>>acrossProjects(
                            t -> Sql.list(t, expired, row -> row.getString(1), java.time.Instant.EPOCH)))
                    .anyMatch(line -> line.contains("run_open"));
        }
    }

    @Test
    void its_owner_sees_no_project_but_in_maintenance() throws SQLException {
        Store.open(url).close();
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(one(statement, "SELECT count(*) FROM run")).isEqualTo("0");
            statement.execute("SET row_security = off");
            assertThatThrownBy(() -> one(statement, "SELECT count(*) FROM run"))
                    .hasMessageContaining("would be affected by row-level security");
            statement.execute("SET row_security = on; SET ekaya.maintenance = 'yes'");
            assertThat(one(statement, "SELECT count(*) FROM run")).isEqualTo("4000");
        }
    }

    @Test
    void says_how_to_restore_a_database_whose_tables_do_not_know_the_servers_roles() throws SQLException {
        String user;
        try (Store store = Store.open(url)) {
            user = store.inTransaction(t ->
                    Sql.first(t, "SELECT current_user", row -> row.getString(1)).orElseThrow());
        }
        for (String role : List.of(user + "_across", user)) {
            asSuperuser("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
        assertThatThrownBy(() -> Store.open(url))
                .hasMessageContaining("restored while the server's roles were missing")
                .hasMessageContaining("Now there are " + user + " and " + user + "_across");
    }

    @Test
    void the_servers_login_gets_nothing_by_asking_for_maintenance() {
        try (Store store = Store.open(url)) {
            assertThat(store.<Long>inTransaction(t -> {
                        t.set("SELECT set_config('ekaya.maintenance', ?, true)", "yes");
                        return one(t, "SELECT count(*) FROM run");
                    }))
                    .isZero();
            assertThatThrownBy(() -> store.transact(
                            t -> Sql.update(t, "CALL ekaya.belongs_to_project('ekaya.start_mark', 'name')")))
                    .hasStackTraceContaining("permission denied");
        }
    }

    @Test
    void a_later_migration_changes_the_rows_of_all_projects() throws SQLException {
        RuntimeLogin login = RuntimeLogin.ensure(owner, url, Optional.empty());
        List<String> names = Stream.concat(Migrations.names().stream(), Stream.of("V999__of_a_test.sql"))
                .toList();
        Migrations.run(owner, login, names);
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement()) {
            assertThat(one(statement, "SELECT count(*) FROM ekaya.run WHERE engine = 'changed'"))
                    .isEqualTo("4000");
        }
    }

    private static Long one(Transaction transaction, String sql) {
        return Sql.first(transaction, sql, row -> row.getLong(1)).orElseThrow();
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found.get(0);
        }
    }
}

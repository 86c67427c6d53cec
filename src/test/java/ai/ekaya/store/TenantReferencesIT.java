package ai.ekaya.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** PostgreSQL checks foreign keys beside row-level security, so they must keep projects apart themselves. */
class TenantReferencesIT {
    private static final DatabaseUrl URL = TestDatabase.fresh();

    @Test
    void a_foreign_key_between_tables_of_projects_names_the_project() {
        TenantTables catalog = openedOnce();
        String tenants = String.join(
                ", ",
                catalog.ofProjects().stream()
                        .filter(table -> table.key().equals("project_id"))
                        .map(table -> "'ekaya." + table + "'::regclass")
                        .toList());
        String keys = "FROM pg_constraint WHERE contype = 'f' AND conrelid IN (%1$s) AND confrelid IN (%1$s)"
                .formatted(tenants);
        assertThat(Integer.parseInt(catalog.one("SELECT count(*) " + keys))).isGreaterThan(9);
        assertThat(catalog.list("""
                SELECT conrelid::regclass || ' → ' || confrelid::regclass %s AND NOT EXISTS (
                    SELECT 1 FROM unnest(conkey, confkey) AS pair (ours, theirs)
                    JOIN pg_attribute o ON o.attrelid = conrelid AND o.attnum = ours AND o.attname = 'project_id'
                    JOIN pg_attribute t ON t.attrelid = confrelid AND t.attnum = theirs AND t.attname = 'project_id')
                """.formatted(keys)))
                .as("FOREIGN KEY (project_id, x_id) REFERENCES x (project_id, id)")
                .isEmpty();
    }

    @Test
    void a_row_cannot_hang_on_another_projects() {
        TenantTables catalog = openedOnce();
        UUID mine = project(catalog);
        UUID other = project(catalog);
        UUID datasource = UUID.randomUUID();
        catalog.run("""
                INSERT INTO ekaya.datasource (id, project_id, name, type, host, port, database_name, user_name, ssl_mode, sealed_password,
                    can_write, version, created_at)
                VALUES ('%s', '%s', 'shop', 'postgresql', 'h', 1, 'd', 'u', 'disable', 's', false, 1, now())
                """.formatted(datasource, other));
        try (Store store = Store.open(URL)) {
            assertThatThrownBy(() -> scanned(store, mine, datasource))
                    .hasRootCauseInstanceOf(SQLException.class)
                    .rootCause()
                    .hasMessageContaining("foreign key");
            assertThat(scanned(store, other, datasource)).isOne();
        }
    }

    private static int scanned(Store store, UUID project, UUID datasource) {
        return store.inProject(
                project,
                transaction -> Sql.update(
                        transaction,
                        "INSERT INTO ekaya.classification_scan (project_id, datasource_id) VALUES (?, ?)",
                        project,
                        datasource));
    }

    private static TenantTables openedOnce() {
        Store.open(URL).close();
        return new TenantTables(URL);
    }

    private static UUID project(TenantTables catalog) {
        UUID id = UUID.randomUUID();
        catalog.run("INSERT INTO ekaya.project (id, name, created_at) VALUES ('%s', '%s', now())".formatted(id, id));
        return id;
    }
}

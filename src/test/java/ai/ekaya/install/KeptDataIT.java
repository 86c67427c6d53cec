package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.appdb.AppId;
import ai.ekaya.appdb.AppMigration;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import ai.ekaya.store.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptDataIT {
    private static final Packages NOTES = Platform.app(
                    "export default async ({host}) => (await host.db.query('SELECT count(*) FROM notes')).rows")
            .with("schema.sql", "CREATE TABLE notes (body text); INSERT INTO notes VALUES ('kept')");

    private static final Packages PLAIN =
            Packages.minimal().with("app.js", "export default () => 1").allowing("state_get");

    private final Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    private void uninstall() {
        platform.uninstaller.uninstall(platform.admin, platform.project, "my-app");
    }

    private long left() {
        return platform.count(
                "SELECT (SELECT count(*) FROM ekaya.installed_app) + (SELECT count(*) FROM ekaya.app_package)"
                        + " + (SELECT count(*) FROM ekaya.app_database) + (SELECT count(*) FROM ekaya.app_state)"
                        + " + (SELECT count(*) FROM ekaya.run) + (SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'app\\_%')");
    }

    @Test
    void keeps_the_data_of_a_removed_app_for_a_month_and_then_purges_it() {
        InstalledApp app = platform.install(NOTES);
        platform.run(app, "{}");
        uninstall();
        assertThat(platform.apps.removed(platform.project))
                .singleElement()
                .satisfies(removed -> assertThat(removed.dataKeptUntil())
                        .contains(platform.clock.instant().plus(Duration.ofDays(30))));
        platform.clock.advance(Duration.ofDays(30).minusSeconds(1));
        assertThat(platform.kept.sweep()).isZero();
        assertThat(platform.databases.list()).containsExactly(app.id());
        platform.clock.advance(Duration.ofSeconds(1));
        assertThat(platform.kept.sweep()).isEqualTo(1);
        assertThat(left()).isZero();
        assertThat(platform.apps.removed(platform.project)).isEmpty();
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'APP_UNINSTALLED'"
                        + " AND actor_kind = 'system' AND details ->> 'data' = 'purge'"))
                .isEqualTo(1);
        assertThat(platform.kept.sweep()).isZero();
    }

    @Test
    void purges_nothing_of_an_app_that_was_installed_again() {
        platform.install(NOTES);
        uninstall();
        InstalledApp again = platform.install(NOTES);
        assertThat(again.dataKeptUntil()).isEmpty();
        platform.clock.advance(Duration.ofDays(60));
        assertThat(platform.kept.sweep()).isZero();
        assertThat(platform.output(platform.run(again, "{}"))).isEqualTo("[[1]]");
    }

    @Test
    void installs_over_no_data_that_is_being_purged_and_finishes_what_was_cut_off() {
        platform.install(NOTES);
        uninstall();
        // As a server leaves it that is killed between claiming and dropping.
        platform.sql("UPDATE ekaya.installed_app SET state = 'UNINSTALLING', data_kept_until = NULL");
        assertThatThrownBy(() -> platform.install(NOTES)).hasMessageContaining("is being purged");
        assertThat(platform.kept.sweep()).isEqualTo(1);
        assertThat(left()).isZero();
        platform.install(NOTES);
    }

    @Test
    void drops_an_old_database_that_no_app_has() {
        InstalledApp app = platform.install(NOTES);
        AppId orphan = new AppId(UUID.randomUUID());
        platform.databases.create(
                platform.project.value(), orphan, List.of(new AppMigration(1, "x", "CREATE TABLE x (id int)")));
        platform.sql("UPDATE ekaya.app_database SET created_at = '" + platform.clock.instant() + "'");
        platform.clock.advance(Duration.ofHours(1));
        // It may be an install that goes on just now.
        assertThat(platform.kept.sweep()).isZero();
        platform.clock.advance(Duration.ofSeconds(1));
        assertThat(platform.kept.sweep()).isEqualTo(1);
        assertThat(platform.databases.list()).containsExactly(app.id());
        assertThat(platform.output(platform.run(app, "{}"))).isEqualTo("[[1]]");
    }

    @Test
    void makes_no_role_for_a_package_without_tables() {
        InstalledApp app = platform.install(PLAIN);
        assertThat(platform.databases.list()).isEmpty();
        assertThat(platform.output(platform.run(app, "{}"))).isEqualTo("1");
    }

    @Test
    void refuses_a_package_with_tables_and_takes_one_without_where_roles_cannot_be_made() throws SQLException {
        try (Connection owner = platform.store.owner().getConnection();
                Connection superuser = TestDatabase.superuser("postgres");
                Statement statement = superuser.createStatement()) {
            // A test's database and its owner have one name.
            statement.execute("ALTER ROLE " + owner.getCatalog() + " NOCREATEROLE");
        }
        assertThatThrownBy(() -> platform.install(NOTES)).hasMessageContaining("has to run: ALTER ROLE ");
        assertThat(left()).isZero();
        platform.install(PLAIN);
    }
}

package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import ai.ekaya.run.Run;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Apps that cannot run any more say so, run nothing, and are led out by an update, a rollback or their removal. */
class FailedAppsIT {
    private final Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    private static Packages version(String version) {
        return Platform.app("export default async ({host}) => '" + version + " '"
                        + " + (await host.db.query('SELECT count(*) FROM notes')).rows[0][0]")
                .version(version)
                .with("migrations/001_notes.sql", "CREATE TABLE notes (body text); INSERT INTO notes VALUES ('kept')");
    }

    private static InstalledApp app(Platform server) {
        return server.apps.require(server.project, "my-app");
    }

    private static InstalledApp update(Platform server, Packages packages) {
        return Done.of(server.updates.update(server.admin, server.project, "my-app", NewInstall.of(packages.zip())));
    }

    private void damage(String version) {
        platform.sql("UPDATE ekaya.app_package SET bytes = '\\x00' WHERE package_hash = '"
                + version(version).verified().hash().hex() + "'");
    }

    private long count(String what) {
        return platform.count("SELECT count(*) FROM ekaya." + what);
    }

    @Test
    void one_whose_package_was_damaged_fails_with_its_next_run_and_an_update_leads_out() {
        platform.install(version("1.0.0"));
        damage("1.0.0");
        try (Platform next = platform.restarted()) {
            Run run = next.run(app(next), "{}");
            assertThat(run.outcome().orElseThrow().name().name()).isEqualTo("REFUSED");
            InstalledApp failed = app(next);
            assertThat(failed.state()).isEqualTo(AppStatus.FAILED);
            assertThat(failed.stateReason().orElse(""))
                    .startsWith("The stored package was changed after it was installed");
            assertThat(count("audit_event WHERE type = 'APP_FAILED'")).isEqualTo(1);
            assertThat(next.text("SELECT title FROM ekaya.notification WHERE title LIKE '%cannot run%'"))
                    .isEqualTo("my-app cannot run");
            assertThatThrownBy(() -> next.runs.submit(next.asked(failed, "{}")))
                    .hasMessageContaining("has failed: The stored package was changed");
            assertThat(next.failed.look()).isZero();
            // Neither is it made well by switching it on.
            next.changes.disable(next.admin, next.project, "my-app");
            assertThat(next.changes.enable(next.admin, next.project, "my-app").state())
                    .isEqualTo(AppStatus.FAILED);

            update(next, version("1.1.0"));
            assertThat(app(next).state()).isEqualTo(AppStatus.ENABLED);
            assertThat(app(next).stateReason()).isEmpty();
            assertThat(next.output(next.run(app(next), "{}"))).isEqualTo("\"1.1.0 1\"");
        }
    }

    @Test
    void the_same_package_once_more_makes_it_whole() {
        platform.install(version("1.0.0"));
        damage("1.0.0");
        try (Platform next = platform.restarted()) {
            assertThat(next.failed.look()).isEqualTo(1);
            update(next, version("1.0.0"));
            assertThat(next.output(next.run(app(next), "{}"))).isEqualTo("\"1.0.0 1\"");
        }
    }

    @Test
    void an_update_that_fails_leaves_it_failed() {
        platform.install(version("1.0.0"));
        damage("1.0.0");
        try (Platform next = platform.restarted()) {
            assertThat(next.failed.look()).isEqualTo(1);
            String why = app(next).stateReason().orElseThrow();
            assertThatThrownBy(() -> update(
                            next, version("2.0.0").with("tests/a.json", "{\"name\": \"a\", \"output\": \"other\"}")))
                    .hasMessageContaining("refused by its own tests");
            assertThat(app(next).state()).isEqualTo(AppStatus.FAILED);
            assertThat(app(next).stateReason()).contains(why);
        }
    }

    @Test
    void one_whose_package_is_gone_is_found_by_looking_and_a_rollback_leads_out() {
        platform.install(version("1.0.0"));
        update(platform, version("2.0.0"));
        platform.sql("SET session_replication_role = replica; DELETE FROM ekaya.app_package WHERE package_hash = '"
                + version("2.0.0").verified().hash().hex() + "'");
        try (Platform next = platform.restarted()) {
            assertThat(next.failed.look()).isEqualTo(1);
            assertThat(app(next).stateReason().orElse("")).endsWith("is no longer stored");
            assertThat(next.failed.look()).isZero();
            next.rollbacks.rollback(next.admin, next.project, "my-app", Optional.empty());
            assertThat(next.output(next.run(app(next), "{}"))).isEqualTo("\"1.0.0 1\"");
        }
    }

    @Test
    void one_whose_tables_are_gone_is_found_also_when_the_schema_was_made_anew() {
        platform.install(version("1.0.0"));
        String schema = platform.text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'app\\_%'");
        assertThat(platform.failed.look()).isZero();
        platform.sql("DROP SCHEMA " + schema + " CASCADE");
        try (Platform next = platform.restarted()) {
            assertThat(next.failed.look()).isEqualTo(1);
            assertThat(app(next).stateReason().orElse(""))
                    .isEqualTo("Its tables are gone: migrations/001_notes.sql has not run in its schema");
            update(next, version("1.1.0"));
            assertThat(next.output(next.run(app(next), "{}"))).isEqualTo("\"1.1.0 1\"");
        }
    }

    @Test
    void one_that_failed_is_removed_as_any_other() {
        platform.install(version("1.0.0"));
        damage("1.0.0");
        try (Platform next = platform.restarted()) {
            next.failed.look();
            next.uninstaller.purge(next.admin, next.project, "my-app");
        }
        assertThat(count("installed_app") + count("app_package") + count("app_database"))
                .isZero();
    }
}

package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import ai.ekaya.run.Run;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Apps on their way from one state to another, also when the server dies on it. */
class LifecycleIT {
    private static final Packages ONE = version("1.0.0", "'one'");
    private static final Packages TWO = version("2.0.0", "'two'");

    /** The version before does not work on its tables. */
    private static final Packages CHANGING = Platform.app("export default async ({host}) => 'two'"
                    + " + (await host.db.query('SELECT count(*) FROM remarks')).rows[0][0]")
            .version("2.0.0")
            .with("migrations/001_notes.sql", "CREATE TABLE notes (body text); INSERT INTO notes VALUES ('kept')")
            .with(
                    "migrations/002_remarks.sql",
                    "ALTER TABLE notes RENAME TO remarks; INSERT INTO remarks VALUES ('new')");

    private final Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    /** Killed: no line of Java runs any more for it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static Packages version(String version, String answer) {
        return Platform.app("export default async ({host}) => " + answer
                        + " + (await host.db.query('SELECT count(*) FROM notes')).rows[0][0]")
                .version(version)
                .with("migrations/001_notes.sql", "CREATE TABLE notes (body text); INSERT INTO notes VALUES ('kept')");
    }

    private void dieAt(AppOperation.Step step) {
        platform.dies = reached -> {
            if (reached.equals(step.name())) {
                throw new Killed();
            }
        };
    }

    private InstalledApp update(Packages packages) {
        return Done.of(
                platform.updates.update(platform.admin, platform.project, "my-app", NewInstall.of(packages.zip())));
    }

    private String state() {
        return platform.text("SELECT coalesce(string_agg(state, ','), 'none') FROM ekaya.installed_app");
    }

    private long left() {
        return platform.count(
                "SELECT (SELECT count(*) FROM ekaya.installed_app) + (SELECT count(*) FROM ekaya.app_package)"
                        + " + (SELECT count(*) FROM ekaya.app_database) + (SELECT count(*) FROM ekaya.app_version)"
                        + " + (SELECT count(*) FROM ekaya.app_operation)"
                        + " + (SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'app\\_%')");
    }

    private long audited(String type) {
        return platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = '" + type + "'");
    }

    @ParameterizedTest
    @EnumSource(names = {"BEGUN", "CODE_PREPARED", "TESTED", "TABLES_MADE"})
    void nothing_is_left_of_an_installation_whose_server_was_killed(AppOperation.Step step) {
        dieAt(step);
        assertThatThrownBy(() -> platform.install(ONE)).isInstanceOf(Killed.class);
        assertThat(state()).isEqualTo("INSTALLING");
        try (Platform next = platform.restarted()) {
            assertThat(next.halfDone.repair(true)).isEqualTo(1);
            assertThat(left()).isZero();
            assertThat(audited("APP_CHANGE_UNDONE")).isEqualTo(1);
            assertThat(next.halfDone.repair(true)).isZero();
            assertThat(next.output(next.run(next.install(ONE), "{}"))).isEqualTo("\"one1\"");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BEGUN", "CODE_PREPARED", "TESTED", "TABLES_MADE"})
    void data_that_was_kept_stays_kept_when_installing_it_again_is_killed(AppOperation.Step step) {
        platform.install(ONE);
        platform.uninstaller.uninstall(platform.admin, platform.project, "my-app");
        dieAt(step);
        assertThatThrownBy(() -> platform.install(ONE)).isInstanceOf(Killed.class);
        try (Platform next = platform.restarted()) {
            next.halfDone.repair(true);
            assertThat(next.apps.list(next.project)).isEmpty();
            assertThat(next.apps.removed(next.project))
                    .singleElement()
                    .satisfies(app -> assertThat(app.dataKeptUntil()).isPresent());
            assertThat(next.output(next.run(next.install(ONE), "{}"))).isEqualTo("\"one1\"");
        }
    }

    /** Found by killing servers at random: the tables were changed in place, and the version that was removed could not use them. */
    @ParameterizedTest
    @EnumSource(names = {"BEGUN", "CODE_PREPARED", "TABLES_MADE"})
    void data_that_was_kept_is_as_it_was_when_installing_a_newer_version_on_it_is_killed(AppOperation.Step step) {
        platform.install(ONE);
        platform.uninstaller.uninstall(platform.admin, platform.project, "my-app");
        dieAt(step);
        assertThatThrownBy(() -> platform.install(CHANGING)).isInstanceOf(Killed.class);
        try (Platform next = platform.restarted()) {
            next.halfDone.repair(true);
            assertThat(next.count("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'app\\_%'"))
                    .isEqualTo(1);
            assertThat(next.output(next.run(next.install(ONE), "{}"))).isEqualTo("\"one1\"");
            next.uninstaller.uninstall(next.admin, next.project, "my-app");
            assertThat(next.output(next.run(next.install(CHANGING), "{}"))).isEqualTo("\"two2\"");
        }
    }

    /** Killed servers showed this one too: after such a rollback the tables know more than the app. */
    @Test
    void what_a_version_can_work_with_keeps_it_from_no_data() {
        Packages three = version("3.0.0", "'three'")
                .with("migrations/002_more.sql", "-- rollback: compatible\nALTER TABLE notes ADD COLUMN more int");
        platform.install(ONE);
        update(three);
        platform.rollbacks.rollback(platform.admin, platform.project, "my-app", java.util.Optional.empty());
        platform.uninstaller.uninstall(platform.admin, platform.project, "my-app");
        assertThat(platform.output(platform.run(platform.install(ONE), "{}"))).isEqualTo("\"one1\"");
        update(three);
        platform.uninstaller.uninstall(platform.admin, platform.project, "my-app");
        assertThat(platform.output(platform.run(platform.install(ONE), "{}"))).isEqualTo("\"one1\"");
    }

    @Test
    void an_older_version_is_not_installed_on_data_that_a_newer_one_has_left() {
        platform.install(ONE);
        update(CHANGING);
        platform.uninstaller.uninstall(platform.admin, platform.project, "my-app");
        assertThatThrownBy(() -> platform.install(ONE))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.CONFLICT))
                .hasMessageContaining("has had migration 2");
        assertThat(state()).isEqualTo("REMOVED");
        // The legal twins: the version that was removed, and the older one on no data.
        assertThat(platform.output(platform.run(platform.install(CHANGING), "{}")))
                .isEqualTo("\"two2\"");
        platform.uninstaller.purge(platform.admin, platform.project, "my-app");
        assertThat(platform.output(platform.run(platform.install(ONE), "{}"))).isEqualTo("\"one1\"");
    }

    @ParameterizedTest
    @EnumSource(AppOperation.Step.class)
    void an_app_is_what_it_was_when_its_update_is_killed(AppOperation.Step step) {
        platform.install(ONE);
        dieAt(step);
        assertThatThrownBy(() -> update(CHANGING)).isInstanceOf(Killed.class);
        assertThat(state()).isEqualTo("UPDATING");
        try (Platform next = platform.restarted()) {
            assertThat(next.halfDone.repair(true)).isEqualTo(1);
            assertThat(state()).isEqualTo("ENABLED");
            InstalledApp app = next.apps.require(next.project, "my-app");
            assertThat(app.version()).isEqualTo("1.0.0");
            assertThat(next.output(next.run(app, "{}"))).isEqualTo("\"one1\"");
            assertThat(next.count("SELECT count(*) FROM ekaya.app_package")).isEqualTo(1);
            assertThat(next.count("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'app\\_%'"))
                    .isEqualTo(1);
            assertThat(Done.of(next.updates.update(next.admin, next.project, "my-app", NewInstall.of(CHANGING.zip())))
                            .version())
                    .isEqualTo("2.0.0");
            assertThat(next.output(next.run(app, "{}"))).isEqualTo("\"two2\"");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TESTED")
    void an_app_is_what_it_was_when_its_rollback_is_killed(AppOperation.Step step) {
        platform.install(ONE);
        update(CHANGING);
        dieAt(step);
        assertThatThrownBy(() -> platform.rollbacks.rollback(
                        platform.admin, platform.project, "my-app", java.util.Optional.empty()))
                .isInstanceOf(Killed.class);
        try (Platform next = platform.restarted()) {
            assertThat(next.halfDone.repair(true)).isEqualTo(1);
            InstalledApp app = next.apps.require(next.project, "my-app");
            assertThat(next.output(next.run(app, "{}"))).isEqualTo("\"two2\"");
            next.rollbacks.rollback(next.admin, next.project, "my-app", java.util.Optional.empty());
            assertThat(next.output(next.run(app, "{}"))).isEqualTo("\"one1\"");
        }
    }

    @Test
    void another_server_repairs_what_one_left_once_its_time_is_over() {
        dieAt(AppOperation.Step.TABLES_MADE);
        assertThatThrownBy(() -> platform.install(ONE)).isInstanceOf(Killed.class);
        try (Platform other = platform.another("two")) {
            assertThat(other.halfDone.repair(true)).isZero();
            assertThat(state()).isEqualTo("INSTALLING");
            platform.clock.advance(Limits.defaults()
                    .durationOf(Limit.INSTALL_OPERATION_SECONDS)
                    .plusSeconds(1));
            assertThat(other.halfDone.repair(false)).isEqualTo(1);
            assertThat(left()).isZero();
        }
    }

    @Test
    void a_server_that_stood_still_does_not_finish_what_was_undone_meanwhile() {
        platform.install(ONE);
        try (Platform other = platform.another("two")) {
            platform.dies = step -> {
                if (step.equals("TABLES_MADE")) {
                    platform.clock.advance(Limits.defaults()
                            .durationOf(Limit.INSTALL_OPERATION_SECONDS)
                            .plusSeconds(1));
                    assertThat(other.halfDone.repair(false)).isEqualTo(1);
                }
            };
            assertThatThrownBy(() -> update(TWO)).hasMessageContaining("took so long that it was undone");
        }
        assertThat(platform.apps.require(platform.project, "my-app").version()).isEqualTo("1.0.0");
        assertThat(state()).isEqualTo("ENABLED");
    }

    @Test
    void an_app_that_is_being_updated_runs_as_the_version_before() {
        InstalledApp app = platform.install(ONE);
        AtomicReference<String> meanwhile = new AtomicReference<>("");
        platform.dies = step -> {
            if (step.equals("CODE_PREPARED")) {
                meanwhile.set(state() + " " + platform.output(platform.run(app, "{}")));
            }
        };
        InstalledApp updated = update(TWO);
        assertThat(meanwhile.get()).isEqualTo("UPDATING \"one1\"");
        assertThat(platform.output(platform.run(updated, "{}"))).isEqualTo("\"two1\"");
    }

    @Test
    void one_change_at_a_time_and_the_second_is_told_of_the_first() {
        platform.install(ONE);
        platform.dies = step -> {
            if (step.equals("CODE_PREPARED")) {
                platform.dies = later -> {};
                assertThatThrownBy(() -> update(TWO))
                        .isInstanceOfSatisfying(
                                Refusal.class,
                                refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.CONFLICT))
                        .hasMessageContaining("is being updated since")
                        .hasMessageContaining("code prepared");
                assertThatThrownBy(() -> platform.uninstaller.purge(platform.admin, platform.project, "my-app"))
                        .hasMessageContaining("is being updated");
                assertThatThrownBy(() -> platform.rollbacks.rollback(
                                platform.admin, platform.project, "my-app", java.util.Optional.empty()))
                        .hasMessageContaining("never been another package");
            }
        };
        assertThat(update(TWO).version()).isEqualTo("2.0.0");
        platform.uninstaller.purge(platform.admin, platform.project, "my-app");
        assertThat(left()).isZero();
    }

    @Test
    void who_stops_an_app_stops_it_in_the_middle_of_an_update() {
        InstalledApp app = platform.install(ONE);
        platform.dies = step -> {
            if (step.equals("CODE_PREPARED")) {
                platform.changes.disable(platform.admin, platform.project, "my-app");
                assertThatThrownBy(() -> platform.run(app, "{}")).hasMessageContaining("is disabled");
            }
        };
        assertThat(update(TWO).state()).isEqualTo(AppStatus.DISABLED);
        platform.changes.enable(platform.admin, platform.project, "my-app");
        Run run = platform.run(app, "{}");
        assertThat(platform.output(run)).isEqualTo("\"two1\"");
    }

    @Test
    void an_app_that_is_being_installed_is_seen_and_runs_nothing() {
        platform.dies = step -> {
            if (step.equals("TABLES_MADE")) {
                InstalledApp app = platform.apps.require(platform.project, "my-app");
                assertThat(app.state()).isEqualTo(AppStatus.INSTALLING);
                assertThatThrownBy(() -> platform.run(app, "{}")).hasMessageContaining("is being installed");
            }
        };
        assertThat(platform.install(ONE).state()).isEqualTo(AppStatus.ENABLED);
    }

    @Test
    void no_table_knows_a_purged_app_but_the_record_of_model_calls() {
        InstalledApp app = platform.install(ONE);
        platform.run(app, "{}");
        update(TWO);
        platform.sql("INSERT INTO ekaya.app_state (app_id, key, project_id, value, changed_at) VALUES ('" + app.id()
                + "', 'k', '" + platform.project + "', '1', now())");
        platform.sql("INSERT INTO ekaya.model_answer (project_id, app_id, address, at, content) VALUES ('"
                + platform.project + "', '" + app.id() + "', 'a', now(), '')");
        assertThat(tablesThatKnow(app)).contains("app_state", "app_version", "model_answer", "run", "run_journal");
        platform.uninstaller.purge(platform.admin, platform.project, "my-app");
        assertThat(tablesThatKnow(app)).isEmpty();
        assertThat(left()).isZero();
    }

    private String tablesThatKnow(InstalledApp app) {
        String count = "format('SELECT count(*) AS n FROM ekaya.%I WHERE app_id = %L', table_name, '" + app.id() + "')";
        return platform.text("SELECT coalesce(string_agg(table_name, ' ' ORDER BY table_name), '')"
                + " FROM information_schema.columns"
                + " WHERE table_schema = 'ekaya' AND column_name = 'app_id' AND table_name <> 'model_call'"
                + " AND (xpath('/row/n/text()', query_to_xml(" + count
                + ", false, true, '')))[1]::text::int > 0");
    }

    @Test
    void a_package_that_was_revoked_stops_at_its_next_run_and_is_put_in_nowhere() {
        InstalledApp one = platform.install(ONE);
        InstalledApp two = update(TWO);
        assertThat(platform.output(platform.run(two, "{}"))).isEqualTo("\"two1\"");
        platform.sql(
                "INSERT INTO ekaya.revoked_package VALUES ('" + two.packageHash() + "', 'central', 'it leaks', now())");
        try (Platform other = platform.another("two")) {
            for (Platform server : java.util.List.of(platform, other)) {
                Run refused = server.run(two, "{}");
                assertThat(refused.outcome().orElseThrow().name().name()).isEqualTo("REFUSED");
                assertThat(refused.outcome().orElseThrow().error().orElseThrow().message())
                        .contains("was revoked: it leaks");
            }
        }
        assertThatThrownBy(() -> platform.installer.install(
                        platform.admin,
                        platform.project,
                        new NewInstall(
                                TWO.zip(),
                                java.util.Optional.of("again"),
                                java.util.Optional.empty(),
                                java.util.Map.of(),
                                Columns.object())))
                .hasMessageContaining("revoked");
        // The version before is another package.
        platform.rollbacks.rollback(platform.admin, platform.project, "my-app", java.util.Optional.empty());
        assertThat(platform.output(platform.run(one, "{}"))).isEqualTo("\"one1\"");
        assertThatThrownBy(() -> update(TWO)).hasMessageContaining("revoked");
        assertThat(state()).isEqualTo("ENABLED");
    }

    @Test
    void a_failed_update_leaves_the_app_as_it_was() {
        platform.install(ONE);
        assertThatThrownBy(() -> update(version("2.0.0", "this is no code"))).isInstanceOf(Refusal.class);
        assertThat(state()).isEqualTo("ENABLED");
        assertThat(platform.count("SELECT count(*) FROM ekaya.app_operation")).isZero();
        assertThat(update(TWO).version()).isEqualTo("2.0.0");
    }
}

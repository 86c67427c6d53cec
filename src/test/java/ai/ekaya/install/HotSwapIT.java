package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.Waiting;
import ai.ekaya.host.RunId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import ai.ekaya.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Updates and rollbacks that change tables, with and without runs beside them. */
class HotSwapIT {
    /** Each run says which version it is, and what the tables say; they agree, or its version is mixed. */
    private static final String CODE = """
            export default async ({host}) => {
              const before = (await host.db.query('SELECT version FROM about')).rows[0][0]
              await host.db.query('INSERT INTO seen (version) VALUES ($1)', [%1$d])
              const after = (await host.db.query('SELECT version FROM about')).rows[0][0]
              return [%1$d, before, after]
            }""";

    private Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    private static Packages one() {
        return Platform.app(CODE.formatted(1))
                .version("1.0.0")
                .with(
                        "migrations/001_about.sql",
                        "CREATE TABLE about (version int); INSERT INTO about VALUES (1);"
                                + " CREATE TABLE seen (id serial PRIMARY KEY, version int)");
    }

    /** Its migration takes away what the version before needs. */
    private static Packages two() {
        return one().with("app.js", CODE.formatted(2))
                .version("2.0.0")
                .with(
                        "migrations/002_next.sql",
                        "ALTER TABLE about RENAME COLUMN version TO old; ALTER TABLE about ADD version text;"
                                + " UPDATE about SET version = 2");
    }

    private InstalledApp update(Packages packages) {
        return Done.of(
                platform.updates.update(platform.admin, platform.project, "my-app", NewInstall.of(packages.zip())));
    }

    private InstalledApp rollback() {
        return platform.rollbacks.rollback(platform.admin, platform.project, "my-app", Optional.empty());
    }

    private String output(InstalledApp app) {
        return platform.output(platform.run(app, "{}"));
    }

    private long schemas() {
        return platform.count("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'app\\_%'");
    }

    @Test
    void tables_go_forward_with_an_update_and_back_with_a_rollback() {
        InstalledApp app = platform.install(one());
        assertThat(output(app)).isEqualTo("[1,1,1]");
        assertThat(output(update(two()))).isEqualTo("[2,\"2\",\"2\"]");
        assertThat(output(rollback())).isEqualTo("[1,1,1]");
        // What version 2 wrote is kept with its tables, and found again.
        assertThat(platform.rollbacks
                        .rollback(platform.admin, platform.project, "my-app", Optional.of(2))
                        .version())
                .isEqualTo("2.0.0");
        assertThat(output(app)).isEqualTo("[2,\"2\",\"2\"]");
        platform.uninstaller.purge(platform.admin, platform.project, "my-app");
        assertThat(schemas()).isZero();
    }

    @Test
    void a_migration_that_fails_on_the_rows_there_are_leaves_tables_and_version_as_they_were() {
        InstalledApp app = platform.install(one());
        output(app);
        assertThatThrownBy(() -> update(two().with(
                                "migrations/002_next.sql", "ALTER TABLE seen ADD CONSTRAINT none CHECK (version > 1)")))
                .hasMessageContaining("migrations/002_next.sql");
        assertThat(app().state()).isEqualTo(AppStatus.ENABLED);
        assertThat(output(app)).isEqualTo("[1,1,1]");
        assertThat(schemas()).isEqualTo(1);
    }

    private InstalledApp app() {
        return platform.apps.require(platform.project, "my-app");
    }

    @Test
    void a_migration_that_is_compatible_changes_the_tables_in_place_and_a_rollback_keeps_the_rows() {
        InstalledApp app = platform.install(one());
        output(app);
        update(one().version("1.1.0")
                .with("migrations/002_more.sql", "-- rollback: compatible\nALTER TABLE seen ADD note text"));
        output(app);
        assertThat(schemas()).isEqualTo(1);
        assertThat(rollback().version()).isEqualTo("1.0.0");
        assertThat(output(app)).isEqualTo("[1,1,1]");
        assertThat(schemas()).isEqualTo(1);
    }

    @Test
    void tables_that_are_no_longer_kept_are_not_gone_back_to() {
        InstalledApp app = platform.install(one());
        update(two());
        platform.clock.advance(
                Limits.defaults().durationOf(Limit.INSTALL_VERSION_KEPT_SECONDS).plusSeconds(1));
        platform.kept.sweep();
        assertThat(schemas()).isEqualTo(1);
        assertThatThrownBy(this::rollback).hasMessageContaining("are no longer kept");
        assertThat(output(app)).isEqualTo("[2,\"2\",\"2\"]");
    }

    @Test
    void an_update_that_changes_tables_waits_for_runs_that_go_on_and_holds_the_next_ones() {
        InstalledApp app = platform.install(one().with(
                        "app.js",
                        "export default async ({host, input}) => { for (let i = 0; i < (input.turns ?? 1); i++)"
                                + " await host.db.query('SELECT version FROM about'); return 1 }"));
        var first = platform.runs.submit(platform.asked(app, "{\"turns\": 80}"));
        Waiting.until(
                "running",
                20,
                () -> platform.history
                        .find(platform.project, first)
                        .map(run -> run.state() == Run.State.RUNNING)
                        .orElse(false));
        AtomicBoolean held = new AtomicBoolean();
        List<RunId> later = new ArrayList<>();
        platform.dies = step -> {
            if (step.equals("RUNS_HELD")) {
                held.set(true);
                assertThat(platform.history
                                .find(platform.project, first)
                                .orElseThrow()
                                .state())
                        .isEqualTo(Run.State.ENDED);
                later.add(platform.runs.submit(platform.asked(app, "{}")));
            }
        };
        update(two());
        assertThat(held).isTrue();
        assertThat(platform.ended(first).outcome().orElseThrow().name().name()).isEqualTo("SUCCEEDED");
        platform.runs.beat();
        Waiting.until("ended", 20, () -> platform.ended(later.get(0)).state() == Run.State.ENDED);
        assertThat(platform.output(platform.ended(later.get(0)))).isEqualTo("[2,\"2\",\"2\"]");
    }

    @Test
    void an_update_that_changes_tables_gives_up_on_runs_that_do_not_end() {
        platform.close();
        platform = Platform.open(Limits.defaults().with(Limit.INSTALL_DRAIN_MILLIS, 200));
        InstalledApp app = platform.install(one().with("app.js", "export default () => { for (;;) {} }"));
        var endless = platform.runs.submit(platform.asked(app, "{}"));
        Waiting.until(
                "running",
                20,
                () -> platform.history
                        .find(platform.project, endless)
                        .map(run -> run.state() == Run.State.RUNNING)
                        .orElse(false));
        assertThatThrownBy(() -> update(two())).hasMessageContaining("1 run of the app goes on for more than");
        assertThat(app().state()).isEqualTo(AppStatus.ENABLED);
        assertThat(platform.count("SELECT count(*) FROM ekaya.installed_app WHERE held_until IS NOT NULL"))
                .isZero();
        platform.runs.cancel(
                platform.admin, platform.history.find(platform.project, endless).orElseThrow());
        platform.ended(endless);
        assertThat(output(update(two()))).isEqualTo("[2,\"2\",\"2\"]");
    }

    @Test
    void under_load_no_run_fails_or_mixes_two_versions() {
        InstalledApp app = platform.install(one());
        AtomicBoolean done = new AtomicBoolean();
        List<RunId> all = java.util.Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < 3; caller++) {
            callers.add(CompletableFuture.runAsync(
                    () -> {
                        while (!done.get()) {
                            RunId id = platform.runs.submit(platform.asked(app, "{}"));
                            all.add(id);
                            platform.ended(id);
                        }
                    },
                    task -> new Thread(null, task, "caller", 16 << 20).start()));
        }
        update(two());
        for (int round = 0; round < 3; round++) {
            rollback();
            platform.runs.beat();
        }
        done.set(true);
        callers.forEach(CompletableFuture::join);
        platform.runs.beat();
        for (RunId id : all) {
            Waiting.until("ended", 30, () -> platform.ended(id).state() == Run.State.ENDED);
            String output = platform.output(platform.ended(id));
            assertThat(output).isIn("[1,1,1]", "[2,\"2\",\"2\"]");
        }
        assertThat(all).hasSizeGreaterThan(20);
    }
}

package ai.ekaya.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.NewDatasource;
import ai.ekaya.datasource.SchemaHistory;
import ai.ekaya.datasource.TestDatasources;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Role;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.NewInstall;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import ai.ekaya.run.Run;
import ai.ekaya.run.RunSlot;
import ai.ekaya.store.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Apps that are woken by their installation and by another schema. */
class TriggersIT {
    private final Platform platform = Platform.open(Limits.defaults(), Runnable::run);
    private final Wakings wakings = wakings(platform);
    private final Triggers triggers = new Triggers(
            platform.store,
            platform.limits,
            platform.clock,
            platform.apps,
            new HookSecrets(platform.sealer),
            platform.audit);

    private static Wakings wakings(Platform on) {
        return new Wakings(on.store, on.limits, on.clock, on.apps, on.runs, new TriggerPauses(on.audit, on.clock));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private static Packages app(String version, String asked) {
        return Platform.app("export default async ({trigger, host}) => ({trigger, who: await host.auth.context()})")
                .with(
                        "manifest.json",
                        "{\"id\": \"my-app\", \"name\": \"My app\", \"version\": \"" + version
                                + "\", \"execution\": {\"triggers\": [" + asked + "]}"
                                + (asked.contains("schema") ? ", \"datasources\": [{\"alias\": \"primary\"}]" : "")
                                + "}");
    }

    private void update(String version, String asked) {
        platform.clock.set(platform.clock.instant().plusSeconds(1));
        platform.updates.update(
                platform.admin,
                platform.project,
                "my-app",
                NewInstall.of(app(version, asked).zip()));
    }

    private List<Wake> wakes(String trigger) {
        return triggers.wakes(platform.project, "my-app", trigger);
    }

    private String output(Wake wake) {
        Run run = platform.history
                .find(platform.project, wake.run().orElseThrow())
                .orElseThrow();
        return platform.output(run);
    }

    private long runs() {
        return platform.count("SELECT count(*) FROM ekaya.run");
    }

    @Test
    void an_installed_app_that_asks_for_it_runs_once() {
        platform.install(app("1.0.0", "\"installed\""));
        assertThat(wakings.poll()).isEqualTo(1);
        assertThat(wakings.poll()).isZero();
        assertThat(wakes("installed")).hasSize(1);
        assertThat(output(wakes("installed").get(0)))
                .contains("{\"trigger\":{\"kind\":\"installed\",\"version\":\"1.0.0\"}")
                .contains("\"onBehalfOf\":{\"kind\":\"trigger\"", "\"name\":\"admin\"", "\"roles\":[\"admin\"]");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void an_app_that_does_not_ask_for_it_is_not_woken() {
        platform.install(app("1.0.0", ""));
        assertThat(wakings.poll()).isZero();
        assertThat(triggers.list(platform.project, "my-app")).isEmpty();
        assertThat(runs()).isZero();
    }

    @Test
    void an_update_is_one_run_that_knows_the_version_before() {
        platform.install(app("1.0.0", "\"installed\""));
        wakings.poll();
        update("1.1.0", "\"installed\"");
        assertThat(wakings.poll()).isEqualTo(1);
        assertThat(wakings.poll()).isZero();
        assertThat(output(wakes("installed").get(0)))
                .contains("\"version\":\"1.1.0\"", "\"previousVersion\":\"1.0.0\"");
    }

    @Test
    void two_updates_before_the_run_begins_are_one_run() {
        platform.install(app("1.0.0", "\"installed\""));
        wakings.poll();
        update("1.1.0", "\"installed\"");
        update("1.2.0", "\"installed\"");
        assertThat(wakings.poll()).isEqualTo(1);
        assertThat(output(wakes("installed").get(0)))
                .contains("\"version\":\"1.2.0\"", "\"previousVersion\":\"1.0.0\"");
    }

    @Test
    void an_installation_that_fails_wakes_nobody() {
        assertThatThrownBy(() -> platform.install(app("1.0.0", "\"installed\"").with("app.js", "export default 1 +")))
                .isInstanceOf(Refusal.class);
        assertThat(wakings.poll()).isZero();
        assertThat(platform.count("SELECT count(*) FROM ekaya.app_trigger")).isZero();
        assertThat(platform.count("SELECT count(*) FROM ekaya.app_wake")).isZero();
    }

    @Test
    void what_a_dead_server_noted_is_started_by_another_once() {
        platform.install(app("1.0.0", "\"installed\""));
        try (Platform second = platform.another("two", Runnable::run);
                Platform third = platform.another("three", Runnable::run)) {
            var both = CompletableFuture.supplyAsync(() -> wakings(second).poll());
            int started = wakings(third).poll() + both.join();
            assertThat(started).isEqualTo(1);
        }
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void a_server_whose_places_are_taken_leaves_it_to_the_next_look() {
        platform.install(app("1.0.0", "\"installed\""));
        try (Platform small = platform.another("two", task -> {})) {
            List<RunSlot> places = small.runs.reserve(Integer.MAX_VALUE);
            assertThat(wakings(small).poll()).isZero();
            places.forEach(RunSlot::close);
        }
        assertThat(wakings.poll()).isEqualTo(1);
    }

    @Test
    void a_disabled_app_is_not_woken_and_its_line_says_so() {
        platform.install(app("1.0.0", "\"installed\""));
        platform.changes.disable(platform.admin, platform.project, "my-app");
        assertThat(wakings.poll()).isZero();
        assertThat(wakes("installed").get(0).reason()).contains("App 'my-app' is disabled");
        assertThat(runs()).isZero();
    }

    @Test
    void a_trigger_that_is_switched_off_wakes_nobody_until_it_is_on() {
        platform.install(app("1.0.0", "\"installed\""));
        wakings.poll();
        triggers.switchTo(platform.admin, platform.project, "my-app", "installed", false);
        update("1.1.0", "\"installed\"");
        assertThat(wakings.poll()).isZero();
        assertThat(triggers.list(platform.project, "my-app").get(0).state()).isEqualTo("OFF");
        triggers.switchTo(platform.admin, platform.project, "my-app", "installed", true);
        assertThat(wakings.poll()).isZero();
        update("1.2.0", "\"installed\"");
        assertThat(wakings.poll()).isEqualTo(1);
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'TRIGGER_CHANGED'"))
                .isEqualTo(2);
    }

    @Test
    void what_a_new_version_no_longer_asks_for_stands_still_and_comes_back_as_it_was() {
        platform.install(app("1.0.0", "\"installed\""));
        wakings.poll();
        triggers.switchTo(platform.admin, platform.project, "my-app", "installed", false);
        update("1.1.0", "");
        assertThat(triggers.list(platform.project, "my-app").get(0).state()).isEqualTo("NOT_ASKED");
        assertThat(triggers.list(platform.project, "my-app").get(0).stopped())
                .contains("Version 1.1.0 of the package does not ask for trigger 'installed'");
        update("1.2.0", "\"installed\"");
        assertThat(triggers.list(platform.project, "my-app").get(0).state()).isEqualTo("OFF");
        assertThat(wakings.poll()).isZero();
    }

    @Test
    void it_acts_with_what_its_owner_may_today_and_stands_still_when_that_is_nothing() {
        Principal olga = platform.user("olga", Role.ADMIN);
        platform.installer.install(
                olga,
                platform.project,
                NewInstall.of(app("1.0.0", "\"installed\"").zip()));
        platform.users.remove(olga.user());
        assertThat(wakings.poll()).isZero();
        assertThat(wakes("installed").get(0).reason())
                .hasValueSatisfying(why -> assertThat(why).contains("gone or disabled"));
        assertThat(triggers.list(platform.project, "my-app").get(0).state()).isEqualTo("PAUSED");
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'TRIGGER_PAUSED'"))
                .isEqualTo(1);
        assertThat(runs()).isZero();

        // Whoever switches it on takes it over.
        TriggerView on = triggers.switchTo(platform.admin, platform.project, "my-app", "installed", true);
        assertThat(on.state()).isEqualTo("ON");
        assertThat(on.owner()).isEqualTo(platform.admin.user());
        update("1.1.0", "\"installed\"");
        assertThat(wakings.poll()).isEqualTo(1);
        assertThat(output(wakes("installed").get(0))).contains("\"name\":\"admin\"");
    }

    @Test
    void an_uninstalled_app_has_no_triggers_and_an_app_that_comes_back_has_new_ones() {
        platform.install(app("1.0.0", "\"installed\""));
        platform.uninstaller.uninstall(platform.admin, platform.project, "my-app");
        assertThat(wakings.poll()).isZero();
        assertThat(platform.count("SELECT count(*) FROM ekaya.app_trigger")).isZero();
        platform.install(app("1.0.0", "\"installed\""));
        assertThat(wakings.poll()).isEqualTo(1);
        platform.uninstaller.purge(platform.admin, platform.project, "my-app");
        assertThat(platform.count("SELECT count(*) FROM ekaya.app_wake")).isZero();
    }

    /** A datasource whose schema tests change. */
    private final class Source {
        final TestShop shop = TestShop.fresh();
        final SchemaHistory history;
        final DatasourceId id;

        Source() {
            TestDatasources room = TestDatasources.on(platform.store, platform.sealer, platform.limits, platform.clock);
            history = room.history(platform.store, platform.limits, platform.clock, platform.noted);
            id = room.datasources()
                    .add(
                            platform.admin,
                            platform.project,
                            new NewDatasource(
                                    "shop",
                                    "postgresql",
                                    "localhost",
                                    shop.port(),
                                    shop.database(),
                                    shop.user(),
                                    new Secret("reader"),
                                    "prefer"))
                    .id();
        }

        SchemaHistory.Refreshed refresh() {
            return history.refresh(platform.admin.actor(), platform.project, id, new Cancellation());
        }

        void table(String name) {
            change("CREATE TABLE " + name + " (id int PRIMARY KEY); GRANT SELECT ON " + name + " TO " + shop.user());
        }

        void change(String sql) {
            try (Connection connection = TestDatabase.superuser(shop.database());
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void settle() {
        platform.clock.set(platform.clock.instant().plus(Duration.ofSeconds(6)));
    }

    @Test
    void another_schema_wakes_the_apps_that_are_bound_to_it_once() {
        Source source = new Source();
        source.refresh();
        platform.install(app("1.0.0", "\"schema.refreshed\""));
        InstalledApp deaf = platform.install(Platform.app("export default () => 1")
                .with("manifest.json", "{\"id\": \"deaf\", \"name\": \"Deaf\", \"version\": \"1.0.0\"}"));
        source.refresh();
        settle();
        assertThat(wakings.poll()).as("the schema is as it was").isZero();

        source.table("gifts");
        source.refresh();
        assertThat(wakings.poll()).as("others may follow").isZero();
        source.refresh();
        settle();
        assertThat(wakings.poll()).isEqualTo(1);
        assertThat(wakings.poll()).isZero();
        source.refresh();
        settle();
        assertThat(wakings.poll()).as("the same state once more").isZero();
        assertThat(output(wakes("schema.refreshed").get(0)))
                .contains(
                        "\"kind\":\"schema.refreshed\",\"datasource\":\"primary\",\"datasourceId\":\"" + source.id
                                + "\"",
                        "\"state\":2",
                        "\"stateBefore\":1",
                        "\"changed\":true",
                        "\"hashBefore\":",
                        "\"changes\":{\"added\":1,\"removed\":0,\"modified\":0}");
        assertThat(platform.count("SELECT count(*) FROM ekaya.run WHERE app_id = '" + deaf.id() + "'"))
                .isZero();
    }

    @Test
    void changes_that_come_together_are_one_run_since_the_state_before_them() {
        Source source = new Source();
        source.refresh();
        platform.install(app("1.0.0", "\"schema.refreshed\""));
        source.table("one");
        source.refresh();
        source.table("two");
        source.refresh();
        source.change("DROP TABLE one");
        source.refresh();
        settle();
        assertThat(wakings.poll()).isEqualTo(1);
        assertThat(output(wakes("schema.refreshed").get(0)))
                .contains("\"state\":4", "\"stateBefore\":1", "\"changes\":{\"added\":1,\"removed\":0,\"modified\":0}");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void the_first_state_wakes_as_well_and_says_that_nothing_changed() {
        Source source = new Source();
        platform.install(app("1.0.0", "\"schema.refreshed\""));
        source.refresh();
        settle();
        assertThat(wakings.poll()).isEqualTo(1);
        assertThat(output(wakes("schema.refreshed").get(0)))
                .contains("\"state\":1", "\"changed\":false")
                .doesNotContain("hashBefore");
    }

    private SchemaLooks looks(Source source, String seconds) {
        Limits limits = Limits.read(
                key -> key.equals("ekaya.trigger.schema-look-seconds") ? Optional.of(seconds) : Optional.empty());
        return new SchemaLooks(platform.store, limits, platform.clock, platform.apps, source.history);
    }

    @Test
    void the_server_reads_what_apps_wait_for_and_nothing_else() {
        Source source = new Source();
        SchemaLooks looks = looks(source, "3600");
        assertThat(looks.isOn()).isTrue();
        assertThat(looks(source, "0").isOn()).isFalse();
        assertThat(looks.look()).as("nobody waits for it").isZero();
        platform.install(app("1.0.0", "\"schema.refreshed\""));
        assertThat(looks.look()).isEqualTo(1);
        assertThat(looks.look()).isZero();
        settle();
        assertThat(wakings.poll()).isEqualTo(1);

        source.table("gifts");
        platform.clock.set(platform.clock.instant().plus(Duration.ofMinutes(59)));
        assertThat(looks.look()).isZero();
        platform.clock.set(platform.clock.instant().plus(Duration.ofMinutes(1)));
        assertThat(looks.look()).isEqualTo(1);
        settle();
        assertThat(wakings.poll()).isEqualTo(1);

        // One that cannot be read is not asked again and again.
        source.change("ALTER ROLE " + source.shop.user() + " NOLOGIN");
        platform.clock.set(platform.clock.instant().plus(Duration.ofHours(2)));
        assertThat(looks.look()).isEqualTo(1);
        assertThat(looks.look()).isZero();
        triggers.switchTo(platform.admin, platform.project, "my-app", "schema.refreshed", false);
        platform.clock.set(platform.clock.instant().plus(Duration.ofHours(2)));
        assertThat(looks.look()).as("it is off").isZero();
    }

    @Test
    void a_package_says_only_what_there_is() {
        assertThatThrownBy(() -> platform.install(app("1.0.0", "\"midnight\"")))
                .hasMessageContaining("installed, schema.refreshed or webhook");
        assertThatThrownBy(() -> platform.install(app("1.0.0", "\"schema.refreshed\"")
                        .with(
                                "manifest.json",
                                "{\"id\": \"my-app\", \"name\": \"My app\", \"version\": \"1.0.0\","
                                        + " \"execution\": {\"triggers\": [\"schema.refreshed\"]}}")))
                .hasMessageContaining("has no datasource");
        assertThat(platform.count("SELECT count(*) FROM ekaya.installed_app")).isZero();
    }
}

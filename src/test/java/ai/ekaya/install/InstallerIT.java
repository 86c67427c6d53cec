package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Role;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstallerIT {
    private static final String APP = "export default async () => 1";
    private final Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    private NewInstall asked(Packages packages, String slug) {
        return new NewInstall(
                packages.zip(), Optional.of(slug), Optional.empty(), Map.of(), JsonNodeFactory.instance.objectNode());
    }

    private InstalledApp install(Principal by, NewInstall asked) {
        return platform.installer.install(by, platform.project, asked);
    }

    private long rows(String table) {
        return platform.count("SELECT count(*) FROM ekaya." + table);
    }

    private long roles() {
        return platform.databases.list().size();
    }

    @Test
    void installs_a_package_and_tells_the_audit() {
        InstalledApp app = platform.install(Platform.app(APP));
        assertThat(app.slug()).isEqualTo("my-app");
        assertThat(app.grants().hostFunctions()).contains("db_query");
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'APP_INSTALLED'"))
                .isEqualTo(1);
    }

    @Test
    void the_same_package_twice_needs_two_slugs() {
        platform.install(Platform.app(APP));
        assertThatThrownBy(() -> platform.install(Platform.app(APP)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.CONFLICT))
                .hasMessageContaining("?slug=");
        install(platform.admin, asked(Platform.app(APP), "staging"));
        assertThat(platform.apps.list(platform.project))
                .extracting(InstalledApp::slug)
                .containsExactly("my-app", "staging");
        assertThat(rows("app_package")).isEqualTo(1);
    }

    @Test
    void the_same_package_is_installed_under_several_slugs_at_the_same_moment() {
        List<CompletableFuture<InstalledApp>> installs = Stream.of("a", "b", "c", "d")
                .map(slug -> CompletableFuture.supplyAsync(
                        () -> install(platform.admin, asked(Platform.app(APP), slug)),
                        task -> new Thread(null, task, "install", 16 << 20).start()))
                .toList();
        assertThat(installs)
                .allSatisfy(install -> assertThat(install.join().slug()).hasSize(1));
        assertThat(rows("installed_app")).isEqualTo(4);
        assertThat(rows("app_package")).isEqualTo(1);
    }

    @Test
    void code_that_is_no_module_is_refused_before_anything_is_made() {
        assertThatThrownBy(() -> platform.install(Platform.app("this is no code")))
                .isInstanceOf(Refusal.class);
        assertThat(rows("installed_app") + rows("app_package") + roles()).isZero();
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'APP_INSTALL_REFUSED'"))
                .isEqualTo(1);
    }

    @Test
    void a_migration_that_fails_leaves_nothing() {
        assertThatThrownBy(
                        () -> platform.install(Platform.app(APP).with("schema.sql", "CREATE TABLE a (x no_such_type)")))
                .isInstanceOf(Refusal.class);
        assertThat(rows("installed_app") + rows("app_package") + roles()).isZero();
    }

    @Test
    void an_operator_installs_only_within_grants_that_stand() {
        Principal operator = platform.user("olga", Role.OPERATOR);
        assertThatThrownBy(() -> install(operator, asked(Platform.app(APP), "mine")))
                .hasMessageContaining("needs role admin");
        assertThat(rows("installed_app") + roles()).isZero();
        platform.install(Platform.app(APP));
        assertThat(install(operator, asked(Platform.app(APP), "mine")).slug()).isEqualTo("mine");
    }

    @Test
    void data_that_was_kept_is_found_again() {
        Packages notes = Platform.app(
                        "export default async ({host}) => (await host.db.query('SELECT count(*) FROM notes')).rows")
                .with("schema.sql", "CREATE TABLE notes (body text); INSERT INTO notes VALUES ('kept')");
        InstalledApp first = platform.install(notes);
        platform.uninstaller.uninstall(platform.admin, platform.project, "my-app");
        assertThat(platform.apps.list(platform.project)).isEmpty();
        InstalledApp again = platform.install(notes);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(platform.output(platform.run(again, "{}"))).isEqualTo("[[1]]");
    }

    @Test
    void other_content_is_installed_over_the_data_that_was_kept_and_runs() {
        InstalledApp first = platform.install(Platform.app("export default () => 'one'"));
        platform.uninstaller.uninstall(platform.admin, platform.project, "my-app");
        InstalledApp again = platform.install(Platform.app("export default () => 'two'"));
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.packageHash()).isNotEqualTo(first.packageHash());
        assertThat(platform.output(platform.run(again, "{}"))).isEqualTo("\"two\"");
    }

    @Test
    void purging_leaves_no_schema_role_package_or_run() {
        InstalledApp app = platform.install(Platform.app(APP));
        platform.run(app, "{}");
        platform.uninstaller.purge(platform.admin, platform.project, "my-app");
        assertThat(rows("installed_app") + rows("app_package") + rows("run") + rows("run_output") + roles())
                .isZero();
    }

    @Test
    void settings_that_do_not_fit_change_nothing() {
        platform.install(Platform.app(APP)
                .manifest("\"settings\": {\"type\": \"object\", \"properties\":"
                        + " {\"level\": {\"enum\": [\"low\", \"high\"], \"default\": \"low\"}}}"));
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("settings").put("level", "enormous");
        assertThatThrownBy(() -> platform.changes.patch(platform.admin, platform.project, "my-app", patch))
                .isInstanceOf(Refusal.class);
        patch.putObject("settings").put("level", "high");
        assertThat(platform.changes
                        .patch(platform.admin, platform.project, "my-app", patch)
                        .settings()
                        .toString())
                .isEqualTo("{\"level\":\"high\"}");
    }

    @Test
    void datasources_of_another_form_are_refused_and_none_is_bound_anew() {
        InstalledApp app = platform.install(Platform.app(APP));
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode number = json.objectNode();
        number.putObject("datasources").put("primary", 5);
        ObjectNode list = json.objectNode();
        list.putArray("datasources").add("shop");
        for (ObjectNode patch : List.of(number, list, json.objectNode().putNull("datasources"))) {
            assertThatThrownBy(() -> platform.changes.patch(platform.admin, platform.project, "my-app", patch))
                    .isInstanceOf(Refusal.class)
                    .hasMessageStartingWith("'datasources");
        }
        assertThat(platform.apps.require(platform.project, "my-app").datasources())
                .isEqualTo(app.datasources());
        ObjectNode none = json.objectNode();
        none.putObject("datasources");
        assertThat(platform.changes
                        .patch(platform.admin, platform.project, "my-app", none)
                        .datasources())
                .isEqualTo(app.datasources());
    }

    @Test
    void a_schedule_that_is_none_is_refused() {
        platform.install(Platform.app(APP));
        ObjectNode patch = JsonNodeFactory.instance.objectNode().put("schedule", "every day");
        assertThatThrownBy(() -> platform.changes.patch(platform.admin, platform.project, "my-app", patch))
                .hasMessageContaining("five fields");
    }

    private static final String COUNT =
            "export default async ({host}) => (await host.db.query('SELECT count(*) FROM notes')).rows";
    private static final String NOTES = "CREATE TABLE notes (body text)";

    private InstalledApp update(Principal by, Packages packages) {
        return Done.of(platform.updates.update(by, platform.project, "my-app", NewInstall.of(packages.zip())));
    }

    @Test
    void an_update_runs_the_further_migrations_on_the_same_data() {
        InstalledApp first = platform.install(Platform.app(COUNT).with("migrations/001_notes.sql", NOTES));
        InstalledApp second = update(
                platform.user("olga", Role.OPERATOR),
                Platform.app(COUNT + ".length")
                        .with("migrations/001_notes.sql", NOTES)
                        .with("migrations/002_more.sql", "INSERT INTO notes VALUES ('later')"));
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.packageHash()).isNotEqualTo(first.packageHash());
        assertThat(platform.output(platform.run(second, "{}"))).isEqualTo("1");
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'APP_UPDATED'"))
                .isEqualTo(1);
        update(platform.admin, Platform.app(APP).with("migrations/001_notes.sql", NOTES));
        // Of what the app is and what it can go back to.
        assertThat(rows("app_package")).isEqualTo(3);
        platform.uninstaller.purge(platform.admin, platform.project, "my-app");
        assertThat(rows("app_package")).isZero();
    }

    @Test
    void an_update_that_is_refused_leaves_the_app_as_it_was() {
        InstalledApp app = platform.install(Platform.app(APP));
        assertThatThrownBy(() -> update(platform.admin, Platform.app("this is no code")))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> update(
                        platform.admin,
                        Platform.app(APP)
                                .with(
                                        "manifest.json",
                                        "{\"id\": \"another\", \"name\": \"A\", \"version\": \"1.0.0\"}")))
                .hasMessageContaining("'another'");
        assertThat(platform.apps.require(platform.project, "my-app").packageHash())
                .isEqualTo(app.packageHash());
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'APP_INSTALL_REFUSED'"
                        + " AND details::text LIKE '%my-app%'"))
                .isEqualTo(2);
    }

    @Test
    void grants_that_are_silent_about_limits_mean_those_that_were_asked() {
        platform.install(Platform.app(APP)
                .with(
                        "capabilities.json",
                        "{\"hostFunctions\": [\"log\", \"db_query\"], \"limits\": {\"timeout\": \"3s\"}}"));
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("grants").putArray("hostFunctions").add("log");
        InstalledApp less = platform.changes.patch(platform.admin, platform.project, "my-app", patch);
        assertThat(less.grants().hostFunctions()).containsExactly("log");
        assertThat(less.grants().limits().timeout()).hasValue(java.time.Duration.ofSeconds(3));
        patch.withObject("/grants").putObject("limits").put("timeout", "5s");
        patch.withObject("/grants").withArray("hostFunctions").add("state_set");
        assertThatThrownBy(() -> platform.changes.patch(platform.admin, platform.project, "my-app", patch))
                .hasMessageContaining("host function state_set; timeout 5s over 3s");
    }
}

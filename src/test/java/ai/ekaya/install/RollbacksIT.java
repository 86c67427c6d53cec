package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.Waiting;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Role;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollbacksIT {
    private static final String LEVEL =
            "\"settings\": {\"type\": \"object\", \"properties\": {\"level\": {\"type\": \"string\"}}}";

    private final Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    private static Packages version(int number) {
        return Platform.app("export default ({settings}) => 'v" + number + " ' + settings.level")
                .manifest(LEVEL)
                .version(number + ".0.0");
    }

    private InstalledApp update(Packages packages) {
        return Done.of(
                platform.updates.update(platform.admin, platform.project, "my-app", NewInstall.of(packages.zip())));
    }

    private InstalledApp rollback(Principal by, Optional<Integer> to) {
        return platform.rollbacks.rollback(by, platform.project, "my-app", to);
    }

    private List<VersionView> versions() {
        return platform.rollbacks.versions(platform.project, "my-app");
    }

    private void level(String level) {
        ObjectNode patch = Columns.object();
        patch.putObject("settings").put("level", level);
        platform.changes.patch(platform.admin, platform.project, "my-app", patch);
    }

    @Test
    void goes_back_to_the_version_before_with_the_settings_of_then() {
        platform.install(version(1));
        level("low");
        update(version(2));
        level("high");
        InstalledApp back = rollback(platform.admin, Optional.empty());
        assertThat(back.version()).isEqualTo("1.0.0");
        assertThat(platform.output(platform.run(back, "{}"))).isEqualTo("\"v1 low\"");
        assertThat(versions())
                .extracting(VersionView::number, VersionView::version, VersionView::how, VersionView::canGoBack)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(3, "1.0.0", "ROLLED_BACK", false),
                        org.assertj.core.groups.Tuple.tuple(2, "2.0.0", "UPDATED", true),
                        org.assertj.core.groups.Tuple.tuple(1, "1.0.0", "INSTALLED", false));
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'APP_ROLLED_BACK'"))
                .isEqualTo(1);
        // And forward again.
        InstalledApp forward = rollback(platform.admin, Optional.of(2));
        assertThat(platform.output(platform.run(forward, "{}"))).isEqualTo("\"v2 high\"");
    }

    @Test
    void says_what_cannot_be_gone_back_to() {
        platform.install(version(1));
        assertThatThrownBy(() -> rollback(platform.admin, Optional.empty()))
                .hasMessageContaining("never been another package");
        assertThatThrownBy(() -> rollback(platform.admin, Optional.of(7))).hasMessageContaining("no version number 7");
        assertThatThrownBy(() -> rollback(platform.admin, Optional.of(1)))
                .hasMessageContaining("is that package already");
        Principal viewer = platform.user("vera", Role.VIEWER);
        update(version(2));
        assertThatThrownBy(() -> rollback(viewer, Optional.of(1))).hasMessageContaining("role");
        assertThat(platform.apps.require(platform.project, "my-app").version()).isEqualTo("2.0.0");
    }

    @Test
    void grants_that_do_not_stand_any_more_come_back_by_an_admin_alone() {
        platform.install(version(1).allowing("log", "state_get", "db_query"));
        update(version(2).allowing("log"));
        Principal operator = platform.user("olga", Role.OPERATOR);
        assertThatThrownBy(() -> rollback(operator, Optional.empty())).hasMessageContaining("needs role admin");
        assertThat(platform.apps.require(platform.project, "my-app").version()).isEqualTo("2.0.0");
        assertThat(rollback(platform.admin, Optional.empty()).grants().hostFunctions())
                .containsExactlyInAnyOrder("log", "state_get", "db_query");
        // Less than what stands needs nobody else.
        assertThat(rollback(operator, Optional.of(2)).version()).isEqualTo("2.0.0");
    }

    @Test
    void keeps_the_packages_of_so_many_versions_for_so_long() {
        platform.install(version(1));
        for (int number = 2; number <= 7; number++) {
            update(version(number));
        }
        assertThat(platform.count("SELECT count(*) FROM ekaya.app_package")).isEqualTo(5);
        assertThatThrownBy(() -> rollback(platform.admin, Optional.of(1))).hasMessageContaining("no longer stored");
        assertThat(versions()).hasSize(7).filteredOn(VersionView::canGoBack).hasSize(4);
        platform.clock.advance(
                Limits.defaults().durationOf(Limit.INSTALL_VERSION_KEPT_SECONDS).plusSeconds(1));
        update(version(8));
        assertThat(platform.count("SELECT count(*) FROM ekaya.app_package")).isEqualTo(2);
        assertThat(rollback(platform.admin, Optional.empty()).version()).isEqualTo("7.0.0");
    }

    private static Packages failing(int number) {
        return Platform.app(
                        "export default ({input}) => { if (!input.well) throw new Error('no'); return " + number + " }")
                .manifest(LEVEL)
                .version(number + ".0.0");
    }

    private void run(int times) {
        for (int i = 0; i < times; i++) {
            platform.run(platform.apps.require(platform.project, "my-app"), "{}");
        }
    }

    private String version() {
        return platform.apps.require(platform.project, "my-app").version();
    }

    @Test
    void an_app_goes_back_by_itself_when_the_first_runs_of_its_new_version_fail() {
        platform.run(platform.install(version(1)), "{}");
        update(failing(2));
        run(2);
        assertThat(version()).isEqualTo("2.0.0");
        run(1);
        Waiting.until("back", 20, () -> version().equals("1.0.0"));
        assertThat(platform.text("SELECT actor_kind FROM ekaya.audit_event WHERE type = 'APP_ROLLED_BACK'"))
                .isEqualTo("system");
        Waiting.until("told", 20, () -> platform.count("SELECT count(*) FROM ekaya.notification") == 1);
        assertThat(platform.text("SELECT title FROM ekaya.notification"))
                .isEqualTo("my-app went back to version 1.0.0");
        assertThat(platform.output(platform.run(platform.apps.require(platform.project, "my-app"), "{}")))
                .isEqualTo("\"v1 undefined\"");
    }

    @Test
    void one_run_that_succeeds_keeps_the_new_version() {
        platform.run(platform.install(version(1)), "{}");
        update(failing(2));
        run(2);
        platform.run(platform.apps.require(platform.project, "my-app"), "{\"well\": true}");
        run(5);
        assertThat(version()).isEqualTo("2.0.0");
        assertThat(platform.count("SELECT count(*) FROM ekaya.notification")).isZero();
    }

    @Test
    void an_app_that_failed_before_does_not_go_back_to_what_failed_as_well() {
        platform.install(failing(1));
        run(3);
        update(failing(2));
        run(4);
        assertThat(version()).isEqualTo("2.0.0");
    }

    @Test
    void an_app_does_not_go_back_by_itself_to_grants_that_do_not_stand() {
        platform.run(platform.install(version(1).allowing("log", "state_get")), "{}");
        update(failing(2).allowing("log"));
        run(3);
        Waiting.until("told", 20, () -> platform.count("SELECT count(*) FROM ekaya.notification") == 1);
        assertThat(platform.text("SELECT title FROM ekaya.notification"))
                .isEqualTo("my-app could not go back to the version before");
        assertThat(version()).isEqualTo("2.0.0");
    }

    @Test
    void a_package_that_was_changed_in_the_table_is_not_gone_back_to() {
        InstalledApp first = platform.install(version(1));
        update(version(2));
        platform.sql("UPDATE ekaya.app_package SET bytes = '\\x00' WHERE package_hash = '"
                + first.packageHash().hex() + "'");
        assertThatThrownBy(() -> rollback(platform.admin, Optional.empty())).hasMessageContaining("was changed after");
        assertThat(platform.apps.require(platform.project, "my-app").version()).isEqualTo("2.0.0");
    }
}

package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Packages whose own tests fail are not put in. */
class PackageTestsIT {
    private final Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    private static Packages version(String version, int answer) {
        return Platform.app("export default () => " + answer)
                .version(version)
                .with("migrations/001_notes.sql", "CREATE TABLE notes (body text)")
                .with("tests/one.json", "{\"name\": \"Gives one\", \"output\": 1}")
                .with("tests/two.json", "{\"name\": \"Gives two\", \"output\": " + answer + "}")
                .with("tests/three.json", "{\"name\": \"Gives one again\", \"output\": 1}");
    }

    private long rows(String table) {
        return platform.count("SELECT count(*) FROM ekaya." + table);
    }

    private Updated update(Packages packages) {
        return platform.updates.update(platform.admin, platform.project, "my-app", NewInstall.of(packages.zip()));
    }

    @Test
    void an_installation_is_refused_with_each_test_that_fails_and_leaves_nothing() {
        assertThatThrownBy(() -> platform.install(version("1.0.0", 2)))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_ARGUMENT);
                    assertThat(refusal.details())
                            .extracting(Refusal.Detail::where, Refusal.Detail::message)
                            .containsExactly(
                                    org.assertj.core.groups.Tuple.tuple(
                                            "tests/one.json", "'Gives one' fails: Output: came 2, expected 1"),
                                    org.assertj.core.groups.Tuple.tuple(
                                            "tests/three.json", "'Gives one again' fails: Output: came 2, expected 1"));
                });
        assertThat(rows("installed_app") + rows("app_package") + rows("app_operation"))
                .isZero();
        assertThat(platform.databases.list()).isEmpty();
        assertThat(platform.text("SELECT details->>'reason' FROM ekaya.audit_event WHERE type = 'APP_INSTALL_REFUSED'"))
                .contains("Gives one again");
        assertThat(platform.install(version("1.0.0", 1)).state()).isEqualTo(AppStatus.ENABLED);
    }

    @Test
    void an_update_is_refused_and_the_app_is_what_it_was() {
        InstalledApp app = platform.install(version("1.0.0", 1));
        assertThatThrownBy(() -> update(version("2.0.0", 2).with("migrations/002_more.sql", "DROP TABLE notes")))
                .hasMessageContaining("refused by its own tests");
        InstalledApp now = platform.apps.require(platform.project, "my-app");
        assertThat(now.version()).isEqualTo("1.0.0");
        assertThat(now.state()).isEqualTo(AppStatus.ENABLED);
        assertThat(rows("app_package")).isEqualTo(1);
        assertThat(platform.output(platform.run(app, "{}"))).isEqualTo("1");
        assertThat(Done.of(update(version("2.0.0", 1))).version()).isEqualTo("2.0.0");
    }
}

package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Role;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Effect;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Updates that ask for more than was granted. */
class HeldUpdatesIT {
    private static final String APP = "export default async () => 1";

    private final Platform platform = Platform.open();
    private Principal operator;

    @BeforeEach
    void install() {
        operator = platform.user("olga", Role.OPERATOR);
        platform.install(version("1.0.0", "log", "state_get"));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private static Packages version(String version, String... functions) {
        return Platform.app(APP).allowing(functions).version(version);
    }

    private Updated update(Principal by, Packages packages) {
        return platform.updates.update(by, platform.project, "my-app", NewInstall.of(packages.zip()));
    }

    private HeldUpdateView held(Packages packages) {
        return switch (update(operator, packages)) {
            case Updated.Held(HeldUpdateView held) -> held;
            case Updated.Done(InstalledApp app) -> throw new AssertionError("It was done: " + app.version());
        };
    }

    private InstalledApp agree(Principal by, String packageHash) {
        return platform.updates.agree(
                by, platform.project, "my-app", PackageHash.parse(packageHash).orElseThrow());
    }

    private InstalledApp app() {
        return platform.apps.require(platform.project, "my-app");
    }

    private long count(String table) {
        return platform.count("SELECT count(*) FROM ekaya." + table);
    }

    @Test
    void one_that_asks_for_more_waits_with_what_is_new_row_by_row() {
        HeldUpdateView held = held(version("2.0.0", "log", "db_query"));
        assertThat(app().version()).isEqualTo("1.0.0");
        assertThat(held.consent().fromVersion()).contains("1.0.0");
        assertThat(held.consent().needsAdmin()).isTrue();
        assertThat(held.consent().asks())
                .extracting(ConsentRow::effect, ConsentRow::text, ConsentRow::change)
                .containsExactly(
                        row(Effect.KEEPS_DATA, "keeps tables of its own", ConsentRow.Change.NEW),
                        row(Effect.LOOKS, "writes a log", ConsentRow.Change.SAME),
                        row(Effect.KEEPS_DATA, "reads small values that it kept", ConsentRow.Change.GONE));
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'APP_UPDATE_HELD'"))
                .isEqualTo(1);
        assertThat(platform.text("SELECT title FROM ekaya.notification"))
                .isEqualTo("An update of my-app waits for an admin");
    }

    private static org.assertj.core.groups.Tuple row(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    @Test
    void an_admin_agrees_to_that_very_package_and_it_is_put_in() {
        HeldUpdateView held = held(version("2.0.0", "log", "db_query"));
        assertThatThrownBy(() -> agree(operator, held.consent().packageHash()))
                .hasMessageContaining("needs role admin");
        assertThat(app().version()).isEqualTo("1.0.0");
        InstalledApp updated = agree(platform.admin, held.consent().packageHash());
        assertThat(updated.version()).isEqualTo("2.0.0");
        assertThat(updated.grants().hostFunctions()).containsExactlyInAnyOrder("log", "db_query");
        assertThat(count("app_held_update")).isZero();
        assertThatThrownBy(() -> agree(platform.admin, held.consent().packageHash()))
                .hasMessageContaining("No update of app 'my-app' waits");
    }

    @Test
    void what_was_agreed_to_holds_for_no_other_package() {
        HeldUpdateView first = held(version("2.0.0", "log", "db_query"));
        HeldUpdateView second = held(version("2.0.1", "log", "db_query", "http_request", "notify"));
        assertThatThrownBy(() -> agree(platform.admin, first.consent().packageHash()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.CONFLICT))
                .hasMessageContaining(second.consent().packageHash());
        assertThat(app().version()).isEqualTo("1.0.0");
        // Of the first nothing is left.
        assertThat(count("app_held_update")).isEqualTo(1);
        assertThat(count("app_package")).isEqualTo(2);
    }

    @Test
    void one_that_asks_for_the_same_or_less_goes_through() {
        assertThat(update(operator, version("1.1.0", "log", "state_get"))).isInstanceOf(Updated.Done.class);
        assertThat(update(operator, version("1.2.0", "log"))).isInstanceOf(Updated.Done.class);
        assertThat(app().grants().hostFunctions()).containsExactly("log");
        // What was given up is asked for anew.
        assertThat(update(operator, version("1.3.0", "log", "state_get"))).isInstanceOf(Updated.Held.class);
        assertThat(update(platform.admin, version("1.3.0", "log", "state_get"))).isInstanceOf(Updated.Done.class);
        // It was put in another way, so it waits no more.
        assertThat(count("app_held_update")).isZero();
    }

    @Test
    void one_that_is_dropped_leaves_nothing() {
        held(version("2.0.0", "log", "db_query"));
        platform.held.drop(operator, platform.project, "my-app");
        assertThat(count("app_held_update")).isZero();
        assertThat(count("app_package")).isEqualTo(1);
        assertThat(app().version()).isEqualTo("1.0.0");
        assertThatThrownBy(() -> platform.held.drop(operator, platform.project, "my-app"))
                .hasMessageContaining("No update of app 'my-app' waits");
    }

    @Test
    void a_package_that_is_wrong_is_refused_and_not_held() {
        assertThatThrownBy(() -> update(
                        operator,
                        version("2.0.0", "log", "db_query")
                                .with("capabilities.json", "{\"hostFunctions\": [\"nothing\"]}")))
                .isInstanceOf(Refusal.class);
        assertThat(count("app_held_update")).isZero();
    }

    @Test
    void purging_the_app_takes_what_waits_as_well() {
        held(version("2.0.0", "log", "db_query"));
        platform.uninstaller.purge(platform.admin, platform.project, "my-app");
        assertThat(count("app_held_update") + count("app_package")).isZero();
    }
}

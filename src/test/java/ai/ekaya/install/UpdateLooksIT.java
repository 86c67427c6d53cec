package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.catalog.MadeCatalog;
import ai.ekaya.catalog.TrustLevel;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Role;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Newer versions of a real, signed catalog, and what becomes of them by each app's policy. */
class UpdateLooksIT {
    private static final UpdatePolicy AUTO = new UpdatePolicy.Auto();

    private final Platform platform = Platform.open();
    private final MadeCatalog catalog = new MadeCatalog().with(version("1.0.0").verified());
    private final UpdateLooks looks = platform.looks(catalog);
    private final UpdatePolicies policies = new UpdatePolicies(platform.store, platform.apps, platform.changes);

    @BeforeEach
    void install() {
        platform.installer.install(
                platform.admin,
                platform.project,
                NewInstall.of(version("1.0.0").zip()).from(Origin.of(TrustLevel.VERIFIED, MadeCatalog.NAME)));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private static Packages version(String version) {
        return Platform.app("export default () => 'v" + version + "'")
                .allowing("log", "state_get")
                .version(version);
    }

    private static Packages failing(String version) {
        return version(version).with("tests/one.json", "{\"name\": \"Gives one\", \"output\": 1}");
    }

    private void policy(UpdatePolicy policy) {
        policies.set(platform.admin, platform.project, "my-app", policy);
    }

    private InstalledApp app() {
        return platform.apps.require(platform.project, "my-app");
    }

    private Optional<UpdatePolicyView.Available> available() {
        return policies.of(platform.project, "my-app").available();
    }

    private long audited(String type) {
        return platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = '" + type + "'");
    }

    private String told() {
        return platform.text("SELECT title || ': ' || body FROM ekaya.notification ORDER BY title DESC LIMIT 1");
    }

    @Test
    void by_default_a_newer_version_is_shown_and_nothing_is_done() {
        assertThat(looks.look()).isZero();
        assertThat(available()).isEmpty();
        catalog.with(version("2.0.0").verified());
        assertThat(looks.look()).isZero();
        assertThat(app().version()).isEqualTo("1.0.0");
        assertThat(available()).hasValueSatisfying(seen -> {
            assertThat(seen.version()).isEqualTo("2.0.0");
            assertThat(seen.changelog()).isEqualTo("First.");
            assertThat(seen.since()).isEqualTo(platform.clock.instant());
        });
        platform.updates.update(
                platform.admin,
                platform.project,
                "my-app",
                NewInstall.of(version("2.0.0").zip()).from(Origin.of(TrustLevel.VERIFIED, MadeCatalog.NAME)));
        assertThat(available()).isEmpty();
    }

    @Test
    void by_auto_it_is_put_in_once_and_people_are_told() {
        policy(AUTO);
        catalog.with(version("2.0.0").verified());
        assertThat(looks.look()).isEqualTo(1);
        assertThat(platform.output(platform.run(app(), "{}"))).isEqualTo("\"v2.0.0\"");
        assertThat(app().catalog()).contains(MadeCatalog.NAME);
        assertThat(platform.text("SELECT actor_name FROM ekaya.audit_event WHERE type = 'APP_UPDATED'"))
                .isEqualTo("Ekaya Apps");
        assertThat(told()).startsWith("my-app was updated to version 2.0.0: Its update policy is auto");
        assertThat(available()).isEmpty();
        assertThat(looks.look()).isZero();
        assertThat(audited("APP_UPDATED")).isEqualTo(1);
    }

    @Test
    void by_cool_down_it_is_put_in_once_it_has_been_seen_for_so_long() {
        policy(new UpdatePolicy.CoolDown(3));
        catalog.with(version("2.0.0").verified());
        assertThat(looks.look()).isZero();
        platform.clock.advance(Duration.ofDays(2));
        // Another one begins anew.
        catalog.with(version("2.1.0").verified());
        assertThat(looks.look()).isZero();
        platform.clock.advance(Duration.ofDays(3).minusSeconds(1));
        assertThat(looks.look()).isZero();
        assertThat(app().version()).isEqualTo("1.0.0");
        platform.clock.advance(Duration.ofSeconds(1));
        assertThat(looks.look()).isEqualTo(1);
        assertThat(app().version()).isEqualTo("2.1.0");
    }

    @Test
    void one_that_asks_for_more_waits_for_an_admin_and_is_not_asked_for_twice() {
        policy(AUTO);
        catalog.with(version("2.0.0").allowing("log", "state_get", "notify").verified());
        assertThat(looks.look()).isZero();
        assertThat(app().version()).isEqualTo("1.0.0");
        assertThat(platform.held.find(app())).isPresent();
        assertThat(available())
                .hasValueSatisfying(seen -> assertThat(seen.outcome()).contains(NewVersion.Outcome.HELD));
        platform.held.drop(platform.admin, platform.project, "my-app");
        assertThat(looks.look()).isZero();
        assertThat(audited("APP_UPDATE_HELD")).isEqualTo(1);
        assertThat(platform.held.find(app())).isEmpty();
        // The next one that asks for no more goes through.
        catalog.with(version("2.0.1").verified());
        assertThat(looks.look()).isEqualTo(1);
    }

    @Test
    void one_that_fails_is_not_tried_again_until_the_catalog_has_another() {
        policy(AUTO);
        catalog.with(failing("2.0.0").verified());
        assertThat(looks.look()).isZero();
        assertThat(app().version()).isEqualTo("1.0.0");
        assertThat(app().state()).isEqualTo(AppStatus.ENABLED);
        assertThat(told()).contains("my-app could not be updated to version 2.0.0", "'Gives one' fails");
        assertThat(available())
                .hasValueSatisfying(seen -> assertThat(seen.reason().orElse("")).contains("refused by its own tests"));
        platform.clock.advance(Duration.ofHours(1));
        assertThat(looks.look()).isZero();
        assertThat(audited("APP_INSTALL_REFUSED")).isEqualTo(1);
        catalog.with(version("2.0.1").verified());
        assertThat(looks.look()).isEqualTo(1);
        assertThat(app().version()).isEqualTo("2.0.1");
    }

    @Test
    void what_the_app_was_taken_back_from_is_not_put_in_again() {
        policy(AUTO);
        catalog.with(version("2.0.0").verified());
        looks.look();
        platform.rollbacks.rollback(platform.admin, platform.project, "my-app", Optional.empty());
        assertThat(looks.look()).isZero();
        assertThat(app().version()).isEqualTo("1.0.0");
        assertThat(available())
                .hasValueSatisfying(seen -> assertThat(seen.version()).isEqualTo("2.0.0"));
        catalog.with(version("2.0.1").verified());
        assertThat(looks.look()).isEqualTo(1);
    }

    @Test
    void neither_a_revoked_version_nor_a_pre_release_is_one_to_update_to() {
        policy(AUTO);
        catalog.with(version("3.0.0-beta.1").verified()).with(version("2.0.0").verified());
        catalog.revoke(version("2.0.0").verified());
        assertThat(looks.look()).isZero();
        assertThat(available()).isEmpty();
        // Who has one gets the next.
        platform.updates.update(
                platform.admin,
                platform.project,
                "my-app",
                NewInstall.of(version("3.0.0-alpha").zip()).from(Origin.of(TrustLevel.VERIFIED, MadeCatalog.NAME)));
        assertThat(looks.look()).isEqualTo(1);
        assertThat(app().version()).isEqualTo("3.0.0-beta.1");
    }

    @Test
    void servers_that_look_at_the_same_moment_update_once() {
        policy(AUTO);
        catalog.with(version("2.0.0").verified());
        try (Platform other = platform.another("two")) {
            UpdateLooks theirs = other.looks(catalog);
            CompletableFuture<Integer> mine = async(looks);
            CompletableFuture<Integer> second = async(theirs);
            assertThat(mine.join() + second.join()).isEqualTo(1);
        }
        assertThat(audited("APP_UPDATED")).isEqualTo(1);
        assertThat(platform.rollbacks.versions(platform.project, "my-app")).hasSize(2);
    }

    private static CompletableFuture<Integer> async(UpdateLooks looks) {
        return CompletableFuture.supplyAsync(looks::look, task -> new Thread(null, task, "look", 16 << 20).start());
    }

    /** Killed: no line of Java runs any more for it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void what_a_server_that_died_had_taken_another_takes_in_a_while() {
        policy(AUTO);
        catalog.with(version("2.0.0").verified());
        platform.dies = step -> {
            throw new Killed();
        };
        assertThatThrownBy(looks::look).isInstanceOf(Killed.class);
        try (Platform next = platform.restarted()) {
            next.halfDone.repair(true);
            UpdateLooks theirs = next.looks(catalog);
            assertThat(theirs.look()).isZero();
            next.clock.advance(Duration.ofMinutes(10));
            assertThat(theirs.look()).isEqualTo(1);
        }
        assertThat(app().version()).isEqualTo("2.0.0");
    }

    @Test
    void a_catalog_that_is_away_is_no_failure_of_the_version() {
        policy(AUTO);
        catalog.with(version("2.0.0").verified());
        catalog.whileAway(() -> assertThat(looks.look()).isZero());
        assertThat(available())
                .hasValueSatisfying(seen -> assertThat(seen.outcome()).isEmpty());
        platform.clock.advance(Duration.ofHours(1));
        assertThat(looks.look()).isEqualTo(1);
        assertThat(app().version()).isEqualTo("2.0.0");
    }

    @Test
    void an_app_that_a_person_brought_a_package_for_is_left_alone() {
        policy(AUTO);
        platform.updates.update(
                platform.admin,
                platform.project,
                "my-app",
                NewInstall.of(version("1.1.0").zip()));
        catalog.with(version("2.0.0").verified());
        assertThat(looks.look()).isZero();
        assertThat(app().version()).isEqualTo("1.1.0");
    }

    @Test
    void the_policy_is_set_by_who_may_update_and_the_audit_tells() {
        Principal viewer = platform.user("vera", Role.VIEWER);
        assertThatThrownBy(() -> policies.set(viewer, platform.project, "my-app", AUTO))
                .hasMessageContaining("role operator");
        assertThat(app().updatePolicy()).isEqualTo(new UpdatePolicy.Manual());
        policies.set(platform.user("olga", Role.OPERATOR), platform.project, "my-app", new UpdatePolicy.CoolDown(7));
        assertThat(app().updatePolicy()).isEqualTo(new UpdatePolicy.CoolDown(7));
        assertThat(platform.text("SELECT changes::text FROM ekaya.audit_event WHERE type = 'APP_CHANGED'"))
                .contains("updatePolicy", "manual", "cool-down 7");
        Limits limits = platform.limits;
        assertThatThrownBy(() -> UpdatePolicy.asked("cool-down", Optional.of(0), limits))
                .hasMessage("'days' is 0, expected 1 to 365 with policy cool-down");
        assertThatThrownBy(() -> UpdatePolicy.asked("cool-down", Optional.empty(), limits))
                .hasMessageStartingWith("'days' is missing");
        assertThatThrownBy(() -> UpdatePolicy.asked("auto", Optional.of(1), limits))
                .hasMessage("'days' is for policy cool-down alone");
        assertThatThrownBy(() -> UpdatePolicy.asked("always", Optional.empty(), limits))
                .hasMessage("'policy' is none, expected manual, auto or cool-down");
    }

    @Test
    void an_app_that_came_of_no_catalog_has_no_policy_but_manual() {
        platform.updates.update(
                platform.admin,
                platform.project,
                "my-app",
                NewInstall.of(version("1.1.0").zip()));
        assertThatThrownBy(() -> policy(AUTO)).hasMessageContaining("came of no catalog");
        assertThat(app().updatePolicy()).isEqualTo(new UpdatePolicy.Manual());
        policy(new UpdatePolicy.Manual());
    }
}

package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.catalog.TrustLevel;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Role;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What packages may ask for at most, by where they came from, at every way in. */
class CeilingsIT {
    private static final Packages PLAIN = asking("1.0.0", "");
    private static final Packages WILD =
            asking("2.0.0", ", \"http\": [{\"host\": \"*.example.com\", \"methods\": [\"GET\"]}]");

    private final Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    private static Packages asking(String version, String more) {
        return Platform.app("export default () => 1")
                .version(version)
                .with(
                        "capabilities.json",
                        "{\"hostFunctions\": [\"log\", \"http_request\", \"llm_generate\"]" + more + "}");
    }

    private InstalledApp install(Packages packages, Origin origin) {
        return platform.installer.install(
                platform.admin, platform.project, NewInstall.of(packages.zip()).from(origin));
    }

    private Updated update(Principal by, Packages packages) {
        return platform.updates.update(by, platform.project, "my-app", NewInstall.of(packages.zip()));
    }

    private void lower(TrustLevel level, String allowed) {
        platform.sql("DELETE FROM ekaya.trust_ceiling");
        platform.sql("INSERT INTO ekaya.trust_ceiling (level, allowed, changed_at, changed_by_name) VALUES ('"
                + level.text() + "', '" + allowed + "', now(), 'root')");
    }

    private static void refused(ThrowingCallable call, String reason, TrustLevel level) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_PERMITTED))
                .hasMessageContaining(reason)
                .hasMessageEndingWith("a platform admin may raise that by PUT /api/v1/catalog/trust/" + level.text());
    }

    private String version() {
        return platform.apps.require(platform.project, "my-app").version();
    }

    @Test
    void a_file_that_somebody_uploads_takes_no_sensitive_values_out_and_reaches_no_host_by_wildcard() {
        refused(
                () -> install(WILD, Origin.UPLOAD),
                "sends requests to any host of a domain: *.example.com",
                TrustLevel.UNSIGNED_DEVELOPMENT);
        refused(
                () -> install(asking("1.0.0", ", \"sensitiveValues\": [\"http_request\"]"), Origin.UPLOAD),
                "may take values of sensitive columns out",
                TrustLevel.UNSIGNED_DEVELOPMENT);
        refused(
                () -> install(
                        asking("1.0.0", ", \"llm\": {\"tokensPerRunMax\": 9, \"rowValuesAllowed\": true}"),
                        Origin.UPLOAD),
                "sends values of rows to the language model",
                TrustLevel.UNSIGNED_DEVELOPMENT);
        assertThat(platform.count(
                        "SELECT (SELECT count(*) FROM ekaya.installed_app) + (SELECT count(*) FROM ekaya.app_package)"))
                .isZero();
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'APP_INSTALL_REFUSED'"))
                .isEqualTo(3);
        assertThat(install(PLAIN, Origin.UPLOAD).version()).isEqualTo("1.0.0");
    }

    @Test
    void it_may_once_a_platform_admin_allows_it() {
        platform.trustUploads();
        assertThat(install(WILD, Origin.UPLOAD).version()).isEqualTo("2.0.0");
    }

    @Test
    void what_the_project_wrote_itself_may_ask_for_all_until_a_platform_admin_says_otherwise() {
        lower(TrustLevel.PRIVATE, "READS_DATA,ASKS_MODEL");
        refused(() -> install(PLAIN, Origin.DRAFT), "sends requests to hosts that it names", TrustLevel.PRIVATE);
        assertThat(platform.apps.list(platform.project)).isEmpty();
        platform.sql("DELETE FROM ekaya.trust_ceiling");
        assertThat(install(WILD, Origin.DRAFT).version()).isEqualTo("2.0.0");
    }

    @Test
    void an_update_above_it_is_refused_and_not_held() {
        install(PLAIN, Origin.UPLOAD);
        refused(() -> update(platform.admin, WILD), "any host", TrustLevel.UNSIGNED_DEVELOPMENT);
        Principal operator = platform.user("olga", Role.OPERATOR);
        refused(() -> update(operator, WILD), "any host", TrustLevel.UNSIGNED_DEVELOPMENT);
        assertThat(platform.count("SELECT count(*) FROM ekaya.app_held_update")).isZero();
        assertThat(version()).isEqualTo("1.0.0");
        assertThat(Done.of(update(platform.admin, asking("1.1.0", ""))).version())
                .isEqualTo("1.1.0");
    }

    @Test
    void one_that_waits_is_held_against_the_ceiling_of_the_day_it_is_agreed_to() {
        install(PLAIN, Origin.UPLOAD);
        platform.trustUploads();
        Principal operator = platform.user("olga", Role.OPERATOR);
        assertThat(update(operator, WILD)).isInstanceOf(Updated.Held.class);
        PackageHash hash = WILD.verified().hash();
        platform.sql("DELETE FROM ekaya.trust_ceiling");
        refused(
                () -> platform.updates.agree(platform.admin, platform.project, "my-app", hash),
                "any host",
                TrustLevel.UNSIGNED_DEVELOPMENT);
        assertThat(version()).isEqualTo("1.0.0");
        platform.trustUploads();
        assertThat(platform.updates
                        .agree(platform.admin, platform.project, "my-app", hash)
                        .version())
                .isEqualTo("2.0.0");
    }

    @Test
    void going_back_asks_no_ceiling() {
        install(PLAIN, Origin.UPLOAD);
        update(platform.admin, asking("1.1.0", ""));
        lower(TrustLevel.UNSIGNED_DEVELOPMENT, "");
        refused(() -> update(platform.admin, asking("1.2.0", "")), "language model", TrustLevel.UNSIGNED_DEVELOPMENT);
        assertThat(platform.rollbacks
                        .rollback(platform.admin, platform.project, "my-app", Optional.empty())
                        .version())
                .isEqualTo("1.0.0");
    }

    @Test
    void an_app_goes_on_with_the_catalog_that_its_package_came_of() {
        install(PLAIN, Origin.of(TrustLevel.FIRST_PARTY, "bundled"));
        String catalog = "SELECT catalog FROM ekaya.installed_app";
        assertThat(platform.text(catalog)).isEqualTo("bundled");
        update(platform.admin, asking("1.1.0", ""));
        assertThat(platform.text(catalog)).isEqualTo("null");
        platform.rollbacks.rollback(platform.admin, platform.project, "my-app", Optional.empty());
        assertThat(platform.text(catalog)).isEqualTo("bundled");
    }
}

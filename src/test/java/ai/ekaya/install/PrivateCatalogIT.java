package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.catalog.PrivateCatalogs;
import ai.ekaya.catalog.TestCatalogs;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.PackageWriter;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a project publishes for itself, on a real database: which versions, who has them, and what becomes of installed apps. */
class PrivateCatalogIT {
    private final Platform platform = Platform.open();
    private final TestCatalogs catalogs = on(platform.limits);
    private final CatalogInstalls installs = new CatalogInstalls(
            catalogs.ofProjects(),
            catalogs.ceilings(),
            platform.apps,
            platform.installer,
            platform.updates,
            new ConsentChecks(new PackageReader(platform.limits, "1.0.0"), platform.apps));

    @AfterEach
    void close() {
        platform.close();
    }

    private TestCatalogs on(Limits limits) {
        return TestCatalogs.on(
                platform.store,
                platform.internet.egress(platform.secrets.secrets()),
                platform.signals,
                limits,
                platform.clock);
    }

    private static AppPackage version(String version, String output) {
        return app("my-app", version, output);
    }

    private static AppPackage app(String id, String version, String output) {
        return Packages.minimal()
                .with(
                        "manifest.json",
                        "{\"id\": \"" + id + "\", \"name\": \"My app\", \"version\": \"" + version + "\"}")
                .with("app.js", "export default async () => '" + output + "'")
                .allowing("log")
                .verified();
    }

    private PrivateCatalogs.Published publish(AppPackage read) {
        return publish(catalogs.own(), platform.admin, platform.project, read);
    }

    private static PrivateCatalogs.Published publish(
            PrivateCatalogs own, Principal by, ProjectId project, AppPackage read) {
        return own.publish(by, project, read, PackageWriter.zip(read), "What is new");
    }

    private static CatalogInstalls.Asked asked(String version) {
        return new CatalogInstalls.Asked("private", "my-app", version, null, null, null, null, null);
    }

    private static void assertRefused(RefusalCode code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private long published() {
        return platform.count("SELECT count(*) FROM ekaya.private_package");
    }

    @Test
    void what_was_published_is_installed_and_updated_by_its_name() {
        publish(version("1.0.0", "one"));
        InstalledApp app = installs.install(platform.admin, platform.project, asked("1.0.0"));
        assertThat(platform.output(platform.run(app, "{}"))).isEqualTo("\"one\"");
        assertRefused(
                RefusalCode.NOT_FOUND,
                () -> installs.update(platform.admin, platform.project, "my-app", asked("2.0.0")));
        publish(version("2.0.0", "two"));
        Done.of(installs.update(platform.admin, platform.project, "my-app", asked("2.0.0")));
        assertThat(platform.output(platform.run(app, "{}"))).isEqualTo("\"two\"");
        assertThat(catalogs.own().of(platform.project).apps())
                .singleElement()
                .satisfies(listed -> assertThat(listed.versions())
                        .extracting(version -> version.version())
                        .containsExactly("2.0.0", "1.0.0"));
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'PACKAGE_PUBLISHED'"))
                .isEqualTo(2);
    }

    @Test
    void a_version_is_newer_than_all_that_were_published_and_never_other_bytes() {
        publish(version("1.1.0", "one"));
        assertRefused(RefusalCode.CONFLICT, () -> publish(version("1.1.0", "another")));
        assertRefused(RefusalCode.CONFLICT, () -> publish(version("1.0.9", "older")));
        assertRefused(RefusalCode.CONFLICT, () -> publish(version("1.1.0-rc.1", "before it")));
        assertThat(published()).isEqualTo(1);
        // The legal twins: newer, and another app.
        assertThat(publish(version("1.1.1", "newer")).fresh()).isTrue();
        assertThat(publish(app("other-app", "0.1.0", "another")).fresh()).isTrue();
    }

    @Test
    void the_same_package_again_is_what_stands_there() {
        AppPackage read = version("1.0.0", "one");
        PrivateCatalogs.Published first = publish(read);
        platform.clock.advance(java.time.Duration.ofHours(1));
        PrivateCatalogs.Published again = publish(read);
        assertThat(first.fresh()).isTrue();
        assertThat(again.fresh()).isFalse();
        assertThat(again.publishedAt()).isEqualTo(first.publishedAt());
        assertThat(published()).isEqualTo(1);
    }

    @Test
    void a_version_that_was_withdrawn_is_had_no_more_and_goes_on_where_it_is_installed() {
        publish(version("1.0.0", "one"));
        InstalledApp app = installs.install(platform.admin, platform.project, asked("1.0.0"));
        catalogs.own().withdraw(platform.admin, platform.project, "my-app", "1.0.0", "It counts twice");
        assertThat(platform.output(platform.run(app, "{}"))).isEqualTo("\"one\"");
        CatalogInstalls.Asked again =
                new CatalogInstalls.Asked("private", "my-app", "1.0.0", null, "again", null, null, null);
        assertThatThrownBy(() -> installs.install(platform.admin, platform.project, again))
                .hasMessageContaining("It counts twice");
        assertThat(platform.apps.list(platform.project)).hasSize(1);
        assertRefused(
                RefusalCode.NOT_FOUND,
                () -> catalogs.own().withdraw(platform.admin, platform.project, "my-app", "1.0.0", "Once more"));
        // Its number stays taken, also for the same bytes.
        assertRefused(RefusalCode.CONFLICT, () -> publish(version("1.0.0", "one")));
        assertThat(publish(version("1.0.1", "mended")).fresh()).isTrue();
    }

    @Test
    void another_project_neither_sees_nor_gets_what_one_has_published() {
        publish(version("1.0.0", "one"));
        ProjectId other = new ProjectId(UUID.randomUUID());
        platform.sql("INSERT INTO ekaya.project (id, name, created_at) VALUES ('" + other + "', 'other', now())");
        Principal theirs = new Principal(
                Principal.Kind.USER, new UserId(UUID.randomUUID()), "bea", false, Map.of(other, Role.ADMIN));
        assertThat(catalogs.own().of(other).apps()).isEmpty();
        assertRefused(RefusalCode.NOT_FOUND, () -> installs.install(theirs, other, asked("1.0.0")));
        assertRefused(
                RefusalCode.NOT_FOUND,
                () -> publish(catalogs.own(), theirs, platform.project, version("2.0.0", "theirs")));
        assertRefused(
                RefusalCode.NOT_FOUND, () -> catalogs.own().withdraw(theirs, other, "my-app", "1.0.0", "Not theirs"));
        // Their own app of the same name is another one.
        publish(catalogs.own(), theirs, other, version("1.0.0", "theirs"));
        assertThat(platform.output(
                        platform.run(installs.install(platform.admin, platform.project, asked("1.0.0")), "{}")))
                .isEqualTo("\"one\"");
    }

    @Test
    void authors_publish_and_operators_do_not() {
        Principal operator = platform.user("olga", Role.OPERATOR);
        assertRefused(
                RefusalCode.NOT_PERMITTED,
                () -> publish(catalogs.own(), operator, platform.project, version("1.0.0", "one")));
        assertThat(published()).isZero();
        publish(catalogs.own(), platform.user("anna", Role.AUTHOR), platform.project, version("1.0.0", "one"));
        assertThat(published()).isEqualTo(1);
    }

    @Test
    void a_project_publishes_so_many_apps_and_bytes_and_no_more() {
        AppPackage one = version("1.0.0", "one");
        PrivateCatalogs few =
                on(platform.limits.with(Limit.CATALOG_PRIVATE_APPS_COUNT, 1)).own();
        publish(few, platform.admin, platform.project, one);
        assertRefused(
                RefusalCode.LIMIT, () -> publish(few, platform.admin, platform.project, app("second", "1.0.0", "two")));
        long taken = PackageWriter.zip(one).length;
        AppPackage two = version("1.0.1", "two");
        long both = taken + PackageWriter.zip(two).length;
        PrivateCatalogs small =
                on(platform.limits.with(Limit.CATALOG_PRIVATE_BYTES, both - 1)).own();
        assertRefused(RefusalCode.LIMIT, () -> publish(small, platform.admin, platform.project, two));
        assertThat(published()).isEqualTo(1);
        PrivateCatalogs enough =
                on(platform.limits.with(Limit.CATALOG_PRIVATE_BYTES, both)).own();
        publish(enough, platform.admin, platform.project, two);
        assertThat(published()).isEqualTo(2);
    }

    @Test
    void a_changelog_is_text_that_is_seen() {
        AppPackage one = version("1.0.0", "one");
        byte[] zip = PackageWriter.zip(one);
        for (String bad : List.of("", "  \n", "x".repeat(10_001), "a\u0000b", "a\u001b[2Jb")) {
            assertRefused(
                    RefusalCode.BAD_ARGUMENT,
                    () -> catalogs.own().publish(platform.admin, platform.project, one, zip, bad));
        }
        assertThat(published()).isZero();
        catalogs.own().publish(platform.admin, platform.project, one, zip, "- one\n- two\t(ü)");
        assertThat(published()).isEqualTo(1);
    }

    @Test
    void of_two_that_publish_a_version_at_once_one_does() throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            List<Future<Optional<RefusalCode>>> ends = List.of("one", "two").stream()
                    .map(output -> both.submit(() -> {
                        begin.await();
                        try {
                            publish(version("1.0.0", output));
                            return Optional.<RefusalCode>empty();
                        } catch (Refusal refusal) {
                            return Optional.of(refusal.code());
                        }
                    }))
                    .toList();
            begin.countDown();
            assertThat(List.of(ends.get(0).get(), ends.get(1).get()))
                    .containsExactlyInAnyOrder(Optional.empty(), Optional.of(RefusalCode.CONFLICT));
        }
        assertThat(published()).isEqualTo(1);
    }

    @Test
    void bytes_that_were_changed_in_the_table_are_no_package() {
        publish(version("1.0.0", "one"));
        byte[] other = PackageWriter.zip(version("1.0.0", "evil"));
        platform.sql("UPDATE ekaya.private_package SET bytes = '\\x"
                + java.util.HexFormat.of().formatHex(other) + "'");
        assertRefused(RefusalCode.UPSTREAM, () -> installs.install(platform.admin, platform.project, asked("1.0.0")));
        assertThat(platform.apps.list(platform.project)).isEmpty();
    }
}

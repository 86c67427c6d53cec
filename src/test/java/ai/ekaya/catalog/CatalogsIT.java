package ai.ekaya.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.egress.Internet;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.egress.Peer;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.UserId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Effect;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.run.SettableClock;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Catalogs on a real database, over real HTTP, and what of them outlives failures, restarts and other servers. */
class CatalogsIT {
    private static final AppPackage ONE = MadeApps.app("one", "1.0.0", "first");
    private static final AppPackage TWO = MadeApps.app("two", "1.0.0", "second");
    private static final Principal ADMIN =
            new Principal(Principal.Kind.USER, new UserId(UUID.randomUUID()), "root", true, Map.of());

    private final DatabaseUrl url = TestDatabase.fresh();
    private final Store store = Store.open(url);
    private final SettableClock clock = new SettableClock(Instant.parse("2027-03-01T12:00:00Z"));
    private final Internet internet = new Internet();
    private final CatalogMaker maker = new CatalogMaker();
    private final MadeApps made = new MadeApps(maker).with(ONE).with(TWO).publish(2);
    private final Peer site = internet.http("api.example.com").answers(this::serve);
    private Limits limits = Limits.defaults();

    CatalogsIT() {
        internet.allowPrivate("api.example.com:80");
    }

    @AfterEach
    void close() {
        internet.close();
        store.close();
    }

    private void serve(Peer.Asked asked, OutputStream out) throws IOException {
        byte[] bytes = maker.files.get(asked.line().split(" ")[1].substring(1));
        byte[] body = bytes == null ? new byte[0] : bytes;
        out.write(((bytes == null ? "HTTP/1.1 404 No" : "HTTP/1.1 200 OK") + "\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
    }

    /** A server as it starts, on the database as it is. */
    private final class Server {
        final SignedSources signed;
        final Catalogs catalogs;

        Server() {
            this(maker.root(), TrustLevel.VERIFIED);
        }

        Server(byte[] root, TrustLevel most) {
            this(root, most, new Signals(store, limits));
        }

        Server(byte[] root, TrustLevel most, Signals signals) {
            CatalogSettings settings = new CatalogSettings(
                    Optional.of(root),
                    Optional.empty(),
                    Optional.of(OutboundUrl.parse("http://api.example.com/")),
                    most);
            AuditLog audit = new AuditLog(clock);
            signed = new SignedSources(
                    settings,
                    store,
                    new SourceRows(store, audit),
                    new FileCache(store, limits, clock),
                    internet.egress(),
                    signals,
                    audit,
                    limits,
                    clock);
            PackageReader reader = new PackageReader(limits, "1.0.0");
            catalogs =
                    new Catalogs(new BundledSource(reader), signed, new ReviewedPackages(store, clock, audit), reader);
            signed.load();
        }

        Server refreshed() {
            signed.refresh();
            return this;
        }

        SourceState state(String source) {
            return catalogs.all().stream()
                    .filter(one -> one.name().equals(source))
                    .findFirst()
                    .orElseThrow()
                    .state();
        }

        List<String> apps(String source) {
            return catalogs
                    .search(CatalogSearch.of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(source)))
                    .stream()
                    .map(found -> found.app().id())
                    .toList();
        }

        CatalogPackage have(String app) {
            return catalogs.have("http", app, "1.0.0");
        }
    }

    @Test
    void an_app_that_is_sold_says_how_long_it_may_be_tried() {
        AppPackage sold = MadeApps.app("sold-app", "1.0.0", "For money");
        made.with(sold).sold(14).publish(3);
        Server server = new Server().refreshed();
        assertThat(server.catalogs.trialDays("sold-app", sold.hash())).hasValue(14);
        assertThat(server.catalogs.trialDays("sold-app", ONE.hash()))
                .as("another package of that name")
                .isEmpty();
        assertThat(server.catalogs.trialDays(ONE.manifest().id(), ONE.hash())).isEmpty();
    }

    private long asked(String part) {
        return site.asked().stream().filter(one -> one.line().contains(part)).count();
    }

    private Optional<Revocation> revoked(AppPackage app) {
        return store.inTransaction(transaction -> Revoked.of(transaction, app.hash()));
    }

    @Test
    void a_package_is_fetched_once_for_all_servers() {
        Server first = new Server().refreshed();
        assertThat(first.state("http").kind()).isEqualTo(SourceState.Kind.READY);
        assertThat(first.apps("http")).containsExactly("one", "two");

        CatalogPackage had = first.have("one");

        assertThat(had.appPackage().hash()).isEqualTo(ONE.hash());
        assertThat(had.trust()).isEqualTo(TrustLevel.VERIFIED);
        assertThat(new Server().have("one").zip()).isEqualTo(had.zip());
        assertThat(asked(".one-1.0.0.ekapp")).isEqualTo(1);
    }

    @Test
    void a_server_without_a_network_shows_and_gives_what_was_good() {
        new Server().refreshed().have("one");
        maker.files.clear();

        Server later = new Server().refreshed();

        assertThat(later.state("http").why().orElseThrow()).contains("no file metadata/timestamp.json");
        assertThat(later.state("http").kind()).isEqualTo(SourceState.Kind.READY);
        assertThat(later.apps("http")).containsExactly("one", "two");
        assertThat(later.have("one").appPackage().hash()).isEqualTo(ONE.hash());
        assertThatThrownBy(() -> later.have("two")).isInstanceOf(Refusal.class);
    }

    @Test
    void what_has_expired_is_shown_and_nothing_new_is_had_from_it() {
        Server server = new Server().refreshed();
        server.have("one");
        clock.set(CatalogMaker.EXPIRES);
        server.refreshed();

        SourceState state = server.state("http");
        assertThat(state.kind()).isEqualTo(SourceState.Kind.STALE);
        assertThat(state.why().orElseThrow()).contains("expired at 2030-01-01T00:00:00Z");
        assertThat(state.goodAt()).hasValue(Instant.parse("2027-03-01T12:00:00Z"));
        assertThat(server.apps("http")).containsExactly("one", "two");
        assertThatThrownBy(() -> server.have("one"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE));

        maker.edit(RoleName.TARGETS, node -> node.put("expires", "2031-01-01T00:00:00Z"))
                .edit(RoleName.SNAPSHOT, node -> node.put("expires", "2031-01-01T00:00:00Z"))
                .edit(RoleName.TIMESTAMP, node -> node.put("expires", "2031-01-01T00:00:00Z"))
                .edit(RoleName.ROOT, node -> node.put("expires", "2031-01-01T00:00:00Z"));
        maker.root(2);
        made.publish(3);
        assertThat(server.refreshed().have("one").appPackage().hash()).isEqualTo(ONE.hash());
    }

    @Test
    void a_signed_index_that_does_not_fit_leaves_the_one_before() {
        Server server = new Server().refreshed();
        made.index.put("format", 9);
        made.publish(3);

        server.refreshed();

        assertThat(server.state("http").why().orElseThrow()).contains("index.json#/format is 9");
        assertThat(server.apps("http")).containsExactly("one", "two");
        assertThat(server.have("one")).isNotNull();
        made.index.put("format", 1);
        made.publish(4);
        assertThat(server.refreshed().state("http").why()).isEmpty();
    }

    @Test
    void an_index_that_names_a_file_that_nobody_signed_is_refused() {
        Server server = new Server().refreshed();
        maker.targets.remove("images/shot.png");
        made.publish(3);

        assertThat(server.refreshed().state("http").why().orElseThrow()).contains("do not name images/shot.png");
    }

    @Test
    void a_revoked_package_is_stopped_for_all_and_comes_back_when_the_catalog_says_so() {
        Server server = new Server().refreshed();
        server.have("one");
        assertThat(revoked(ONE)).isEmpty();

        made.revokePackage(ONE).publish(3);
        server.refreshed();

        assertThat(revoked(ONE).orElseThrow().reason()).isEqualTo("It lost orders");
        assertThat(revoked(TWO)).isEmpty();
        assertThatThrownBy(() -> server.have("one"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.CONFLICT))
                .hasMessageContaining("It lost orders");
        assertThat(server.have("two")).isNotNull();
        assertThat(count("SELECT count(*) FROM audit_event WHERE type = 'PACKAGE_REVOKED'"))
                .isEqualTo(1);
        server.refreshed();
        assertThat(count("SELECT count(*) FROM audit_event WHERE type = 'PACKAGE_REVOKED'"))
                .isEqualTo(1);

        made.revoked.putArray("packages");
        made.publish(4);
        server.refreshed();
        assertThat(revoked(ONE)).isEmpty();
    }

    @Test
    void a_revoked_key_stops_all_that_it_signed() {
        Server server = new Server().refreshed();
        made.revokeKey().publish(3);
        server.refreshed();

        assertThat(revoked(ONE).orElseThrow().reason()).isEqualTo("It was stolen");
        assertThat(revoked(TWO)).isPresent();
        assertThatThrownBy(() -> server.have("two")).hasMessageContaining("It was stolen");
    }

    @Test
    void a_revoked_package_that_is_no_longer_listed_stays_stopped() {
        Server server = new Server();
        made.revokeKey().publish(3);
        server.refreshed();
        ((com.fasterxml.jackson.databind.node.ArrayNode) made.index.get("apps")).remove(0);
        made.revoked.putArray("keys");
        made.publish(4);

        server.refreshed();

        assertThat(revoked(ONE)).isPresent();
        assertThat(revoked(TWO)).as("listed, and revoked no more").isEmpty();
    }

    @Test
    void a_failure_takes_no_revocation_back() {
        Server server = new Server();
        made.revokePackage(ONE).publish(3);
        server.refreshed();
        maker.files.clear();
        server.refreshed();

        assertThat(revoked(ONE)).isPresent();
    }

    @Test
    void what_a_key_signed_that_a_newer_root_took_the_right_from_is_gone() {
        Server server = new Server().refreshed();
        maker.keys.put(RoleName.TARGETS, List.of(CatalogMaker.pair()));
        maker.root(2);
        maker.files.remove("metadata/timestamp.json");

        server.refreshed();

        assertThat(server.state("http").kind()).isEqualTo(SourceState.Kind.EMPTY);
        assertThat(new Server().apps("http")).isEmpty();
        assertThatThrownBy(() -> server.have("one")).isInstanceOf(Refusal.class);
        made.publish(3);
        assertThat(server.refreshed().apps("http")).containsExactly("one", "two");
    }

    @Test
    void who_writes_in_the_database_makes_no_catalog_and_no_package() {
        Server server = new Server().refreshed();
        server.have("one");
        store.transact(transaction -> {
            Sql.update(transaction, "UPDATE catalog_file SET bytes = 'other'");
            Sql.update(
                    transaction,
                    "UPDATE catalog_source SET index_file = replace(encode(index_file, 'escape'), 'My app', 'My bad')::bytea");
        });

        assertThat(new Server().apps("http")).isEmpty();
        Server again = new Server().refreshed();
        assertThat(again.apps("http")).containsExactly("one", "two");
        assertThat(again.have("one").appPackage().hash()).isEqualTo(ONE.hash());
        assertThat(asked(".one-1.0.0.ekapp")).isEqualTo(2);
    }

    @Test
    void a_root_that_somebody_wrote_into_the_database_is_nobodys() {
        maker.root(2);
        new Server().refreshed();
        assertThat(new Server().apps("http")).containsExactly("one", "two");
        CatalogMaker stranger = new CatalogMaker();
        new MadeApps(stranger).with(MadeApps.app("evil", "1.0.0", "x")).publish(9);
        stranger.root(2);
        store.transact(transaction -> Sql.update(
                transaction,
                "UPDATE catalog_source SET roots = ?, good_timestamp = ?, good_snapshot = ?, good_targets = ?, index_file = ?,"
                        + " revoked_file = ? WHERE name = 'http'",
                Base64.getEncoder().encodeToString(stranger.files.get("metadata/2.root.json")),
                stranger.files.get("metadata/timestamp.json"),
                stranger.files.get("metadata/9.snapshot.json"),
                stranger.files.get("metadata/9.targets.json"),
                stranger.targets.get("index.json"),
                stranger.targets.get("revoked.json")));

        Server server = new Server();
        assertThat(server.apps("http")).isEmpty();
        assertThat(server.refreshed().apps("http")).containsExactly("one", "two");
        assertThat(server.state("http").why()).isEmpty();

        store.transact(transaction -> Sql.update(
                transaction, "UPDATE catalog_source SET roots = '?', seen_timestamp = 'x', seen_snapshot = 'x'"));
        assertThat(server.refreshed().state("http").why()).isEmpty();
    }

    @Test
    void versions_never_go_back_also_after_a_restart_and_begin_anew_under_another_root() {
        new Server().refreshed();
        byte[] before = maker.files.get("metadata/timestamp.json");
        made.publish(5);
        new Server().refreshed();
        maker.files.put("metadata/timestamp.json", before);
        Server server = new Server().refreshed();
        assertThat(server.state("http").why().orElseThrow()).contains("went back");

        CatalogMaker other = new CatalogMaker();
        new MadeApps(other).with(TWO).publish(2);
        maker.files.clear();
        maker.files.putAll(other.files);
        Server fresh = new Server(other.root(), TrustLevel.VERIFIED).refreshed();
        assertThat(fresh.state("http").why()).isEmpty();
        assertThat(fresh.apps("http")).containsExactly("two");
    }

    @Test
    void two_servers_that_look_at_once_agree() {
        Server first = new Server();
        Server second = new Server();
        first.refreshed();
        second.refreshed();
        made.publish(3);
        second.refreshed();
        first.signed.load();

        assertThat(first.state("http").goodAt()).isEqualTo(second.state("http").goodAt());
        assertThat(first.state("http").why()).isEmpty();
    }

    @Test
    void what_one_server_finds_another_knows_a_moment_later() {
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
        try (Signals here = new Signals(store, limits);
                Signals there = new Signals(store, limits)) {
            here.open(threads, threads);
            there.open(threads, threads);
            Server first = new Server(maker.root(), TrustLevel.VERIFIED, here);
            Server second = new Server(maker.root(), TrustLevel.VERIFIED, there);
            try (CatalogClock clockThere = new CatalogClock(second.signed, there, limits)) {
                clockThere.open(threads, threads);
                // As it starts it looks by itself.
                await(() -> second.apps("http").size() == 2);
                made.revokePackage(ONE).publish(3);
                await(() -> {
                    first.refreshed();
                    return second.catalogs
                            .require(Optional.of("http"), "one")
                            .source()
                            .revocation(made(second))
                            .isPresent();
                });
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(revoked(ONE)).isPresent();
    }

    private static CatalogVersion made(Server server) {
        return server.catalogs.require(Optional.of("http"), "one").require("1.0.0");
    }

    private static void await(BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for half a minute").isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void the_longest_unused_files_go_when_there_are_too_many() {
        long room = FileStamp.of(maker.targets.get("packages/one-1.0.0.ekapp")).length() + 10;
        limits = limits.with(Limit.CATALOG_CACHE_BYTES, room);
        Server server = new Server().refreshed();
        server.have("one");
        clock.advance(Duration.ofSeconds(1));
        server.have("two");

        assertThat(count("SELECT count(*) FROM catalog_file")).isEqualTo(1);
        server.have("two");
        assertThat(asked(".two-1.0.0.ekapp")).isEqualTo(1);
        server.have("one");
        assertThat(asked(".one-1.0.0.ekapp")).isEqualTo(2);
    }

    @Test
    void the_operator_holds_a_catalog_lower_than_it_holds_itself() {
        ((com.fasterxml.jackson.databind.node.ObjectNode) made.index.at("/publishers/acme"))
                .put("trust", "first-party");
        made.publish(3);

        assertThat(new Server(maker.root(), TrustLevel.VERIFIED)
                        .refreshed()
                        .have("one")
                        .trust())
                .isEqualTo(TrustLevel.VERIFIED);
        assertThat(new Server(maker.root(), TrustLevel.FIRST_PARTY)
                        .refreshed()
                        .have("one")
                        .trust())
                .isEqualTo(TrustLevel.FIRST_PARTY);
    }

    @Test
    void apps_that_are_part_of_the_server_are_first_party_and_need_no_network() {
        Server server = new Server();
        assertThat(server.apps("bundled")).contains("order-summary", "row-counts-c", "schema-report");

        CatalogPackage had = server.catalogs.have(
                "bundled",
                "schema-report",
                server.catalogs
                        .require(Optional.of("bundled"), "schema-report")
                        .newest()
                        .version());

        assertThat(had.trust()).isEqualTo(TrustLevel.FIRST_PARTY);
        assertThat(site.asked()).isEmpty();
    }

    @Test
    void a_search_finds_words_categories_and_publishers() {
        Server server = new Server().refreshed();
        assertThat(server.catalogs.search(search("APP two", Optional.empty(), Optional.empty())))
                .hasSize(1);
        assertThat(server.catalogs.search(search("app nowhere", Optional.empty(), Optional.empty())))
                .isEmpty();
        assertThat(server.catalogs.search(search("", Optional.of("data-quality"), Optional.of("acme"))))
                .hasSize(2);
        assertThat(server.catalogs.search(search("", Optional.of("samples"), Optional.of("acme"))))
                .isEmpty();
    }

    private static CatalogSearch search(String words, Optional<String> category, Optional<String> publisher) {
        return CatalogSearch.of(Optional.of(words), category, publisher, Optional.empty());
    }

    // Bundles.

    private static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void a_bundle_is_a_catalog_without_a_network() {
        Server server = new Server();
        server.signed.take(ADMIN, zip(maker.files));

        assertThat(server.apps("bundle")).containsExactly("one", "two");
        assertThat(new Server()
                        .catalogs
                        .have("bundle", "one", "1.0.0")
                        .appPackage()
                        .hash())
                .isEqualTo(ONE.hash());
        assertThat(site.asked()).isEmpty();
        assertThat(count("SELECT count(*) FROM audit_event WHERE type = 'CATALOG_UPLOADED'"))
                .isEqualTo(1);
    }

    @Test
    void a_bundle_that_a_server_would_not_take_changes_nothing() {
        Server server = new Server();
        byte[] older = zip(maker.files);
        made.revokePackage(ONE).publish(3);
        server.signed.take(ADMIN, zip(maker.files));
        CatalogMaker stranger = new CatalogMaker();
        new MadeApps(stranger).with(TWO).publish(9);
        Map<String, byte[]> cut = new java.util.HashMap<>(maker.files);
        cut.remove(FileStamp.of(maker.targets.get("packages/one-1.0.0.ekapp")).stored("packages/one-1.0.0.ekapp"));
        Map<String, byte[]> more = new java.util.HashMap<>(maker.files);
        more.put("../evil", new byte[1]);

        for (byte[] wrong : List.of(
                older,
                zip(stranger.files),
                zip(cut),
                zip(more),
                new byte[0],
                "no zip".getBytes(StandardCharsets.UTF_8),
                zip(Map.of()))) {
            assertThatThrownBy(() -> server.signed.take(ADMIN, wrong))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_ARGUMENT));
        }
        assertThat(server.refreshed().state("bundle").why()).isEmpty();
        assertThat(revoked(ONE)).isPresent();
        assertThat(server.apps("bundle")).containsExactly("one", "two");
    }

    @Test
    void a_bundle_that_unpacks_to_too_much_is_refused() {
        limits = limits.with(Limit.CATALOG_BUNDLE_UNPACKED_BYTES, 100_000);
        Server server = new Server();
        Map<String, byte[]> bomb = Map.of("metadata/timestamp.json", new byte[100_001]);

        assertThatThrownBy(() -> server.signed.take(ADMIN, zip(bomb)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.LIMIT));
        server.signed.take(ADMIN, zip(maker.files));
    }

    // Trust.

    @Test
    void a_platform_admin_changes_what_a_level_may() {
        Ceilings ceilings = new Ceilings(store, new AuditLog(clock), clock);
        assertThat(ceilings.of(TrustLevel.VERIFIED)).isEqualTo(Ceiling.byDefault(TrustLevel.VERIFIED));

        ceilings.change(ADMIN, TrustLevel.VERIFIED, Set.of(Effect.READS_DATA));

        assertThat(ceilings.of(TrustLevel.VERIFIED).exceeds(ONE))
                .containsExactly(
                        "The app notifies people of the project, which apps of trust level verified may not on this server");
        assertThat(ceilings.of(TrustLevel.PRIVATE).exceeds(ONE)).isEmpty();
        assertThat(count("SELECT count(*) FROM audit_event WHERE type = 'TRUST_CHANGED'"))
                .isEqualTo(1);
    }

    private long count(String sql) {
        return store.<Long>inTransaction(transaction ->
                Sql.first(transaction, sql, row -> row.getLong(1)).orElseThrow());
    }
}

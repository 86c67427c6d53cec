package ai.ekaya.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.local.catalog.CatalogServer;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.egress.Peer;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Role;
import ai.ekaya.install.AppStatus;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.Licence;
import ai.ekaya.keys.WebhookSecret;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps that a marketplace sells, with the reference marketplace behind real HTTP. */
class MarketplaceIT {
    private static final Packages PAID = Platform.app("export default async () => 1");
    private static final String HOST = "market.example.com";
    private static final String ADDRESS = "93.184.216.99:80";
    private static final Duration DAYS = Duration.ofDays(14);
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private final Platform platform = Platform.open();
    private final WebhookSecret key = WebhookSecret.random();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private CatalogServer server;

    @BeforeEach
    void open() {
        platform.internet.name(HOST, List.of("93.184.216.99"));
        platform.internet.allowPrivate(HOST + ":80");
        sells(Map.of("my-app", 14));
        platform.trialTerms = (id, hash) -> OptionalInt.of(14);
    }

    @AfterEach
    void close() {
        server.close();
        platform.close();
    }

    private void sells(Map<String, Integer> sold) {
        server = new CatalogServer(folder, sold, "acme", key, 0, platform.clock, asked::add);
        platform.internet.plays(ADDRESS, server.port());
    }

    private Link link(WebhookSecret signedBy) {
        MarketplaceSettings.Site site = new MarketplaceSettings.Site(
                OutboundUrl.parse("http://" + HOST + "/"), "acme", signedBy, "https://apps.example.com");
        return Link.of(
                new MarketplaceSettings(Optional.of(site)),
                platform.internet.egress(),
                platform.limits,
                platform.clock);
    }

    private Reconciliation reconciliation(Link link) {
        return new Reconciliation(link, platform.store, platform.limits, platform.clock, platform.trials);
    }

    private Purchases purchases(Link link) {
        return new Purchases(
                link,
                new Consents(platform.store, platform.limits, platform.clock),
                reconciliation(link),
                platform.apps,
                platform.store,
                platform.audit);
    }

    private void look() {
        reconciliation(link(key)).look();
    }

    private InstalledApp app() {
        return platform.apps.require(platform.project, "my-app");
    }

    private String path(String rest) {
        return "/v1/projects/" + platform.project + "/apps" + rest;
    }

    private static String query(URI address, String name) {
        return List.of(address.getRawQuery().split("&")).stream()
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    /** A person presses the button on the marketplace's page. */
    private URI buysAt(String consentAt) {
        URI page = URI.create(
                "http://localhost:" + server.port() + URI.create(consentAt).getPath());
        try {
            HttpResponse<String> shown =
                    BROWSER.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(shown.body()).contains("Buy my-app?");
            HttpResponse<String> back = BROWSER.send(
                    HttpRequest.newBuilder(page)
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return URI.create(back.headers().firstValue("Location").orElseThrow());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_marketplace_is_told_of_what_it_sells_once_and_when_it_goes() {
        platform.install(PAID);
        look();
        assertThat(asked).containsExactly("GET " + path("") + " 200", "PUT " + path("/my-app") + " 200");
        look();
        assertThat(asked).as("nothing has changed").hasSize(2);
        platform.clock.advance(Duration.ofDays(1));
        look();
        assertThat(asked.subList(2, asked.size())).as("each day").containsExactly("GET " + path("") + " 200");
        platform.uninstaller.purge(platform.admin, platform.project, "my-app");
        look();
        assertThat(asked.subList(3, asked.size()))
                .containsExactly("GET " + path("") + " 200", "DELETE " + path("/my-app") + " 204");
    }

    @Test
    void the_marketplace_hears_nothing_of_projects_whose_apps_are_not_sold() {
        platform.trialTerms = (id, hash) -> OptionalInt.empty();
        platform.install(PAID);
        look();
        assertThat(asked).isEmpty();
        assertThat(platform.internet.connected).isEmpty();
    }

    @Test
    void without_a_marketplace_nothing_of_it_happens() {
        platform.install(PAID);
        reconciliation(Link.NONE).look();
        assertThat(platform.count("SELECT count(*) FROM ekaya.marketplace_project"))
                .isZero();
        assertThatThrownBy(() -> purchases(Link.NONE).begin(platform.admin, platform.project, "my-app"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("EKAYA_MARKETPLACE_URL");
        assertThat(platform.internet.lookedUp).isEmpty();
    }

    @Test
    void a_marketplace_that_is_away_holds_nothing_up_and_is_asked_again_later_and_later() {
        server.close();
        InstalledApp app = platform.install(PAID);
        look();
        assertThat(platform.output(platform.run(app, "{}"))).isEqualTo("1");
        assertThat(app().trialEndsAt()).contains(platform.clock.instant().plus(DAYS));
        long connections = platform.internet.connected.size();
        look();
        assertThat(platform.internet.connected).as("not at once").hasSize((int) connections);
        sells(Map.of("my-app", 14));
        platform.clock.advance(Duration.ofSeconds(29));
        look();
        assertThat(asked).isEmpty();
        platform.clock.advance(Duration.ofSeconds(1));
        look();
        assertThat(asked).hasSize(2);
        assertThat(platform.text("SELECT coalesce(why, 'none') FROM ekaya.marketplace_project"))
                .isEqualTo("none");
    }

    @Test
    void a_request_that_another_key_signed_is_refused_and_changes_nothing() {
        platform.install(PAID);
        reconciliation(link(WebhookSecret.random())).look();
        assertThat(asked).containsExactly("GET " + path("") + " 401");
        assertThat(platform.text("SELECT why FROM ekaya.marketplace_project")).contains("401");
        assertThat(app().trialEndsAt()).isPresent();
    }

    @Test
    void a_person_buys_an_app_and_the_server_learns_it_from_the_marketplace() {
        platform.install(PAID);
        platform.clock.advance(DAYS);
        platform.trialEnds.sweep();
        assertThat(app().state()).isEqualTo(AppStatus.DISABLED);

        Purchases purchases = purchases(link(key));
        String consentAt =
                purchases.begin(platform.admin, platform.project, "my-app").orElseThrow();
        assertThat(consentAt).startsWith("http://" + HOST + "/consent/");
        String unpaid =
                purchases.begin(platform.admin, platform.project, "my-app").orElseThrow();
        URI back = buysAt(consentAt);
        assertThat(back.toString())
                .startsWith("https://apps.example.com/api/v1/projects/" + platform.project + "/marketplace/return?");
        assertThat(unpaid).isNotEqualTo(consentAt);

        assertThat(app().trialEndsAt()).as("before anybody has come back").isPresent();
        purchases.end(platform.admin, platform.project, query(back, "state"));
        assertThat(app().trialEndsAt()).isEmpty();
        assertThat(app().state()).isEqualTo(AppStatus.ENABLED);
        assertThat(platform.output(platform.run(app(), "{}"))).isEqualTo("1");
        assertThat(purchases.begin(platform.admin, platform.project, "my-app"))
                .as("nothing is left to agree to")
                .isEmpty();
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'PURCHASE'"))
                .isEqualTo(3);
    }

    @Test
    void coming_back_without_having_bought_buys_nothing() {
        platform.install(PAID);
        Consents consents = new Consents(platform.store, platform.limits, platform.clock);
        String state = consents.begin(platform.project, platform.admin.user(), app().id());
        purchases(link(key)).end(platform.admin, platform.project, state);
        assertThat(app().trialEndsAt()).isPresent();
    }

    @Test
    void a_way_back_is_one_persons_once_and_for_a_quarter_of_an_hour() {
        platform.install(PAID);
        Principal other = platform.user("other", Role.ADMIN);
        Consents consents = new Consents(platform.store, platform.limits, platform.clock);
        String state = consents.begin(platform.project, platform.admin.user(), app().id());
        assertThat(platform.count(
                        "SELECT count(*) FROM ekaya.marketplace_consent WHERE encode(state_hash, 'escape') LIKE '%"
                                + state.substring(0, 10) + "%'"))
                .isZero();
        assertThat(consents.end(platform.project, other.user(), state)).isEmpty();
        assertThat(consents.end(platform.project, platform.admin.user(), state + "x"))
                .isEmpty();
        assertThat(consents.end(platform.project, platform.admin.user(), state)).contains(app().id());
        assertThat(consents.end(platform.project, platform.admin.user(), state)).isEmpty();

        String late = consents.begin(platform.project, platform.admin.user(), app().id());
        platform.clock.advance(Duration.ofMinutes(15));
        assertThat(consents.end(platform.project, platform.admin.user(), late)).isEmpty();
        assertThatThrownBy(() -> purchases(link(key)).end(platform.admin, platform.project, late))
                .isInstanceOf(Refusal.class);
        assertThat(asked).as("nobody was asked for them").isEmpty();
    }

    @Test
    void an_operator_buys_nothing() {
        platform.install(PAID);
        Principal operator = platform.user("operator", Role.OPERATOR);
        assertThatThrownBy(() -> purchases(link(key)).begin(operator, platform.project, "my-app"))
                .isInstanceOf(Refusal.class);
        assertThat(asked).isEmpty();
        assertThat(platform.count("SELECT count(*) FROM ekaya.marketplace_consent"))
                .isZero();
    }

    @Test
    void a_browser_is_sent_nowhere_but_to_the_marketplace() {
        platform.install(PAID);
        for (String elsewhere : List.of(
                "https://evil.example/",
                "http://" + HOST + ".evil.example/consent",
                "http://" + HOST + "@evil.example/",
                "http://" + HOST + ":81/",
                "//evil.example/",
                "/consent",
                "javascript:alert(1)")) {
            answers("{\"packageId\": \"my-app\", \"status\": \"BOUGHT\", \"consentAt\": \"" + elsewhere + "\"}");
            assertThatThrownBy(() -> purchases(link(key)).begin(platform.admin, platform.project, "my-app"))
                    .as(elsewhere)
                    .isInstanceOf(Refusal.class);
            assertThat(app().trialEndsAt())
                    .as("nothing of such an answer holds")
                    .isPresent();
        }
        answers("{\"packageId\": \"my-app\", \"status\": \"BOUGHT\", \"consentAt\": \"http://" + HOST + "/ok?x=1\"}");
        assertThat(purchases(link(key)).begin(platform.admin, platform.project, "my-app"))
                .contains("http://" + HOST + "/ok?x=1");
    }

    @Test
    void an_answer_that_does_not_fit_changes_nothing() {
        platform.install(PAID);
        Instant end = app().trialEndsAt().orElseThrow();
        for (String answer : List.of(
                "",
                "[]",
                "{\"items\": {}}",
                "{\"items\": [{\"packageId\": \"my-app\", \"version\": \"1.2.3\", \"status\": \"FREE\"}]}",
                "{\"items\": [{\"packageId\": \"my-app\", \"version\": \"1.2.3\", \"status\": \"TRIAL\"}]}",
                "{\"items\": [{\"packageId\": \"my-app\", \"version\": \"1.2.3\", \"status\": \"TRIAL\", \"trialEndsAt\": \"9999-01-01T00:00:00Z\"}]}",
                "{\"items\": [{\"packageId\": 1, \"status\": \"BOUGHT\"}]}",
                "{\"items\": [{\"packageId\": \"../../my-app\", \"version\": \"1\", \"status\": \"BOUGHT\"}]}")) {
            answers(answer);
            platform.clock.advance(Duration.ofHours(1));
            look();
            assertThat(app().trialEndsAt()).as(answer).contains(end);
            assertThat(platform.text("SELECT coalesce(why, 'none') FROM ekaya.marketplace_project"))
                    .as(answer)
                    .isNotEqualTo("none");
        }
        answers("{\"items\": [{\"packageId\": \"my-app\", \"version\": \"1.2.3\", \"status\": \"BOUGHT\"}]}");
        platform.clock.advance(Duration.ofHours(1));
        look();
        assertThat(app().trialEndsAt()).isEmpty();
    }

    /** In place of the reference marketplace: one that says this, whatever it is asked. */
    private void answers(String json) {
        platform.internet.plays(
                ADDRESS, Peer.plain().answers(Peer.text("HTTP/1.1 200 OK\r\nContent-Type: application/json", json)));
    }

    @Test
    void what_was_bought_and_is_not_installed_is_not_told() {
        platform.install(PAID);
        look();
        platform.trials.agree(platform.project, "other-app", new Licence.Bought());
        assertThat(platform.trials.sold(platform.project)).hasSize(2);
        platform.clock.advance(Duration.ofDays(1));
        look();
        assertThat(asked.subList(2, asked.size())).containsExactly("GET " + path("") + " 200");
    }
}

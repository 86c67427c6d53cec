package ai.ekaya.boot;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The marketplace as people of each role use it: a signed catalog on the whole server, in Chromium. */
class MarketBrowserIT {
    private static final String PASSWORD = "a long enough password";
    private static final String APPS = "/api/v1/projects/demo/apps";
    private static final String WATCH = "/api/v1/catalog/apps/watch/versions/";

    private static MarketFolder market;
    private static LiveServer server;
    private static Api admin;
    private static Chromium chromium;
    private static String demo;

    private Visitor visitor;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.start();
        market = MarketFolder.make(Path.of("target", "live", "market-pages").toAbsolutePath());
        Map<String, String> environment = new HashMap<>(market.environment());
        environment.put("EKAYA_ADMIN_PASSWORD", LiveServer.ADMIN_PASSWORD);
        server = LiveServer.start("market", environment);
        admin = Api.admin(server);
        demo = admin.get("/api/v1/projects/demo").json().path("id").asText();
        Waiting.until(
                "the folder was looked at", 60, () -> admin.get(WATCH + "2.0.0").status() == 200);
        for (String role : new String[] {"viewer", "operator", "author"}) {
            admin.post("/api/v1/users", Map.of("name", "the-" + role, "password", PASSWORD));
            admin.put("/api/v1/projects/demo/members/the-" + role, Map.of("role", role));
        }
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void leave() {
        visitor.close();
        for (String slug : List.of("hostile", "to-update", "by-hand")) {
            admin.delete(APPS + "/" + slug + "?data=purge");
        }
    }

    private Page as(String role) {
        visitor = new Visitor(chromium, server.uri("/"));
        if (role.equals("admin")) {
            visitor.signIn();
        } else {
            visitor.signIn("the-" + role, PASSWORD);
        }
        return visitor.page();
    }

    /** As a link from elsewhere. */
    private void open(String path) {
        visitor.page().navigate("/p/" + demo + path);
    }

    private Locator button(String name) {
        return visitor.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static JsonNode app(String slug) {
        return admin.get(APPS + "/" + slug).json();
    }

    private static void install(String slug, String version) {
        Api.Answer made =
                admin.post(APPS, Map.of("catalog", "folder", "id", "watch", "version", version, "slug", slug));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
    }

    @Test
    void an_admin_finds_an_app_reads_what_it_may_do_installs_it_and_runs_it() {
        Page page = as("admin");
        visitor.goTo("Marketplace");
        visitor.seesText("Freshness watch");
        visitor.findsThePageSoundEverywhere("market");
        page.getByRole(AriaRole.SEARCHBOX).fill("how often");
        page.waitForURL(Pattern.compile("q=how\\+often"));
        assertThat(page.locator(".market-card")).hasCount(1);
        page.reload();
        assertThat(page.locator(".market-card")).hasCount(1);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("All publishers"))
                .click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Ekaya ("))
                .click();
        visitor.seesText("No app fits");
        visitor.findsThePageSoundEverywhere("market-none");
        visitor.press("Show all apps");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Freshness watch"))
                .click();
        visitor.seesHeading("Freshness watch");
        visitor.sees(page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("What it may do"))
                .getByText("reads rows of the datasources"));
        visitor.seesText("Learns from");
        visitor.findsThePageSoundEverywhere("market-app");
        lookAtScreenshots(page);

        visitor.press("Install");
        visitor.sees(visitor.dialog().getByText("will be shop"));
        visitor.findsThePageSoundEverywhere("market-install");
        visitor.dialog().getByLabel("Greeting").fill("Good day");
        visitor.dialog().getByLabel("Name in the project").fill("by-hand");
        visitor.pressInDialog("Allow and install");
        visitor.seesHeading("Freshness watch");
        visitor.press("Run now");
        visitor.pressInDialog("Run");
        visitor.seesText("Good day from 2.0.0");
        visitor.openTab("Settings");
        visitor.sees(page.getByLabel("Greeting"));
        visitor.findsThePageSoundEverywhere("app-settings-form");
        assertThat(app("by-hand").path("packageHash"))
                .isEqualTo(admin.get(WATCH + "2.0.0").json().path("packageHash"));

        visitor.press("Uninstall");
        visitor.dialog().getByText("Delete its data for good").click();
        assertThat(visitor.dialog()
                        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Uninstall and delete")))
                .isDisabled();
        visitor.findsThePageSoundEverywhere("app-uninstall");
        visitor.dialog().getByLabel("Type").fill("by-hand");
        visitor.pressInDialog("Uninstall and delete");
        visitor.seesHeading("Apps");
        visitor.findsThePageSound();
        assertThat(admin.get(APPS + "/by-hand").status()).isEqualTo(404);
        assertThat(admin.get(APPS + "?state=removed").body()).doesNotContain("by-hand");
    }

    private void lookAtScreenshots(Page page) {
        visitor.press("Show “Late tables” large");
        visitor.seesText("1 of 2");
        page.keyboard().press("ArrowRight");
        visitor.seesText("2 of 2");
        assertThat(page.evaluate("document.querySelector('.lightbox img').complete"
                        + " && document.querySelector('.lightbox img').naturalWidth"))
                .isEqualTo(640);
        visitor.findsThePageSoundEverywhere("market-screenshot");
        page.keyboard().press("ArrowRight");
        visitor.seesText("1 of 2");
        page.keyboard().press("Escape");
        assertThat(visitor.dialog()).hasCount(0);
    }

    @Test
    void an_operator_asks_for_an_update_that_asks_for_more_and_an_admin_agrees_to_it() {
        install("to-update", "1.0.0");
        as("operator");
        open("/marketplace");
        visitor.sees(visitor.page().locator(".market-card").getByText("Update available"));
        open("/apps/to-update");
        visitor.seesText("is available");
        visitor.findsThePageSoundEverywhere("app-update-offered");
        visitor.press("Update");
        Locator rows =
                visitor.dialog().getByRole(AriaRole.LIST, new Locator.GetByRoleOptions().setName("What it asks for"));
        visitor.sees(rows.getByText("needs an admin"));
        visitor.sees(rows.getByText("As before").first());
        visitor.findsThePageSoundEverywhere("app-update");
        visitor.pressInDialog("Ask an admin to agree");
        visitor.seesText("waits for an admin");
        visitor.findsThePageSound();
        assertThat(app("to-update").path("version").asText()).isEqualTo("1.0.0");
        assertThat(button("Agree and update")).hasCount(0);
        visitor.close();

        as("admin");
        open("/apps/to-update");
        visitor.seesText("waits for an admin");
        visitor.findsThePageSoundEverywhere("app-update-waits");
        visitor.press("Agree and update");
        assertThat(visitor.page().getByText("waits for an admin")).hasCount(0);
        visitor.seesText("version 2.0.0");
        visitor.findsThePageSound();
        assertThat(app("to-update").path("version").asText()).isEqualTo("2.0.0");
        assertThat(visitor.page().getByText("is available")).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource({"viewer,false,false", "operator,true,false", "author,true,false", "admin,true,true"})
    void people_of_each_role_are_offered_what_they_may_do(String role, boolean mayAsk, boolean mayInstall) {
        Page page = as(role);
        open("/marketplace/folder/hostile");
        visitor.seesText("writes a log");
        if (!mayAsk) {
            visitor.seesText("An operator or an admin can install it");
            assertThat(button("Install")).hasCount(0);
        } else {
            visitor.press("Install");
            Locator go = visitor.dialog()
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Allow and install"));
            visitor.sees(go);
            if (mayInstall) {
                assertThat(go).isEnabled();
            } else {
                visitor.seesText("an admin has to install it");
                assertThat(go).isDisabled();
            }
        }
        visitor.findsThePageSound();
        assertThat(page.getByText("It can do nothing else")).hasCount(1);
        assertThat(admin.get(APPS + "/hostile").status()).isEqualTo(404);
    }

    @Test
    void what_a_publisher_writes_is_text_wherever_it_stands() {
        Page page = as("admin");
        open("/marketplace?publisher=evil");
        visitor.sees(page.locator(".market-card").getByText("javascript:window.stolen=1"));
        nothingOfItCameAlive();
        open("/marketplace/folder/hostile");
        visitor.seesText("press (javascript:window.stolen=1");
        visitor.seesText("<script>window.stolen = 1</script>");
        nothingOfItCameAlive();
        visitor.findsThePageSoundEverywhere("market-hostile");
        page.locator(".shot").click();
        visitor.seesText("1 of 1");
        nothingOfItCameAlive();
        page.keyboard().press("Escape");
        visitor.press("Install");
        visitor.sees(visitor.dialog().getByLabel(MarketFolder.EVIL));
        nothingOfItCameAlive();
        visitor.pressInDialog("Allow and install");
        visitor.sees(page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Last output")));
        nothingOfItCameAlive();
        visitor.openTab("Settings");
        visitor.sees(page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(MarketFolder.EVIL)));
        nothingOfItCameAlive();
        visitor.goTo("Apps");
        visitor.seesText("<img src=x");
        nothingOfItCameAlive();
    }

    private void nothingOfItCameAlive() {
        assertThat(
                        visitor.page()
                                .locator(
                                        "img[onerror], main script, .window script, a[href*='evil.'], a[href^='java'], img[src*='evil.']"))
                .hasCount(0);
        assertThat(visitor.page().evaluate("'stolen' in window")).isEqualTo(false);
        visitor.findsThePageSound();
    }

    @Test
    void what_is_above_its_ceiling_or_revoked_says_so_and_is_not_installed() {
        String trust = "/api/v1/catalog/trust/verified";
        JsonNode allowed = admin.get(trust).json().path("allowed");
        assertThat(admin.put(trust, Map.of("allowed", List.of("TELLS_PEOPLE"))).status())
                .isEqualTo(200);
        try {
            as("admin");
            open("/marketplace/folder/watch");
            visitor.seesText("which apps of trust level verified may not on this server");
            assertThat(button("Install")).isDisabled();
            visitor.findsThePageSoundEverywhere("market-above");
        } finally {
            admin.put(trust, Map.of("allowed", allowed));
        }
        visitor.page().reload();
        assertThat(button("Install")).isEnabled();

        market.revoke(admin.get(WATCH + "0.9.0").json().path("packageHash").asText(), "It lost rows");
        assertThat(admin.post("/api/v1/catalog/refresh", Map.of()).status()).isEqualTo(200);
        visitor.page().reload();
        visitor.sees(visitor.page()
                .getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Versions"))
                .getByText("It lost rows"));
        visitor.page()
                .getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("0.9.0").setExact(true))
                .click();
        visitor.seesText("This version was revoked");
        assertThat(button("Install")).isDisabled();
        visitor.findsThePageSoundEverywhere("market-revoked");
    }
}

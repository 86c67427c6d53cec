package ai.ekaya.boot;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Packages;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The product as people use it: the built pages in Chromium, on the whole server. */
class BrowserIT {
    private static Chromium chromium;

    private Visitor visitor;

    @BeforeAll
    static void open() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void visit() {
        visitor = new Visitor(chromium, LiveServer.shared().uri("/"));
    }

    @AfterEach
    void leave() {
        visitor.close();
    }

    @Test
    void an_operator_signs_in_runs_an_app_reads_its_output_and_signs_out() {
        visitor.page().navigate("/");
        visitor.seesHeading("Sign in to Ekaya Apps");
        visitor.findsThePageSound();
        visitor.signIn();
        openApp("schema-report");
        runNow();
        visitor.seesText("57,960");
        visitor.sees(visitor.table("Tables").getByText("public.orders", new Locator.GetByTextOptions().setExact(true)));
        visitor.findsThePageSound();

        visitor.openTab("Runs");
        visitor.sees(visitor.table("Runs").getByText("Succeeded").first());
        visitor.findsThePageSound();
        visitor.openTab("Settings");
        visitor.findsThePageSound();
        visitor.goTo("Runs");
        visitor.table("Runs").locator("tbody a").first().click();
        visitor.openTab("Host calls");
        visitor.seesText("datasource_query");
        visitor.findsThePageSound();
        visitor.goTo("Datasources");
        visitor.table("Datasources").getByText("shop").first().click();
        visitor.seesText("order_items");
        visitor.findsThePageSound();

        visitor.chooseOfAccount("API tokens");
        visitor.seesHeading("API tokens");
        visitor.findsThePageSound();
        visitor.chooseOfAccount("Sign out");
        visitor.seesHeading("Sign in to Ekaya Apps");
        visitor.page().reload();
        visitor.seesHeading("Sign in to Ekaya Apps");
        visitor.findsThePageSound();
    }

    @Test
    void an_author_writes_an_app_tries_it_installs_it_and_runs_it() {
        visitor.signIn();
        visitor.goTo("Editor");
        visitor.findsThePageSound();
        visitor.press("New app");
        visitor.dialog().getByLabel("Name").fill("Product count");
        visitor.pressInDialog("Create");
        write("""
                export default async function ({ host }) {
                  const answer = await host.datasource.query('SELECT count(*) FROM products')
                  host.log.info('Counted the products')
                  return { products: Number(answer.rows[0][0]), by: 'An app of the editor' }
                }
                """);
        visitor.press("Run");
        visitor.seesText("An app of the editor");
        visitor.seesText("400");
        visitor.findsThePageSound();
        visitor.openTab("Log");
        visitor.seesText("Counted the products");
        visitor.findsThePageSound();

        write("""
                export default async function ({ host }) {
                  const answer = await host.datasource.query('SELECT count(*) FROM products')
                  return { products: Number(answer.rows[0][0]), by: 'The second version' }
                }
                """);
        visitor.press("Save");
        visitor.seesText("Saved");
        visitor.press("Install");
        visitor.seesText("No output yet");
        visitor.findsThePageSound();
        runNow();
        visitor.seesText("The second version");
        visitor.findsThePageSound();
    }

    @Test
    void an_author_writes_an_app_of_two_files() {
        visitor.signIn();
        visitor.goTo("Editor");
        visitor.press("New app");
        visitor.dialog().getByLabel("Name").fill("Two files");
        visitor.pressInDialog("Create");
        write("""
                import { praise } from './lib/words.js'
                export default () => ({ said: praise('marmalade') })
                """);
        visitor.press("New file");
        visitor.findsThePageSound();
        nameFile("Name of the new file", "lib/word");
        write("lib/word.js", "export const praise = what =>\n  `Good ${waht}`\n");
        visitor.press("Check");
        visitor.sees(visitor.page().getByText("the package has no file lib/words.js"));
        visitor.press("app.js:1:24");
        visitor.press("lib/word.js");
        visitor.press("Rename file");
        nameFile("New name", "lib/words.js");
        visitor.press("Run");
        visitor.seesText("waht is not defined");
        visitor.press("app.js");
        visitor.press("lib/words.js:2:11");
        visitor.sees(pane("lib/words.js"));
        visitor.sees(visitor.page().locator(".cm-lintRange-error"));
        visitor.findsThePageSound();
        write("lib/words.js", "export const praise = what =>\n  `Good ${what}`\n");
        visitor.press("Run");
        visitor.seesText("Good marmalade");

        visitor.press("New file");
        nameFile("Name of the new file", "unused");
        visitor.press("Delete file");
        visitor.findsThePageSound();
        visitor.press("Delete");
        visitor.press("app.js");
        complete("const same = pra");
        visitor.press("Save");
        visitor.seesText("Saved");
        visitor.press("Install");
        visitor.seesText("No output yet");
        runNow();
        visitor.seesText("Good marmalade");
    }

    private void nameFile(String label, String name) {
        Locator field = visitor.page().getByLabel(label);
        field.fill(name);
        field.press("Enter");
    }

    /** At the end of app.js, with the first thing that is offered; its import is there already. */
    private void complete(String code) {
        Locator pane = pane("app.js");
        pane.click();
        pane.press("ControlOrMeta+End");
        pane.pressSequentially(code);
        visitor.sees(visitor.page()
                .locator(".cm-tooltip-autocomplete")
                .getByText("praise")
                .first());
        visitor.findsThePageSound();
        pane.press("Escape");
        pane.pressSequentially("ise");
    }

    @Test
    void an_operator_installs_a_package_after_reading_what_it_asks_for() {
        byte[] zip = Packages.minimal()
                .with("manifest.json", "{\"id\": \"by-hand\", \"name\": \"By hand\", \"version\": \"1.0.0\"}")
                .with("capabilities.json", "{\"hostFunctions\": [\"state_get\"]}")
                .with("app.js", "export default ({ input }) => ({ echo: input.word })")
                .zip();
        visitor.signIn();
        visitor.page()
                .locator("input[type=file]")
                .setInputFiles(new FilePayload("by-hand.ekapp", "application/octet-stream", zip));
        visitor.sees(visitor.dialog().getByText("reads small values that it kept"));
        visitor.findsThePageSound();
        visitor.pressInDialog("Allow and install");
        visitor.seesHeading("By hand");
        visitor.press("Run now");
        visitor.dialog().getByLabel("Input").fill("{\"word\": \"marmalade\"}");
        visitor.pressInDialog("Run");
        visitor.seesText("marmalade");
        visitor.findsThePageSound();
    }

    @Test
    void on_a_phone_in_the_dark_no_page_is_wider_than_the_screen() {
        visitor.page().setViewportSize(390, 844);
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        visitor.signIn();
        visitor.sees(visitor.table("Apps").getByText("schema-report"));
        fitsTheScreen();
        openApp("schema-report");
        fitsTheScreen();
        for (String place : List.of("Marketplace", "Runs", "Notifications", "Datasources", "Editor")) {
            visitor.goTo(place);
            fitsTheScreen();
        }
    }

    private void fitsTheScreen() {
        assertThat(visitor.page().evaluate("document.documentElement.scrollWidth - innerWidth"))
                .as("what " + visitor.page().url() + " is too wide")
                .isEqualTo(0);
        visitor.findsThePageSound();
    }

    @Test
    void what_a_hostile_app_returns_and_logs_is_shown_as_text() {
        new DemoProjectApi(LiveServer.shared()).run("hostile-output", """
                        const evil = [
                          '<img src=x onerror="window.stolen = 1">',
                          '<script src="https://evil.invalid/x.js"></script>',
                          'javascript:window.stolen=1',
                          'https://evil.invalid/pixel.png',
                          'invoice\\u202egpj.exe',
                          ']]><svg onload=window.stolen=1>',
                        ]
                        export default ({ host }) => {
                          for (const text of evil) host.log.error(text, { [text]: text })
                          return {
                            [evil[0]]: evil[1],
                            __proto__: { polluted: true },
                            rows: evil.map(text => ({ text, [evil[0]]: text, constructor: text })),
                          }
                        }
                        """, "log");
        visitor.signIn();
        openApp("hostile-output");
        visitor.seesText("<img src=x onerror=");
        visitor.seesText("javascript:window.stolen=1");
        visitor.seesText("invoice\\u202egpj.exe");
        nothingOfItCameAlive();
        visitor.openTab("JSON");
        visitor.seesText("<script src=");
        nothingOfItCameAlive();
        visitor.openTab("Runs");
        visitor.table("Runs").locator("tbody a").first().click();
        visitor.openTab("Log");
        visitor.seesText("]]><svg onload=");
        nothingOfItCameAlive();
    }

    @Test
    void what_an_app_tells_people_is_text_on_a_page_with_a_badge_until_somebody_acknowledges_it() {
        new DemoProjectApi(LiveServer.shared()).run("hostile-notice", """
                        export default ({ host }) => host.notify({
                          severity: 'critical',
                          title: '<img src=x onerror="window.stolen = 1">',
                          body: '<script src="https://evil.invalid/x.js"></script>\\njavascript:window.stolen=1',
                          dedupeKey: 'evil',
                        })
                        """, "notify");
        visitor.signIn();
        visitor.sees(visitor.page().locator(".nav-count"));
        visitor.goTo("Notifications");
        visitor.seesText("<img src=x onerror=");
        visitor.seesText("javascript:window.stolen=1");
        nothingOfItCameAlive();
        Locator row = visitor.page().locator(".told", new Page.LocatorOptions().setHasText("onerror"));
        row.getByRole(AriaRole.BUTTON).click();
        assertThat(row).hasCount(0);
    }

    private void nothingOfItCameAlive() {
        assertThat(visitor.page()
                        .locator("main img, main script, main svg[onload], main a[href*='evil'], a[href^='java']"))
                .hasCount(0);
        assertThat(visitor.page().evaluate("'stolen' in window || 'polluted' in {}"))
                .isEqualTo(false);
        visitor.findsThePageSound();
    }

    private void openApp(String slug) {
        visitor.table("Apps")
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(slug))
                .first()
                .click();
        visitor.sees(visitor.page().getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Last output")));
    }

    private void runNow() {
        visitor.press("Run now");
        visitor.findsThePageSound();
        visitor.pressInDialog("Run");
        visitor.sees(visitor.page()
                .locator(".page-actions")
                .getByText("Succeeded", new Locator.GetByTextOptions().setExact(true)));
    }

    private Locator pane(String file) {
        return visitor.page()
                .getByRole(
                        AriaRole.TEXTBOX,
                        new Page.GetByRoleOptions().setName(file).setExact(true));
    }

    private void write(String code) {
        write("app.js", code);
    }

    private void write(String file, String code) {
        Locator pane = pane(file);
        pane.click();
        pane.press("ControlOrMeta+A");
        visitor.page().keyboard().insertText(code);
    }
}

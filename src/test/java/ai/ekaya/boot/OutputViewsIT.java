package ai.ekaya.boot;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every type of view that {@code ui.json} has, in Chromium on the whole server: with an app of good will, and with a hostile one. */
class OutputViewsIT {
    private static final String APPS = "/api/v1/projects/demo/apps";
    private static final String UI = """
            {"views": [
              {"type": "status", "pointer": "/status", "tones": {"drift": "bad"}},
              {"type": "metrics", "pointer": "/totals", "items": [{"pointer": "/tables", "title": "Tables", "delta": "/delta", "trend": "/trend", "better": "up"}]},
              {"type": "list", "title": "Findings", "pointer": "/findings", "span": 8, "actions": [
                {"label": "Expected", "input": {"action": "expect"}, "with": {"finding": "id"}, "when": {"key": "state", "in": ["open"]}, "confirm": "Mark it as expected?"}]},
              {"type": "timeline", "title": "Timeline", "pointer": "/findings", "span": 4},
              {"type": "chart", "title": "Changes", "pointer": "/weeks", "span": 6, "mark": "stacked", "x": {"key": "week"}, "series": [{"key": "breaking", "title": "Breaking", "tone": "bad"}, {"key": "risky", "title": "Risky", "tone": "warning"}]},
              {"type": "chart", "title": "By day", "pointer": "/days", "span": 6, "mark": "area", "x": {"key": "day"}, "series": [{"key": "rows", "title": "Rows"}]},
              {"type": "diff", "title": "Definition", "pointer": "/definition"},
              {"type": "diff", "title": "Schema", "pointer": "/schema", "of": "data", "span": 6},
              {"type": "tree", "title": "Where", "pointer": "/tree", "span": 6},
              {"type": "markdown", "title": "Impact", "pointer": "/words", "span": 6},
              {"type": "form", "title": "Compare", "span": 6, "label": "Compare", "input": {"action": "compare"}, "fields": [
                {"name": "days", "title": "Days", "type": "integer", "minimum": 1, "maximum": 90, "required": true}]},
              {"type": "keyvalue", "title": "Snapshot", "pointer": "/totals", "span": 6, "items": [{"pointer": "/bytes", "title": "Size", "format": "bytes"}]},
              {"type": "code", "title": "Query", "pointer": "/sql", "language": "SQL", "span": 6},
              {"type": "tabs", "title": "Parts", "tabs": [
                {"title": "All", "views": [{"type": "table", "title": "Rows", "pointer": "/rows", "sort": {"key": "n", "descending": true},
                  "columns": [{"key": "name", "title": "Name"}, {"key": "n", "title": "Number"}, {"key": "state", "title": "State", "format": "badge"}]}]},
                {"title": "None", "views": [{"type": "text", "pointer": "/nowhere", "empty": "Nothing is ignored"}]}]},
              {"type": "text", "title": "Missing", "pointer": "/missing"}]}""";

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

    private static Api admin() {
        return Api.admin(LiveServer.shared());
    }

    private static void install(String id, String app) {
        byte[] zip = Packages.minimal()
                .with("manifest.json", "{\"id\": \"" + id + "\", \"name\": \"" + id + "\", \"version\": \"1.0.0\"}")
                .with("capabilities.json", "{}")
                .with("ui.json", UI)
                .with("app.js", app)
                .zip();
        Api.Answer made = admin().postZip(APPS, zip);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        Api.Answer run = admin().post(APPS + "/" + id + "/runs?wait=30s", Map.of());
        assertThat(run.json().path("outcome").asText()).as(run.toString()).isEqualTo("SUCCEEDED");
    }

    private void openApp(String id) {
        visitor.signIn();
        visitor.table("Apps")
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(id))
                .first()
                .click();
        visitor.sees(visitor.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Query")));
    }

    private static final String APP = """
            const rows = Array.from({ length: 10000 }, (_, n) => ({ name: n === 77 ? '=1+1' : `row ${n}`, n, state: n % 2 ? 'ok' : 'failed' }))
            export default ({ input }) => ({
              status: { status: 'drift', title: input.days ? `Compared ${input.days} days` : 'Two changes break queries' },
              totals: { tables: 214, delta: 3, trend: [1, 5, 3], bytes: 7340032000 },
              findings: [
                { id: 7, severity: 'breaking', title: 'orders.total is gone', text: 'Three queries read it', at: '2026-03-01T10:00:00Z', state: input.finding === 7 ? 'expected' : 'open' },
                { id: 8, severity: 'info', title: 'A comment changed', at: '2026-03-02T10:00:00Z', state: 'closed' },
              ],
              weeks: [{ week: 'W1', breaking: 2, risky: 1 }, { week: 'W2', breaking: 0, risky: 4 }],
              days: Array.from({ length: 30 }, (_, n) => ({ day: `2026-03-${String(n + 1).padStart(2, '0')}`, rows: n * n })),
              definition: { before: 'SELECT a\\nFROM t', after: 'SELECT b\\nFROM t' },
              schema: { before: { tables: [{ name: 't', columns: 1 }] }, after: { tables: [{ name: 't', columns: 2 }] } },
              tree: [{ label: 'public', children: [{ label: 'orders', severity: 'breaking' }] }],
              words: '## What breaks\\n\\n* **Revenue** reads `orders.total`',
              sql: 'SELECT 1',
              rows,
            })
            """;

    @Test
    void a_team_reads_its_page_acts_on_a_finding_and_takes_the_rows_along() throws IOException {
        install("all-views", APP);
        openApp("all-views");
        visitor.seesText("Two changes break queries");
        visitor.sees(visitor.page()
                .getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName("Changes: 2 points of Breaking, Risky")));
        visitor.findsThePageSoundEverywhere("output-views");

        Locator chart =
                visitor.page().getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName("By day: 30 points"));
        chart.focus();
        chart.press("End");
        visitor.sees(visitor.page().locator(".chart-tip").getByText("841"));
        chart.press("ArrowLeft");
        visitor.sees(visitor.page().locator(".chart-tip").getByText("784"));
        visitor.findsThePageSound();

        Locator table = visitor.table("Rows");
        visitor.sees(table.getByText("row 9999"));
        assertThat(table.locator("tbody tr").count())
                .as("only rows in sight are made")
                .isLessThan(100);
        visitor.page()
                .getByRole(AriaRole.SEARCHBOX, new Page.GetByRoleOptions().setName("Search Rows"))
                .fill("1+1");
        visitor.sees(table.getByText("=1+1"));
        Download csv = visitor.page()
                .waitForDownload(() -> visitor.page()
                        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Download Rows as CSV"))
                        .click());
        assertThat(csv.suggestedFilename()).isEqualTo("rows.csv");
        assertThat(Files.readString(csv.path())).isEqualTo("\ufeffName,Number,State\r\n'=1+1,77,ok\r\n");
        Download png = visitor.page()
                .waitForDownload(() -> visitor.page()
                        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Download By day as PNG"))
                        .click());
        assertThat(Files.readAllBytes(png.path())).startsWith(0x89, 'P', 'N', 'G');
        Download svg = visitor.page()
                .waitForDownload(() -> visitor.page()
                        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Download By day as SVG"))
                        .click());
        assertThat(Files.readString(svg.path(), StandardCharsets.UTF_8))
                .startsWith("<svg ")
                .contains("<title>By day</title>");

        visitor.page().locator(".alerts").getByRole(AriaRole.BUTTON).click();
        visitor.sees(visitor.dialog().getByText("Mark it as expected?"));
        visitor.findsThePageSound();
        visitor.pressInDialog("Expected");
        assertThat(visitor.page().locator(".alerts").getByRole(AriaRole.BUTTON)).hasCount(0);

        visitor.press("Compare");
        visitor.seesText("Needed");
        visitor.page().getByLabel("Days *").fill("30");
        visitor.press("Compare");
        visitor.seesText("Compared 30 days");
        visitor.openTab("JSON");
        visitor.seesText("The output has nothing here; where that may be, give the view an 'empty' text");
        visitor.findsThePageSound();
    }

    @Test
    void ten_thousand_rows_scroll_without_a_long_task() {
        install("many-rows", APP);
        openApp("many-rows");
        Locator box = visitor.page().locator(".table-box").last();
        box.scrollIntoViewIfNeeded();
        visitor.sees(visitor.table("Rows").getByText("row 9999"));
        Object longest = box.evaluate("""
                async box => {
                  let longest = 0
                  const observer = new PerformanceObserver(list => {
                    for (const task of list.getEntries()) longest = Math.max(longest, task.duration)
                  })
                  observer.observe({ type: 'longtask' })
                  for (let step = 1; step <= 60; step++) {
                    box.scrollTop = step * box.scrollHeight / 60
                    await new Promise(requestAnimationFrame)
                  }
                  await new Promise(requestAnimationFrame)
                  observer.takeRecords().forEach(task => { longest = Math.max(longest, task.duration) })
                  observer.disconnect()
                  return Math.round(longest)
                }""");
        System.out.println("Longest task while 10,000 rows scroll: " + longest + " ms");
        visitor.sees(visitor.table("Rows").getByText("row 0", new Locator.GetByTextOptions().setExact(true)));
        assertThat(visitor.table("Rows").locator("tbody tr").count()).isLessThan(100);
        visitor.page().setViewportSize(390, 844);
        visitor.sees(visitor.table("Rows").getByText("row 0", new Locator.GetByTextOptions().setExact(true)));
        assertThat(visitor.table("Rows").locator("tbody tr").count())
                .as("on a phone too")
                .isLessThan(100);
    }

    @Test
    void a_viewer_sees_actions_and_cannot_ask_for_them() {
        install("seen-views", APP);
        admin().post("/api/v1/users", Map.of("name", "views-viewer", "password", "views-viewer-password"));
        admin().put("/api/v1/projects/demo/members/views-viewer", Map.of("role", "viewer"));
        visitor.page().navigate("/");
        visitor.page().getByLabel("User").fill("views-viewer");
        visitor.page().getByLabel("Password").fill("views-viewer-password");
        visitor.press("Sign in");
        visitor.seesHeading("Apps");
        visitor.page().navigate("/p/demo/apps/seen-views");
        Locator action = visitor.page().locator(".alerts").getByRole(AriaRole.BUTTON);
        visitor.sees(action);
        assertThat(action).isDisabled();
        visitor.seesText("Operators of the project may do this");
    }

    @Test
    void hostile_texts_in_every_view_stay_texts() {
        install("hostile-views", """
                const evil = [
                  '<img src=x onerror="window.stolen = 1">', '<script src="https://evil.invalid/x.js"></script>', 'javascript:window.stolen=1',
                  '[here](javascript:window.stolen=1) <img src="https://evil.invalid/p.png"> ![p](https://evil.invalid/p.png)',
                  'invoice\\u202egpj.exe', ']]><svg onload=window.stolen=1>', 'x'.repeat(20000),
                ]
                const all = evil.join('\\n')
                const row = text => ({ id: text, severity: text, title: text, text, at: text, state: 'open', week: text, day: text, name: text, n: text, rows: text, breaking: text, constructor: text })
                export default () => ({
                  status: { status: evil[0], title: evil[1], text: all, at: evil[0] },
                  totals: { tables: evil[0], delta: evil[1], trend: evil, bytes: evil[2] },
                  findings: evil.map(row), weeks: evil.map(row), days: evil.map(text => ({ day: text, rows: 3 })),
                  definition: { before: evil[0], after: all },
                  schema: { before: { [evil[0]]: evil[1] }, after: { [evil[1]]: evil[0] } },
                  tree: evil.map(text => ({ label: text, severity: text, text, children: [{ label: text }] })),
                  words: evil.slice(0, 6).join('\\n\\n'), sql: all, rows: evil.map(row), __proto__: { polluted: true },
                })
                """);
        openApp("hostile-views");
        visitor.seesText("<img src=x onerror=");
        visitor.sees(visitor.page().getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName("By day")));
        nothingOfItCameAlive();
        visitor.openTab("JSON");
        nothingOfItCameAlive();
    }

    private void nothingOfItCameAlive() {
        assertThat(visitor.page()
                        .locator("main img, main script, main svg[onload], main a[href*='evil'], a[href^='java']"))
                .hasCount(0);
        assertThat(visitor.page().evaluate("'stolen' in window || 'polluted' in {}"))
                .isEqualTo(false);
        visitor.findsThePageSound();
    }

    @Test
    void a_run_is_shown_as_the_package_wants_it_that_it_was_of() {
        install("own-view", APP);
        JsonNode run =
                admin().get("/api/v1/projects/demo/runs?app=own-view").json().at("/items/0/id");
        JsonNode view = admin().get("/api/v1/projects/demo/runs/" + run.asText() + "/view")
                .json();
        assertThat(view.at("/run").asText()).isEqualTo(run.asText());
        assertThat(view.at("/output/totals/tables").asInt()).isEqualTo(214);
        assertThat(view.at("/ui/views/0/type").asText()).isEqualTo("status");
        assertThat(view.at("/misfits").size()).isOne();
        assertThat(view.at("/misfits/0/view").asText()).isEqualTo("/views/14");
        assertThat(admin().get(APPS + "/own-view/output").json()).isEqualTo(view);
    }
}

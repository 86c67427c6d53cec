package ai.ekaya.studio;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limits;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.Packages;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.sandbox.Sandbox;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftCheckTest {
    private static final ScheduledExecutorService TIMER = Executors.newScheduledThreadPool(1);
    private static final DraftCheck CHECK = new DraftCheck(new Sandbox(Limits.defaults(), TIMER), Limits.defaults());

    @AfterAll
    static void stop() {
        TIMER.shutdown();
    }

    private static List<ReadResult.Finding> findings(Packages packages) {
        return CHECK.findings(new PackageReader(Limits.defaults(), "1.0.0").read(packages.files()));
    }

    @Test
    void a_sound_draft_has_no_findings() {
        assertThat(findings(Packages.minimal()
                        .allowing("db_query")
                        .with(
                                "app.js",
                                "export default async ({host}) => { // host.state.get( is not called\n"
                                        + "return await host.db.query('SELECT 1'); }")))
                .isEmpty();
    }

    @Test
    void a_syntax_error_is_found_with_its_line() {
        assertThat(findings(Packages.minimal().with("app.js", "export default async () => {\n  return 1 +;\n}")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.where()).startsWith("app.js:2");
                    assertThat(finding.message()).contains("SyntaxError");
                });
    }

    @Test
    void a_call_that_is_not_declared_is_found_once_with_its_line() {
        assertThat(findings(Packages.minimal()
                        .allowing("log")
                        .with(
                                "app.js",
                                "export default async ({host}) => {\n  host.log.info('x');\n"
                                        + "  await host.state.get('a');\n  await host.state.get('b');\n}")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.where()).isEqualTo("app.js:3:9");
                    assertThat(finding.message()).contains("'state_get'");
                });
    }

    @Test
    void what_is_wrong_in_another_file_is_found_there() {
        Packages app = Packages.minimal()
                .allowing("log")
                .with("app.js", "import { read } from './lib/read.js';\nexport default ({ host }) => read(host);");
        assertThat(findings(app.with("lib/read.js", "export const read = (host) => {\n  return 1 +;\n};")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.where()).startsWith("lib/read.js:2:");
                    assertThat(finding.message()).contains("SyntaxError");
                });
        assertThat(findings(app.with("lib/read.js", "\nexport const read = (host) => host.state.get('a');")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.where()).isEqualTo("lib/read.js:2:31");
                    assertThat(finding.message()).contains("'state_get'");
                });
        assertThat(findings(app.with("lib/read.js", "export default 1;")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.where()).isEqualTo("app.js:1:22");
                    assertThat(finding.message()).contains("'read' in module 'lib/read.js'");
                });
        assertThat(findings(app.without("lib/read.js"))).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo("app.js:1:22");
            assertThat(finding.message()).contains("the package has no file lib/read.js");
        });
    }

    /** A compiled app with so much memory at its start, as pages in LEB128 of two bytes. */
    private static byte[] compiled(String pages) {
        return HexFormat.of()
                .parseHex("0061736d01000000" + "010c0260017f017f60027f7f017e" + "0303020001" + "05040100" + pages
                        + "072403066d656d6f727902000b656b6179615f616c6c6f630000" + "09656b6179615f72756e0001"
                        + "0a0b020400" + "41000b0400" + "42000b");
    }

    @Test
    void a_compiled_app_that_starts_with_more_memory_than_its_package_asks_for_is_told_both() {
        Packages app = Packages.minimal().without("app.js");
        assertThat(findings(app.with("app.wasm", compiled("8002"))))
                .as("256 pages")
                .isEmpty();
        app.with("app.wasm", compiled("8102"));
        assertThat(findings(app))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("app.wasm starts with 16448KiB of memory and tables, the package has 16MiB; ask for"
                                + " more as limits.memory in capabilities.json, at most 256MiB, or compile the app with"
                                + " less"));
        assertThat(findings(app.with("capabilities.json", "{\"limits\": {\"memory\": \"17MiB\"}}")))
                .isEmpty();
    }

    @Test
    void its_table_names_host_functions_only() {
        assertThat(Capabilities.knownHostFunctions()).containsAll(DraftCheck.WIRE_NAMES.values());
    }

    @Test
    void a_file_that_leaves_its_folder_has_no_place_in_a_draft() {
        assertThat(PackageReader.pathProblem("../x")).isPresent();
        assertThat(PackageReader.pathProblem("notes.txt")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "http|[{'host': 'hooks.example.com', 'methods': ['POST']}]|http_request",
                "credentials|[{'id': 'slack', 'inject': {'bearer': true}}]|http_request",
                "tools|{'schema': 'get_schema'}|mcp_tool_invoke",
                "queries|['open-orders']|datasource_execute",
                "secrets|['slack']|secret_exists",
                "llm|{'tokensPerRunMax': 20000, 'rowValuesAllowed': false}|llm_generate",
                "sensitiveValues|['http_request']|http_request"
            })
    void a_part_whose_function_is_not_asked_for_is_told(String part, String json, String function) {
        String capabilities = "{\"hostFunctions\": [%s], \"" + part + "\": " + json.replace('\'', '"') + "}";
        Packages packages = Packages.minimal().with("capabilities.json", capabilities.formatted("\"log\""));
        assertThat(findings(packages))
                .containsExactly(new ReadResult.Finding(
                        "capabilities.json#/" + part,
                        "This is for " + function
                                + ", which is not in hostFunctions: add it there, or take this away"));
        assertThat(packages.verified().capabilities().hostFunctions())
                .as("it is installed all the same")
                .containsExactly("log");
        assertThat(findings(packages.with("capabilities.json", capabilities.formatted("\"" + function + "\""))))
                .isEmpty();
    }
}

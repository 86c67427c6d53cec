package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageReaderTest {
    private static final byte[] WASM = {0, 'a', 's', 'm', 1, 0, 0, 0};

    @Test
    void scripts_in_any_folder_are_part_of_the_app() {
        Packages app =
                Packages.minimal().with("lib/util.js", "export const a = 1;").with("two.js", "");
        assertThat(app.verified().code())
                .isInstanceOfSatisfying(
                        AppPackage.Code.JavaScript.class,
                        code -> assertThat(code.files())
                                .containsOnlyKeys("app.js", "lib/util.js", "two.js")
                                .containsEntry("lib/util.js", "export const a = 1;"));
        assertThat(app.verified().hash())
                .isNotEqualTo(app.with("two.js", " ").verified().hash());
    }

    @Test
    void scripts_are_text() {
        assertThat(Packages.minimal().with("lib/util.js", "let a = 1;\0").refusals())
                .containsExactly("lib/util.js: The file is not UTF-8 text, expected JavaScript source and no bytecode");
    }

    @Test
    void a_compiled_app_has_no_scripts() {
        assertThat(Packages.minimal()
                        .without("app.js")
                        .with("app.wasm", WASM)
                        .with("lib/util.js", "")
                        .refusals())
                .containsExactly("lib/util.js: The app is app.wasm, which runs no JavaScript beside it");
    }

    @Test
    void scripts_are_counted() {
        Packages app = Packages.minimal();
        for (int i = 1; i < 100; i++) {
            app.with("lib/" + i + ".js", "");
        }
        assertThat(app.refusals()).isEmpty();
        assertThat(app.with("lib/100.js", "").refusals())
                .containsExactly("app.js: The package has 101 .js files, at most 100");
    }

    @Test
    void scripts_are_bounded_together() {
        Limits limits = Limits.defaults();
        Packages app = Packages.minimal().with("lib/util.js", " ".repeat(100));
        long bytes = 100 + app.files().get("app.js").length;
        assertThat(Packages.refusals(
                        new PackageReader(limits.with(Limit.SANDBOX_SOURCE_BYTES, bytes), "1.0.0").read(app.zip())))
                .isEmpty();
        assertThat(Packages.refusals(
                        new PackageReader(limits.with(Limit.SANDBOX_SOURCE_BYTES, bytes - 1), "1.0.0").read(app.zip())))
                .containsExactly(
                        "app.js: The package's .js files are " + bytes + " bytes together, at most " + (bytes - 1));
    }

    @Test
    void reads_the_least_package() {
        AppPackage app = Packages.minimal().verified();
        assertThat(app.manifest().id()).isEqualTo("my-app");
        assertThat(app.manifest().execution().modes()).containsExactly(Manifest.Mode.ON_DEMAND);
        assertThat(app.capabilities()).isEqualTo(Capabilities.NOTHING);
        assertThat(app.code()).isInstanceOf(AppPackage.Code.JavaScript.class);
        assertThat(app.migrations()).isEmpty();
        assertThat(app.files()).containsOnlyKeys("app.js", "manifest.json");
    }

    @Test
    void accepts_the_manifest_of_the_reference_design() throws IOException {
        String hash = PackageHash.blake3(WASM);
        Packages design = Packages.minimal()
                .without("app.js")
                .with("app.wasm", WASM)
                .with("manifest.json", fixture("design-manifest.json").replace("abc123...", hash))
                .with("capabilities.json", fixture("design-capabilities.json"))
                .with("schema.sql", "CREATE TABLE drift (id int)");
        AppPackage app = Packages.verified(new PackageReader(Limits.defaults(), "1.5.0").read(design.zip()));
        assertThat(app.manifest().requiresAi()).isTrue();
        assertThat(app.manifest().execution().timeout()).contains(Duration.ofSeconds(300));
        assertThat(app.manifest().execution().modes()).containsExactlyInAnyOrder(Manifest.Mode.values());
        assertThat(app.migrations()).extracting(AppPackage.Migration::name).containsExactly("schema");
    }

    @Test
    void says_all_that_is_wrong_with_the_reference_design_on_an_older_server() throws IOException {
        Packages design = Packages.minimal().with("manifest.json", fixture("design-manifest.json"));
        assertThat(design.refusals())
                .containsExactly(
                        "manifest.json#/hash: This is \"blake3:abc123...\", expected blake3: and the 64 lower-case hex"
                                + " digits of the app file's BLAKE3 hash");
    }

    private static String fixture(String name) throws IOException {
        try (InputStream in = PackageReaderTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Test
    void accepts_the_manifest_of_the_contract() {
        Packages app = Packages.minimal().manifest("""
                        "apiVersion": 1, "execution": {"overlap": "queue-all", "catchUp": "all", "defaultSchedule": "@daily"}, "hostFunctions": ["db_query"],
                        "datasources": [{"alias": "primary", "types": ["postgresql", "sqlserver"], "required": true}],
                        "settings": {"type": "object", "properties": {"severity": {"enum": ["breaking"], "default": "breaking"}}},
                        "exports": [{"tool": "get_drift_report", "description": "x", "inputSchema": {}}]""").with("capabilities.json", """
                        {"hostFunctions": ["db_query", "http_request", "log"],
                         "http": [{"host": "hooks.example.com", "methods": ["POST"], "pathPrefix": "/services/", "credential": "slack"}],
                         "credentials": [{"id": "slack", "inject": {"header": "Authorization", "prefix": "Bearer "}}],
                         "tools": {"schema": "get_schema"}, "llm": {"tokensPerRunMax": 20000, "rowValuesAllowed": false},
                         "limits": {"memory": "32MB", "fuel": 500000000, "timeout": "300s", "hostCallsPerRun": 2000}}""");
        Capabilities capabilities = app.verified().capabilities();
        assertThat(capabilities.tools()).containsEntry("schema", "get_schema");
        assertThat(capabilities.limits().memoryBytes()).hasValue(32_000_000);
        assertThat(capabilities.limits().hostCallsPerRun()).hasValue(2000);
    }

    @Test
    void refuses_a_package_without_manifest() {
        assertThat(Packages.minimal().without("manifest.json").refusals())
                .containsExactly("manifest.json: The file is missing, expected it at the top of the package");
    }

    @Test
    void refuses_none_and_two_app_files() {
        assertThat(Packages.minimal().without("app.js").refusals())
                .containsExactly("app.js: The package has neither app.js nor app.wasm, expected exactly one");
        assertThat(Packages.minimal().with("app.wasm", WASM).refusals())
                .containsExactly("app.wasm: The package has both app.js and app.wasm, expected exactly one");
    }

    @Test
    void refuses_an_app_that_is_not_text() {
        String expected = "app.js: The file is not UTF-8 text, expected JavaScript source and no bytecode";
        assertThat(Packages.minimal().with("app.js", "let a = 1;\0").refusals()).containsExactly(expected);
        assertThat(Packages.minimal()
                        .with("app.js", new byte[] {'"', (byte) 0xc3, '"'})
                        .refusals())
                .containsExactly(expected);
        assertThat(Packages.minimal().with("app.js", " \n").refusals()).hasSize(1);
    }

    @Test
    void refuses_a_module_that_is_no_webassembly() {
        assertThat(Packages.minimal().without("app.js").with("app.wasm", "MZ").refusals())
                .containsExactly("app.wasm: The file is no WebAssembly module of version 1");
    }

    @Test
    void refuses_a_wrong_hash_and_names_both() {
        String right = PackageHash.blake3(Packages.minimal().files().get("app.js"));
        String wrong = "0".repeat(64);
        assertThat(Packages.minimal()
                        .manifest("\"hash\": \"blake3:" + right + "\"")
                        .refusals())
                .isEmpty();
        assertThat(Packages.minimal()
                        .manifest("\"hash\": \"blake3:" + wrong + "\"")
                        .refusals())
                .containsExactly(
                        "manifest.json#/hash: The hash is blake3:" + wrong + ", but the app file's is blake3:" + right);
    }

    @ParameterizedTest
    @CsvSource({"1.0.0, 1.0.0", "0.9.0, 1.0.0", "1.0.0, 1.0.0-SNAPSHOT", "1.0.0-rc.1, 1.0.0", "1.9.0, 1.10.0"})
    void accepts_a_package_for_this_server_and_older_ones(String asked, String engine) {
        byte[] zip = Packages.minimal()
                .manifest("\"minEngineVersion\": \"" + asked + "\"")
                .zip();
        assertThat(Packages.refusals(new PackageReader(Limits.defaults(), engine).read(zip)))
                .isEmpty();
    }

    @Test
    void refuses_a_package_for_a_newer_server_and_names_both_versions() {
        assertThat(Packages.minimal()
                        .manifest("\"minEngineVersion\": \"1.10.0\"")
                        .refusals())
                .containsExactly(
                        "manifest.json#/minEngineVersion: The app needs Ekaya 1.10.0 or newer, this server is 1.0.0");
    }

    @Test
    void refuses_a_host_function_that_the_capabilities_do_not_name() {
        Packages app = Packages.minimal().manifest("\"hostFunctions\": [\"db_query\", \"log\"]");
        assertThat(app.allowing("db_query", "log").refusals()).isEmpty();
        assertThat(app.allowing("log").refusals())
                .containsExactly("manifest.json#/hostFunctions: The manifest names db_query, which is not in"
                        + " capabilities.json#/hostFunctions: [log]");
        assertThat(app.without("capabilities.json").refusals()).hasSize(1);
    }

    @Test
    void refuses_limits_above_the_ceilings_with_both_figures() {
        assertThat(Packages.minimal()
                        .manifest("\"execution\": {\"memoryLimit\": \"1GiB\", \"timeout\": \"20m\"}")
                        .with(
                                "capabilities.json",
                                "{\"limits\": {\"memory\": \"257MiB\", \"fuel\": 1000000000001, \"timeout\": \"901s\", \"hostCallsPerRun\": 10001}}")
                        .refusals())
                .containsExactly(
                        "manifest.json#/execution/memoryLimit: The app asks for 1GiB of memory a run, this server allows at most 256MiB",
                        "capabilities.json#/limits/memory: The app asks for 257MiB of memory a run, this server allows at most 256MiB",
                        "manifest.json#/execution/timeout: The app asks for 1200s a run, this server allows at most 900s",
                        "capabilities.json#/limits/timeout: The app asks for 901s a run, this server allows at most 900s",
                        "capabilities.json#/limits/fuel: The app asks for 1000000000001 fuel a run, this server allows at most 1000000000000",
                        "capabilities.json#/limits/hostCallsPerRun: The app asks for 10001 host calls a run, this server allows at most 10000");
        assertThat(Packages.minimal()
                        .with(
                                "capabilities.json",
                                "{\"limits\": {\"memory\": \"256MiB\", \"fuel\": 1000000000000, \"timeout\": \"15m\", \"hostCallsPerRun\": 10000}}")
                        .refusals())
                .isEmpty();
    }

    @Test
    void refuses_limits_with_which_no_run_would_begin() {
        assertThat(Packages.minimal()
                        .manifest("\"execution\": {\"memoryLimit\": \"1B\"}")
                        .with("capabilities.json", "{\"limits\": {\"memory\": \"4095KiB\", \"fuel\": 99999}}")
                        .refusals())
                .containsExactly(
                        "manifest.json#/execution/memoryLimit: The app asks for 1B of memory a run, a JavaScript app needs at least 4MiB",
                        "capabilities.json#/limits/memory: The app asks for 4095KiB of memory a run, a JavaScript app needs at least 4MiB",
                        "capabilities.json#/limits/fuel: The app asks for 99999 fuel a run, a JavaScript app needs at least 100000");
        assertThat(Packages.minimal()
                        .with("capabilities.json", "{\"limits\": {\"memory\": \"4MiB\", \"fuel\": 100000}}")
                        .refusals())
                .isEmpty();
    }

    @Test
    void asks_of_a_compiled_app_one_page_of_memory_and_any_fuel() {
        Packages compiled = Packages.minimal().without("app.js").with("app.wasm", "\0asm\1\0\0\0");
        assertThat(compiled.with("capabilities.json", "{\"limits\": {\"memory\": \"65535B\", \"fuel\": 1}}")
                        .refusals())
                .containsExactly(
                        "capabilities.json#/limits/memory: The app asks for 65535B of memory a run, a compiled app needs at least 64KiB");
        assertThat(compiled.with("capabilities.json", "{\"limits\": {\"memory\": \"64KiB\", \"fuel\": 1}}")
                        .refusals())
                .isEmpty();
    }

    @Test
    void takes_the_smaller_of_two_limits_and_the_default_where_both_are_silent() {
        AppPackage app = Packages.minimal()
                .manifest("\"execution\": {\"memoryLimit\": \"32MiB\", \"timeout\": \"30s\"}")
                .with("capabilities.json", "{\"limits\": {\"memory\": \"64MiB\", \"timeout\": \"20s\"}}")
                .verified();
        assertThat(app.capabilities().limits().memoryBytes()).isEqualTo(OptionalLong.of(32 << 20));
        assertThat(app.capabilities().limits().hostCallsPerRun()).isEqualTo(OptionalInt.empty());
        assertThat(app.effectiveLimits(Limits.defaults()))
                .isEqualTo(new EffectiveLimits(32 << 20, 10_000_000_000L, Duration.ofSeconds(20), 200));
        assertThat(Packages.minimal().verified().effectiveLimits(Limits.defaults()))
                .isEqualTo(new EffectiveLimits(16 << 20, 10_000_000_000L, Duration.ofSeconds(60), 200));
    }

    @Test
    void clips_to_a_ceiling_that_was_lowered_after_the_install() {
        AppPackage app = Packages.minimal()
                .with("capabilities.json", "{\"limits\": {\"memory\": \"64MiB\"}}")
                .verified();
        Limits lower = Limits.defaults().with(Limit.SANDBOX_MEMORY_CEILING_BYTES, 8 << 20);
        assertThat(app.effectiveLimits(lower).memoryBytes()).isEqualTo(8 << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"color\": 1",
                "\"apiVersion\": 2",
                "\"execution\": {\"timeout\": \"5 parsecs\"}",
                "\"execution\": {\"timeout\": 5}",
                "\"execution\": {\"memoryLimit\": \"0MB\"}",
                "\"execution\": {\"modes\": [\"always\"]}",
                "\"execution\": {\"memory\": \"1MB\"}",
                "\"execution\": {\"overlap\": \"both\"}",
                "\"execution\": {\"catchUp\": \"never\"}",
                "\"execution\": {\"defaultSchedule\": \"0 * * *\"}",
                "\"execution\": {\"defaultSchedule\": \"0 0 * * * *\"}",
                "\"execution\": {\"defaultSchedule\": \"@often\"}",
                "\"datasources\": [{\"types\": [\"oracle\"], \"alias\": \"a\"}]",
                "\"exports\": [{\"tool\": \"My Tool\", \"description\": \"x\"}]",
                "\"settings\": {\"type\": \"array\"}",
                "\"minEngineVersion\": \"1.0\"",
                "\"minEngineVersion\": \"01.0.0\"",
                "\"requiresAI\": \"yes\""
            })
    void refuses_what_the_manifests_schema_does_not_allow(String keys) {
        assertThat(Packages.minimal().manifest(keys).refusals())
                .singleElement()
                .asString()
                .startsWith("manifest.json#");
    }

    @Test
    void names_an_unknown_key_and_the_known_ones() {
        assertThat(Packages.minimal()
                        .with("capabilities.json", "{\"limits\": {\"ram\": \"1GB\"}}")
                        .refusals())
                .containsExactly(
                        "capabilities.json#/limits: Unknown key 'ram', expected only memory, fuel, timeout, hostCallsPerRun");
        assertThat(Packages.minimal()
                        .with("manifest.json", "{\"id\": \"a\", \"version\": \"1.0.0\"}")
                        .refusals())
                .containsExactly("manifest.json#: The key 'name' is missing");
        assertThat(Packages.minimal().allowing("log", "format_disk").refusals())
                .singleElement()
                .asString()
                .startsWith("capabilities.json#/hostFunctions/1: This is \"format_disk\", expected one of")
                .contains("llm_generate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Evil", "a--b", "-a", "a_b", "../a", "1a", ""})
    void refuses_ids_that_are_no_slugs(String id) {
        String manifest = "{\"id\": \"" + id + "\", \"name\": \"x\", \"version\": \"1.0.0\"}";
        assertThat(Packages.minimal().with("manifest.json", manifest).refusals())
                .singleElement()
                .asString()
                .contains("manifest.json#/id: This is \"" + id + "\", expected lower-case letters");
    }

    @Test
    void refuses_json_that_parsers_read_differently() {
        assertThat(Packages.minimal().manifest("\"id\": \"other\"").refusals())
                .singleElement()
                .asString()
                .contains("not valid JSON", "Duplicate field 'id'");
        assertThat(Packages.minimal().with("ui.json", "{\"views\": []} {}").refusals())
                .hasSize(1);
        assertThat(Packages.minimal().with("ui.json", "").refusals())
                .containsExactly("ui.json: The file is empty, expected JSON");
        assertThat(Packages.minimal()
                        .with("ui.json", new byte[] {'"', (byte) 0xff, '"'})
                        .refusals())
                .containsExactly("ui.json: The file is not UTF-8");
    }

    @Test
    void refuses_json_that_nests_too_deep() {
        assertThat(Packages.minimal()
                        .manifest("\"settings\": {\"type\": \"object\", \"default\": " + nested(61) + "}")
                        .refusals())
                .isEmpty();
        assertThat(Packages.minimal()
                        .manifest("\"settings\": {\"type\": \"object\", \"default\": " + nested(63) + "}")
                        .refusals())
                .singleElement()
                .asString()
                .contains("nested more than 64 levels");
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    @Test
    void refuses_a_json_file_that_is_too_long() {
        Limits limits = Limits.defaults().with(Limit.PACK_JSON_BYTES, 100);
        PackageReader reader = new PackageReader(limits, "1.0.0");
        String ui = "{\"views\": []}";
        assertThat(Packages.refusals(reader.read(
                        Packages.minimal().with("ui.json", ui + " ".repeat(87)).files())))
                .isEmpty();
        assertThat(Packages.refusals(reader.read(
                        Packages.minimal().with("ui.json", ui + " ".repeat(88)).files())))
                .containsExactly("ui.json: The file is 101 bytes, at most 100");
    }

    @Test
    void numbers_migrations_without_gap() {
        Packages app = Packages.minimal()
                .with("migrations/001_first.sql", "SELECT 1")
                .with("migrations/002_second.sql", "SELECT 2");
        assertThat(app.verified().migrations())
                .containsExactly(
                        new AppPackage.Migration(1, "first", "SELECT 1"),
                        new AppPackage.Migration(2, "second", "SELECT 2"));
        assertThat(app.with("migrations/004_fourth.sql", "").refusals())
                .containsExactly(
                        "migrations/004_fourth.sql: The migration's number is 4, expected 3: numbers start at 001 and have no gap");
        assertThat(app.without("migrations/004_fourth.sql")
                        .with("migrations/002_other.sql", "")
                        .refusals())
                .hasSize(1);
        assertThat(Packages.minimal().with("migrations/000_zero.sql", "").refusals())
                .hasSize(1);
    }

    @Test
    void refuses_schema_sql_beside_migrations() {
        assertThat(Packages.minimal()
                        .with("schema.sql", "")
                        .with("migrations/001_a.sql", "")
                        .refusals())
                .singleElement()
                .asString()
                .startsWith("schema.sql: The package has both schema.sql and migrations/");
    }

    @Test
    void refuses_migrations_that_are_not_text() {
        assertThat(Packages.minimal()
                        .with("schema.sql", new byte[] {(byte) 0xff})
                        .refusals())
                .containsExactly("schema.sql: The file is not UTF-8 text");
    }

    @Test
    void refuses_an_http_rule_whose_credential_is_not_declared() {
        String rule = "{\"http\": [{\"host\": \"a.example\", \"methods\": [\"GET\"], \"credential\": \"slack\"}]%s}";
        String declared = ", \"credentials\": [{\"id\": \"slack\", \"inject\": {\"header\": \"X-Key\"}}]";
        assertThat(Packages.minimal()
                        .with("capabilities.json", rule.formatted(declared))
                        .refusals())
                .isEmpty();
        assertThat(Packages.minimal()
                        .with("capabilities.json", rule.formatted(""))
                        .refusals())
                .containsExactly(
                        "capabilities.json#/http: The rule for a.example names the credential slack, which #/credentials does not declare");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "*.com", "http://a.example", "a.example/x", "A.example", "a..example", "user@a.example"})
    void refuses_hosts_that_are_no_plain_names(String host) {
        String capabilities = "{\"http\": [{\"host\": \"" + host + "\", \"methods\": [\"GET\"]}]}";
        assertThat(Packages.minimal().with("capabilities.json", capabilities).refusals())
                .singleElement()
                .asString()
                .startsWith("capabilities.json#/http/0/host");
    }

    @Test
    void refuses_a_credential_for_a_wildcard_host_or_over_http() {
        String rest = "], \"credentials\": [{\"id\": \"slack\", \"inject\": {\"bearer\": true}}]}";
        String goes =
                "names the credential slack, which goes only to one host by https, expected a host without * and https";
        assertThat(Packages.minimal()
                        .with(
                                "capabilities.json",
                                "{\"http\": [{\"host\": \"*.a.example\", \"methods\": [\"GET\"], \"credential\": \"slack\"},"
                                        + "{\"scheme\": \"http\", \"host\": \"b.example\", \"methods\": [\"GET\"], \"credential\": \"slack\"}"
                                        + rest)
                        .refusals())
                .containsExactly(
                        "capabilities.json#/http: The rule for https://*.a.example/ " + goes,
                        "capabilities.json#/http: The rule for http://b.example/ " + goes);
        assertThat(Packages.minimal()
                        .with(
                                "capabilities.json",
                                "{\"http\": [{\"host\": \"a.example\", \"methods\": [\"GET\"], \"credential\": \"slack\"}"
                                        + rest)
                        .verified()
                        .capabilities()
                        .http())
                .hasSize(1);
    }

    @Test
    void refuses_a_settings_schema_that_refers_to_the_outside() {
        String settings = "\"settings\": {\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"%s\"}}}";
        assertThat(Packages.minimal().manifest(settings.formatted("#")).refusals())
                .isEmpty();
        assertThat(Packages.minimal()
                        .manifest(settings.formatted("http://127.0.0.1:1/x"))
                        .refusals())
                .containsExactly(
                        "manifest.json#/settings/properties/a/$ref: The schema's $ref is 'http://127.0.0.1:1/x', expected nothing outside the schema");
    }

    @Test
    void refuses_settings_that_are_no_schema() {
        assertThat(Packages.minimal()
                        .manifest("\"settings\": {\"type\": \"object\", \"required\": \"all\"}")
                        .refusals())
                .singleElement()
                .asString()
                .startsWith("manifest.json#/settings/required: This is no JSON Schema");
    }

    @Test
    void checks_how_the_output_is_shown() {
        String ui = "{\"views\": [{\"title\": \"T\", \"type\": \"%s\", \"pointer\": \"%s\"%s}]}";
        assertThat(Packages.minimal()
                        .with("ui.json", ui.formatted("table", "/tables", ", \"span\": 6"))
                        .verified()
                        .ui())
                .isPresent();
        assertThat(Packages.minimal()
                        .with("ui.json", ui.formatted("iframe", "/tables", ""))
                        .refusals())
                .containsExactly(
                        "ui.json#/views/0/type: This is \"iframe\", expected one of status, metrics, keyvalue, table, list,"
                                + " timeline, chart, diff, tree, markdown, text, code, json, action, form, tabs");
        assertThat(Packages.minimal()
                        .with("ui.json", ui.formatted("table", "../x", ""))
                        .refusals())
                .containsExactly(
                        "ui.json#/views/0/pointer: This is \"../x\", expected a JSON pointer into the output, such as /tables");
        assertThat(Packages.minimal()
                        .with("ui.json", ui.formatted("markdown", "/x", ", \"columns\": []"))
                        .refusals())
                .containsExactly(
                        "ui.json#/views/0: Unknown key 'columns', expected only type, title, description, span, pointer, empty");
        assertThat(Packages.minimal()
                        .with("ui.json", ui.formatted("chart", "/x", ", \"mark\": \"pie\", \"option\": {}"))
                        .refusals())
                .contains(
                        "ui.json#/views/0: The key 'series' is missing",
                        "ui.json#/views/0/mark: This is \"pie\", expected one of line, area, bar, stacked, scatter");
        assertThat(Packages.minimal()
                        .with(
                                "ui.json",
                                "{\"views\": [{\"type\": \"tabs\", \"tabs\": [{\"title\": \"A\", \"views\": [{\"type\": \"tabs\"}]}, {\"title\": \"B\", \"views\": [{\"type\": \"json\"}]}]}]}")
                        .refusals())
                .hasSize(1);
    }

    @Test
    void checks_the_packages_own_tests() {
        assertThat(Packages.minimal()
                        .with("tests/a.json", "{\"name\": \"works\", \"output\": {}, \"host\": []}")
                        .refusals())
                .isEmpty();
        assertThat(Packages.minimal()
                        .with("tests/a.json", "{\"name\": \"works\"}")
                        .refusals())
                .containsExactly("tests/a.json#: The key 'output' is missing");
    }

    private static Packages tested(String host) {
        return Packages.minimal()
                .allowing("log", "db_query")
                .with("tests/a.json", "{\"name\": \"works\", \"output\": {}, \"host\": [" + host + "]}");
    }

    @Test
    void refuses_tests_of_what_is_no_host_function_or_not_asked_for() {
        assertThat(tested("{\"call\": \"db_query\", \"answer\": {}}").refusals())
                .isEmpty();
        assertThat(tested("{\"call\": \"db_drop\", \"answer\": {}}").refusals())
                .singleElement()
                .asString()
                .startsWith("tests/a.json#/host/0/call: There is no host function db_drop, expected one of ");
        assertThat(tested("{\"call\": \"log\", \"answer\": null}, {\"call\": \"notify\", \"answer\": null}")
                        .refusals())
                .containsExactly(
                        "tests/a.json#/host/1/call: The test answers notify, which is not in capabilities.json#/hostFunctions;"
                                + " expected one of [db_query, log], or an error");
        assertThat(tested("{\"call\": \"notify\", \"error\": {\"code\": \"NOT_PERMITTED\", \"message\": \"No\"}}")
                        .refusals())
                .isEmpty();
        assertThat(tested("{\"call\": \"db_query\", \"error\": {\"code\": \"OOPS\", \"message\": \"No\"}}")
                        .refusals())
                .singleElement()
                .asString()
                .startsWith("tests/a.json#/host/0/error/code: This is \"OOPS\", expected one of NOT_PERMITTED, ");
    }

    @Test
    void refuses_more_tests_than_the_limit() {
        Packages packages = Packages.minimal();
        for (int test = 1; test <= 50; test++) {
            packages.with("tests/t" + test + ".json", "{\"name\": \"works\", \"output\": {}}");
        }
        assertThat(packages.refusals()).isEmpty();
        assertThat(packages.with("tests/t51.json", "{\"name\": \"works\", \"output\": {}}")
                        .refusals())
                .containsExactly("tests/: The package has 51 tests, at most 50");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><foreignObject/></svg>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><use href=\"https://evil.example/x.svg#a\"/></svg>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><path fill=\"url(https://evil.example/)\"/></svg>",
                "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg>&a;</svg>",
                "<?xml-stylesheet href=\"x.css\"?><svg/>",
                "<html/>",
                "<svg>"
            })
    void refuses_icons_that_do_more_than_draw(String icon) {
        assertThat(Packages.minimal().with("icon.svg", icon).refusals())
                .singleElement()
                .asString()
                .startsWith("icon.svg: The icon");
    }

    @Test
    void accepts_an_icon_that_draws() {
        String icon = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><defs>"
                + "<linearGradient id=\"g\"><stop offset=\"1\"/></linearGradient></defs><path fill=\"url(#g)\" d=\"M0 0h8v8z\"/></svg>";
        assertThat(Packages.minimal().with("icon.svg", icon).refusals()).isEmpty();
    }

    @Test
    void lists_at_most_fifty_findings_and_shows_strange_names_inert() {
        Packages app = Packages.minimal();
        for (int number = 0; number < 60; number++) {
            app.with("\u202eevil" + number, "");
        }
        List<String> refusals = app.refusals();
        assertThat(refusals).hasSize(50);
        assertThat(refusals.getFirst()).startsWith("\ufffdevil");
    }

    @Test
    void reads_a_sample_and_refuses_what_nobody_could_try() {
        String call =
                "{\"host\": [{\"call\": \"datasource_query\", \"args\": {\"sql\": \"SELECT 1\"}, \"answer\": {\"rows\": [[1]]}}]}";
        Packages packages = Packages.minimal().allowing("datasource_query").with("sample.json", call);
        Sample sample = Sample.of(packages.verified()).orElseThrow();
        assertThat(sample.host()).singleElement().satisfies(answer -> {
            assertThat(answer.function()).isEqualTo("datasource_query");
            assertThat(answer.args().path("sql").asText()).isEqualTo("SELECT 1");
        });
        assertThat(Sample.of(Packages.minimal().verified())).isEmpty();

        assertThat(refusals(Packages.minimal().with("sample.json", call)))
                .containsExactly("sample.json#/host: The sample answers datasource_query, which is not in"
                        + " capabilities.json#/hostFunctions: add it there, or take the answer away");
        assertThat(refusals(Packages.minimal()
                        .allowing("db_query")
                        .with("sample.json", "{\"host\": [{\"call\": \"db_query\", \"answer\": 1}]}")))
                .as("the app's own tables are real")
                .isNotEmpty();
        assertThat(refusals(packages.with(
                        "sample.json", "{\"host\": [{\"call\": \"datasource_query\", \"answer\": 1, \"error\": {}}]}")))
                .isNotEmpty();
        assertThat(refusals(Packages.minimal()
                        .manifest(
                                "\"settings\": {\"type\": \"object\", \"properties\": {\"days\": {\"type\": \"integer\"}}}")
                        .with("sample.json", "{\"host\": [], \"settings\": {\"days\": \"many\"}}")))
                .singleElement()
                .asString()
                .startsWith("sample.json#/settings: settings#/days");
    }

    private static List<String> refusals(Packages packages) {
        return packages.refusals();
    }
}

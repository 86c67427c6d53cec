package ai.ekaya.review;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Packages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the report finds in packages that mean harm, each with a package that is like it and means none. */
class ReportsIT {
    private static final TestReports REPORTS = new TestReports();
    private static final String MAIN = "export default async function ({host, input}) {\n%s\nreturn 1;\n}\n";
    /** Never a key of anybody: put together here, so that no scanner of this source finds one. */
    private static final String KEY = "gh" + "p_" + "a8Bz0kQ2mN4pR6tV8xY1cE3gI5jL7oS9uWdF";

    @AfterAll
    static void close() {
        REPORTS.close();
    }

    private static Packages sound() {
        return Packages.minimal()
                .allowing("log")
                .with("app.js", MAIN.formatted("host.log.info('hello');"))
                .with("README.md", "# My app\n\nSays hello.\n")
                .with("tests/hello.json", "{\"name\": \"hello\", \"input\": {}, \"host\": [], \"output\": 1}");
    }

    private static String line(String code) {
        return MAIN.formatted(code);
    }

    private record Case(
            Finding.Severity severity,
            String check,
            String words,
            UnaryOperator<Packages> bad,
            UnaryOperator<Packages> good) {
        @Override
        public String toString() {
            return check + ": " + words;
        }
    }

    private static Case script(Finding.Severity severity, String words, String bad, String good) {
        return new Case(
                severity, "script", words, app -> app.with("app.js", line(bad)), app -> app.with("app.js", line(good)));
    }

    private static Case file(
            Finding.Severity severity, String check, String words, String path, String bad, String good) {
        return new Case(severity, check, words, app -> app.with(path, bad), app -> app.with(path, good));
    }

    private static String random(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(7).nextBytes(noise);
        return Base64.getEncoder().encodeToString(noise);
    }

    static Stream<Arguments> cases() {
        Finding.Severity high = Finding.Severity.HIGH;
        Finding.Severity warning = Finding.Severity.WARNING;
        Finding.Severity note = Finding.Severity.NOTE;
        String manifest = "{\"id\": \"my-app\", \"name\": \"My app\", \"version\": \"1.2.3\"}";
        return Stream.of(
                        script(
                                high,
                                "Names eval",
                                "const a = eval(input.code);",
                                "const evaluated = input.evaluation;"),
                        script(high, "Names eval", "const e = globalThis['eval'];", "const e = globalThis['even'];"),
                        script(
                                high,
                                "function of a text",
                                "const f = new Function('return 1');",
                                "const f = function () {};"),
                        script(
                                high,
                                "constructor",
                                "(() => 0).constructor.constructor('x');",
                                "class A { constructor() {} }"),
                        script(high, "constructor", "[]['constructor'];", "[]['length'];"),
                        script(high, "text to a timer", "setTimeout('x()', 1);", "setTimeout(() => 1, 1);"),
                        script(
                                warning,
                                "Imports while it runs",
                                "await import(input.file);",
                                "// an important (thing)"),
                        script(warning, "made up as it runs", "host['lo' + 'g'];", "const hosts = [1];"),
                        script(
                                warning,
                                "made up as it runs",
                                "host.log[input.level]('x');",
                                "host.log.info(input[0]);"),
                        script(warning, "all objects have in common", "Object.prototype.x = 1;", "Object.keys({});"),
                        script(warning, "all objects have in common", "({}).__proto__;", "({}).proto;"),
                        script(
                                warning,
                                "hides it from readers",
                                "String.fromCharCode(101, 118);",
                                "'a'.charCodeAt(0);"),
                        script(warning, "hides it from readers", "atob(input.x);", "input.atoms(1);"),
                        script(
                                warning,
                                "numbers of its characters",
                                "const s = '" + "\\x65\\u0066".repeat(15) + "';",
                                "const s = '\\u00fc\\n';"),
                        script(
                                warning,
                                "data in base64",
                                "const s = '" + random(600) + "';",
                                "const s = '" + "a sentence of words, ".repeat(40) + "';"),
                        script(
                                high,
                                "unreadable",
                                "var _0x1a2b=1,_0x2b3c=2,_0x3c4d=3,_0x4d5e=4,_0x5e6f=5;",
                                "var total=1,count=2,mean=3,least=4,most=5;"),
                        script(
                                warning,
                                "minified",
                                "const a=[" + "1,2,".repeat(700) + "];",
                                "const a=[\n" + "1,2,\n".repeat(700) + "];"),
                        file(
                                high,
                                "text",
                                "turn the direction",
                                "app.js",
                                line("// \u202e } if (isAdmin) { \u2066"),
                                line("// ünïcödé ≤ ✓")),
                        file(high, "text", "nobody sees", "app.js", line("const a\u200b = 1;"), line("const a = 1;")),
                        file(
                                warning,
                                "text",
                                "several alphabets",
                                "app.js",
                                line("const p\u0430ssword = 1;"),
                                line("const password = '\u043f\u0430\u0440\u043e\u043b\u044c';")),
                        file(note, "text", "nobody sees", "README.md", "# My\u200bapp", "# My app"),
                        file(
                                high,
                                "secret",
                                "GitHub",
                                "app.js",
                                line("const k = '" + KEY + "';"),
                                line("const k = 'ghp_';")),
                        file(
                                high,
                                "secret",
                                "GitHub",
                                "README.md",
                                "Use " + KEY,
                                "Use ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
                        file(
                                high,
                                "secret",
                                "GitHub",
                                "tests/hello.json",
                                "{\"name\": \"x\", \"input\": {\"key\": \"" + KEY + "\"}, \"host\": [], \"output\": 1}",
                                "{\"name\": \"x\", \"input\": {\"key\": \"k\"}, \"host\": [], \"output\": 1}"),
                        file(
                                note,
                                "address",
                                "evil.example",
                                "app.js",
                                line("// https://evil.example/x"),
                                line("// see the manual")),
                        file(
                                high,
                                "capability",
                                "sensitive columns",
                                "capabilities.json",
                                "{\"hostFunctions\": [\"log\", \"http_request\"], \"sensitiveValues\": [\"http_request\"], \"http\":"
                                        + " [{\"host\": \"api.example.com\", \"methods\": [\"GET\"]}]}",
                                "{\"hostFunctions\": [\"log\", \"http_request\"], \"http\":"
                                        + " [{\"host\": \"api.example.com\", \"methods\": [\"GET\"]}]}"),
                        file(
                                warning,
                                "capability",
                                "any host of a domain",
                                "capabilities.json",
                                "{\"hostFunctions\": [\"log\", \"http_request\"], \"http\":"
                                        + " [{\"host\": \"*.example.com\", \"methods\": [\"GET\"]}]}",
                                "{\"hostFunctions\": [\"log\", \"http_request\"], \"http\":"
                                        + " [{\"host\": \"api.example.com\", \"methods\": [\"GET\"]}]}"),
                        file(
                                warning,
                                "capability",
                                "it can send there what it reads",
                                "capabilities.json",
                                "{\"hostFunctions\": [\"log\", \"datasource_query\", \"http_request\"], \"http\":"
                                        + " [{\"host\": \"api.example.com\", \"methods\": [\"GET\"]}]}",
                                "{\"hostFunctions\": [\"log\", \"datasource_query\"]}"),
                        file(
                                high,
                                "tables",
                                "refused",
                                "migrations/001_a.sql",
                                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';",
                                "CREATE TABLE t (id int);"),
                        file(
                                high,
                                "tables",
                                "refused",
                                "migrations/001_a.sql",
                                "GRANT ALL ON t TO PUBLIC;",
                                "CREATE TABLE t (id int);"),
                        file(
                                note,
                                "tables",
                                "away",
                                "migrations/001_a.sql",
                                "CREATE TABLE t (id int); DROP TABLE t;",
                                "CREATE TABLE t (dropped int);"),
                        file(
                                warning,
                                "content",
                                "script the page",
                                "README.md",
                                "[click](javascript:alert(1))",
                                "[click](#more)"),
                        file(
                                warning,
                                "content",
                                "script the page",
                                "README.md",
                                "<img src=x onerror='x()'>",
                                "An error of one = 'x'"),
                        file(
                                warning,
                                "check",
                                "does not declare",
                                "app.js",
                                line("await host.db.query('SELECT 1');"),
                                line("host.log.info('SELECT 1');")),
                        new Case(
                                warning, "tests", "There are none", app -> app.without("tests/hello.json"), app -> app),
                        new Case(note, "content", "nobody is told", app -> app.without("README.md"), app -> app),
                        new Case(
                                note,
                                "capability",
                                "as much of a limit",
                                app -> app.with(
                                        "capabilities.json",
                                        "{\"hostFunctions\": [\"log\"], \"limits\": {\"hostCallsPerRun\": "
                                                + REPORTS.platform.limits.of(
                                                        ai.ekaya.limits.Limit.HOST_CALLS_CEILING_COUNT)
                                                + "}}"),
                                app -> app.with("manifest.json", manifest)))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_report_finds_what_is_wrong_and_nothing_in_what_is_like_it(Case one) {
        assertThat(found(one.bad().apply(sound()), one))
                .as("the one that means harm")
                .anySatisfy(finding -> assertThat(finding.severity()).isEqualTo(one.severity()));
        assertThat(found(one.good().apply(sound()), one)).as("its twin").isEmpty();
    }

    private static List<Finding> found(Packages app, Case one) {
        return REPORTS.of(app.verified()).findings().stream()
                .filter(finding ->
                        finding.check().equals(one.check()) && finding.why().contains(one.words()))
                .toList();
    }

    @Test
    void a_sound_package_has_no_finding() {
        assertThat(REPORTS.of(sound().verified()).findings()).isEmpty();
    }

    @Test
    void a_finding_says_where_it_is_and_shows_no_secret() {
        Report report = REPORTS.of(
                sound().with("app.js", line("\nconst k = '" + KEY + "';")).verified());
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.where()).isEqualTo("app.js:3"));
        assertThat(Reports.json(report)).doesNotContain(KEY).doesNotContain(KEY.substring(8, 20));
    }

    @Test
    void a_key_over_several_lines_is_found() {
        String pem = "-----BEGIN " + "PRIVATE KEY-----\n" + random(96).replaceAll("(.{64})", "$1\n") + "\n-----END "
                + "PRIVATE KEY-----\n";
        assertThat(REPORTS.of(sound().with("README.md", pem).verified()).findings())
                .anySatisfy(finding -> {
                    assertThat(finding.check()).isEqualTo("secret");
                    assertThat(finding.where()).startsWith("README.md");
                });
    }

    @Test
    void the_same_package_gives_the_same_report() {
        AppPackage one = sound().verified();
        assertThat(Reports.json(REPORTS.of(one))).isEqualTo(Reports.json(REPORTS.of(sound().verified())));
        assertThat(Reports.json(REPORTS.of(one))).contains("no proof");
    }

    @Test
    void of_many_findings_of_a_kind_a_few_are_told_and_how_many_there_are() {
        String many = IntStream.range(0, 2_000)
                .mapToObj(number -> "eval(" + number * number + ");\n")
                .collect(Collectors.joining());
        assertThat(REPORTS.of(sound().with("app.js", line(many)).verified()).findings())
                .hasSize(6)
                .anySatisfy(finding -> assertThat(finding.why()).contains("1995 more"));
    }

    @Test
    void the_patterns_take_no_more_time_for_lines_that_nearly_fit() {
        String near = "host ".repeat(20_000) + "setTimeout (".repeat(10_000) + "constructor .".repeat(10_000) + "//";
        long begin = System.nanoTime();
        Found found = new Found();
        ScriptLook.at("app.js", near, found);
        new TextLook(found, host -> false).at("app.js", near, true);
        assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
    }

    /** The apps that are part of the server, and a compiled one with what a compiler never writes. */
    @Test
    void our_own_apps_have_nothing_that_weighs() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path folder : folders()) {
            AppPackage app = TestReports.folder(folder);
            Report report = REPORTS.of(app);
            report.findings().forEach(finding -> lines.add(app.manifest().id() + " " + finding));
            assertThat(report.findings())
                    .as(folder.toString())
                    .noneMatch(finding -> finding.severity() == Finding.Severity.HIGH);
        }
        System.out.println("Findings in our own apps: " + lines.size());
        lines.forEach(System.out::println);
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> js = Files.list(Path.of("apps-js"));
                Stream<Path> compiled = Files.list(Path.of("apps-compiled"))) {
            return Stream.concat(js, compiled)
                    .filter(folder -> Files.exists(folder.resolve("manifest.json")))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_compiled_app_tells_its_imports_and_what_its_data_hides() {
        AppPackage app = TestReports.folder(Path.of("apps-compiled/row-counts-rs"));
        Report report = REPORTS.of(app);
        assertThat(report.imports()).contains("'ekaya.host_call'");
        byte[] module = ((AppPackage.Code.WebAssembly) app.code()).module();
        byte[] noise = new byte[8_192];
        new Random(11).nextBytes(noise);
        byte[] grown = withCustom(module, "payload", noise);
        Found found = new Found();
        ModuleLook.at(grown, java.util.Set.of("http_request"), java.util.Set.of(), found);
        assertThat(found.all()).anySatisfy(finding -> assertThat(finding.why()).contains("'payload'"));
        assertThat(Packed.bytes(noise, 0, noise.length)).isEqualTo(noise.length);
        byte[] text = "SELECT a FROM b WHERE c = 'd'; ".repeat(300).getBytes(StandardCharsets.UTF_8);
        assertThat(Packed.bytes(text, 0, text.length)).isZero();
    }

    @Test
    void a_compiled_app_that_names_what_it_does_not_ask_for_is_told() {
        byte[] module = withData("{\"x\":\"http_request\"}", "state_get");
        Found found = new Found();
        ModuleLook.at(
                module,
                java.util.Set.of("http_request", "state_get", "notify"),
                java.util.Set.of("state_get", "notify"),
                found);
        assertThat(found.all())
                .extracting(finding -> finding.severity() + " " + finding.why())
                .anyMatch(line -> line.startsWith("WARNING Names the host function http_request"))
                .anyMatch(line -> line.startsWith("NOTE Asks for notify"))
                .noneMatch(line -> line.contains("state_get"));
    }

    private static byte[] withCustom(byte[] module, String name, byte[] content) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.writeBytes(module);
        byte[] label = name.getBytes(StandardCharsets.UTF_8);
        out.write(0);
        number(out, 1 + label.length + content.length);
        out.write(label.length);
        out.writeBytes(label);
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** A module of a data section alone; each text is a segment at address 0. */
    private static byte[] withData(String... texts) {
        java.io.ByteArrayOutputStream section = new java.io.ByteArrayOutputStream();
        number(section, texts.length);
        for (String text : texts) {
            section.writeBytes(new byte[] {0, 0x41, 0, 0x0b});
            number(section, text.length());
            section.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 11});
        number(out, section.size());
        out.writeBytes(section.toByteArray());
        return out.toByteArray();
    }

    private static void number(java.io.ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}

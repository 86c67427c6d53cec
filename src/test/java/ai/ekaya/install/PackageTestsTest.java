package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.Packages;
import ai.ekaya.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packages' own tests, in the real sandbox. */
class PackageTestsTest {
    private static final Limits LIMITS = Limits.defaults();
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor();
    private static final Sandbox SANDBOX = new Sandbox(LIMITS, TIMER);
    private static final String COUNTING =
            "export default async ({host, input}) => (await host.db.query('SELECT $1', [input.n])).rows[0][0]";

    @AfterAll
    static void stop() {
        TIMER.shutdown();
    }

    private static Packages app(String source) {
        return Packages.minimal().with("app.js", source).allowing("log", "db_query");
    }

    private static Packages counting(String host, String output) {
        return app(COUNTING).with("tests/a.json", """
                        {"name": "Gives what the database has", "input": {"n": 7}, "host": [%s], "output": %s}
                        """.formatted(host, output));
    }

    private static List<TestResult> results(Packages packages, Limits limits) {
        return new PackageTests(SANDBOX, limits).results(packages.verified());
    }

    private static String problem(Packages packages) {
        return results(packages, LIMITS).get(0).problem().orElse("none");
    }

    private static String answered(String args) {
        return "{\"call\": \"db_query\", " + args + "\"answer\": {\"columns\": [], \"rows\": [[7]]}}";
    }

    @Test
    void one_passes_whose_run_gives_its_output() {
        assertThat(results(counting(answered(""), "7.0"), LIMITS))
                .containsExactly(new TestResult(
                        "tests/a.json", "Gives what the database has", true, java.util.Optional.empty()));
        assertThat(problem(counting(answered("\"args\": {\"sql\": \"SELECT $1\", \"params\": [7]}, "), "7")))
                .isEqualTo("none");
        assertThat(results(app(COUNTING), LIMITS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"call": "db_query", "answer": {"rows": [[8]]}} | 7 | Output: came 8, expected 7
            {"call": "db_query", "answer": {"rows": [[{"a": [1]}]]}} | {"a": [2]} | Output: at /a/0: came 1, expected 2
            {"call": "db_query", "answer": {"rows": [[{"a": 1}]]}} | {"b": 1} | Output: at /a: came 1, expected nothing
            {"call": "db_query", "answer": {"rows": [[[1]]]}} | [1, 2] | Output: came a list of 1, expected one of 2
            {"call": "db_query", "args": {"sql": "SELECT 1", "params": [7]}, "answer": {}} | 7 | Host call 1: the arguments of db_query differ at /sql: came "SELECT $1", expected "SELECT 1"
            {"call": "log", "answer": null} | 7 | Host call 1: came db_query {"sql":"SELECT $1","params":[7]}, expected log
            {"call": "db_query", "answer": {"rows": [[7]]}}, {"call": "db_query", "answer": {}} | 7 | Host call 2: came none, expected db_query
            """)
    void one_that_fails_says_what_came_and_what_was_expected(String host, String output, String problem) {
        assertThat(problem(counting(host, output))).isEqualTo(problem);
    }

    @Test
    void a_call_that_the_test_does_not_have_fails_it_also_when_the_app_hides_that() {
        assertThat(problem(
                        app("export default async ({host}) => { try { await host.db.query('x') } catch {} return 1 }")
                                .with("tests/a.json", "{\"name\": \"hides\", \"output\": 1}")))
                .startsWith("Host call 1: came db_query")
                .endsWith("expected no more calls");
    }

    @Test
    void a_scripted_error_reaches_the_app_and_log_lines_need_no_script() {
        assertThat(problem(app("export default async ({host}) => { host.log.info('hi');"
                                + " try { await host.db.query('x') } catch (e) { return [e.code, e.message, e.retryable] } }")
                        .with("tests/a.json", """
                                {"name": "is told", "output": ["TIMEOUT", "Slow", true],
                                 "host": [{"call": "db_query", "error": {"code": "TIMEOUT", "message": "Slow"}}]}
                                """)))
                .isEqualTo("none");
    }

    @Test
    void settings_have_their_defaults_and_those_that_do_not_fit_fail_the_test() {
        Packages packages = app("export default ({settings}) => settings.level")
                .manifest("\"settings\": {\"type\": \"object\", \"properties\": {\"level\": {\"type\": \"string\","
                        + " \"default\": \"low\"}}}");
        assertThat(problem(packages.with("tests/a.json", "{\"name\": \"a\", \"output\": \"low\"}")))
                .isEqualTo("none");
        assertThat(problem(packages.with(
                        "tests/a.json", "{\"name\": \"a\", \"settings\": {\"level\": 3}, \"output\": \"low\"}")))
                .startsWith("Settings do not fit: settings#/level");
    }

    @Test
    void each_test_begins_at_the_same_time_with_the_same_random_numbers() {
        Packages packages =
                app("export default () => [new Date().getUTCFullYear(), Math.random() === globalThis.before]")
                        .with("tests/a.json", "{\"name\": \"a\", \"output\": [2023, false]}");
        assertThat(problem(packages)).isEqualTo("none");
    }

    @Test
    void what_goes_wrong_in_the_run_is_told_with_its_place() {
        assertThat(problem(app("export default () => { throw new Error('Oops') }")
                        .with("tests/a.json", "{\"name\": \"a\", \"output\": 1}")))
                .isEqualTo("The run failed: Error: Oops at app.js:1:34");
        assertThat(problem(app("export default () => { for (;;) {} }")
                        .with("capabilities.json", "{\"hostFunctions\": [], \"limits\": {\"fuel\": 1000000}}")
                        .with("tests/a.json", "{\"name\": \"a\", \"output\": 1}")))
                .isEqualTo("The run took more than 1000000 units of fuel");
    }

    @Test
    void the_test_on_the_page_for_authors_passes() throws IOException {
        Packages packages = Packages.minimal();
        for (String file : List.of("app.js", "manifest.json", "capabilities.json", "tests/finds-two.json")) {
            packages.with(file, onThePage(file));
        }
        assertThat(problem(packages)).isEqualTo("none");
    }

    private static String onThePage(String file) throws IOException {
        Matcher block = Pattern.compile("<!-- " + Pattern.quote(file) + " -->\\s*```\\w+\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/write-an-app.md")));
        assertThat(block.find()).as(file + " stands on the page").isTrue();
        return block.group(1);
    }

    @Test
    void tests_have_a_time_each_and_together() {
        Packages endless = app("export default () => { for (;;) {} }")
                .with("tests/a.json", "{\"name\": \"a\", \"output\": 1}")
                .with("tests/b.json", "{\"name\": \"b\", \"output\": 1}");
        assertThat(results(endless, LIMITS.with(Limit.INSTALL_TEST_MILLIS, 50)))
                .extracting(result -> result.problem().orElse("none"))
                .containsOnly("The run took more than 50ms");
        List<TestResult> together = results(endless, LIMITS.with(Limit.INSTALL_TESTS_MILLIS, 100));
        assertThat(together.get(0).problem().orElse("none")).startsWith("The run took more than ");
        assertThat(together.get(1).problem()).contains("It was not run, as the tests before it took more than 100ms");
    }
}

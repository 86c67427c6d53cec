package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.host.CallRecord;
import ai.ekaya.host.LogEntry;
import ai.ekaya.install.Done;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.NewInstall;
import ai.ekaya.pack.PackageHash;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets on their way out of real runs, each beside the same run without one. */
class LeaksIT {
    private static final String SECRET = "qN7vK2mX9pL4rT8wZ3bY6cHd";
    private static final String HARMLESS = "Zt5hW8nQ1xJ6sD3fG7kM2pRv";
    private static final String SHAPE = "ghp_n7K2mX9pL4rT8wZ3bY6cHdq1N5sV0eUfJgAi";

    private final Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    private void secret(String name, String value) {
        platform.secrets.write(platform.admin, platform.project, name, value);
    }

    private InstalledApp app(String body) {
        return platform.install(Platform.app("export default async ({input, host}) => {\n" + body + "\n}")
                .with("schema.sql", "CREATE TABLE notes (body text)")
                .allowing("log", "progress", "db_query", "state_get", "state_set"));
    }

    private static String input(String value) {
        return "{\"value\":\"" + value + "\"}";
    }

    private long events(String condition) {
        return platform.count("SELECT count(*) FROM ekaya.audit_event WHERE " + condition);
    }

    private String error(Run run) {
        return run.outcome()
                .flatMap(Outcome::error)
                .map(error -> error.code() + ": " + error.message())
                .orElse("none");
    }

    private String log(Run run) {
        return platform.history.log(run, 0, 100).stream().map(LogEntry::message).collect(Collectors.joining("|"));
    }

    /** The value stands in no row that people, or who reads the database, may see. */
    private void nowhere(String value) {
        for (String table : List.of(
                "run_output WHERE output",
                "run_log WHERE message || fields",
                "run_call WHERE function || arguments",
                "run WHERE error_message || coalesce(error_where, '')",
                "run WHERE progress_text",
                "audit_event WHERE details::text")) {
            assertThat(platform.count("SELECT count(*) FROM ekaya." + table + " LIKE '%" + value + "%'"))
                    .as(table)
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "input.value",
                "{rows: [{token: 'Bearer ' + input.value}]}",
                "[...input.value].reverse().join('')",
                "encodeURIComponent(input.value).replace(/./g, c => '%' + c.charCodeAt(0).toString(16))",
                "[...input.value].map(c => c.charCodeAt(0).toString(16)).join(':')",
                "[input.value.slice(0, 11), 7, input.value.slice(11)]",
                "{[input.value]: true}",
                "[...input.value].join('-').toUpperCase()",
                "[...input.value].map(c => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('')",
                "[...input.value].map(c => /[a-z]/.test(c) ? String.fromCodePoint(0x1d41a - 97 + c.charCodeAt(0)) : c).join('\\u200b')",
                "input.value.replace(/[pcx]/gi, c => '\\u0440\\u0441\\u0445'['pcx'.indexOf(c.toLowerCase())])",
                "[...input.value].map(c => '\\\\' + c.charCodeAt(0).toString(8).padStart(3, '0')).join('')",
                "{[input.value.slice(0, 11)]: input.value.slice(11)}"
            })
    void an_output_with_a_secret_fails_the_run_and_is_not_kept(String output) {
        secret("CRM_KEY", SECRET);
        InstalledApp app = app("return " + output);
        Run run = platform.run(app, input(SECRET));
        assertThat(run.outcome().map(Outcome::name)).contains(Outcome.Name.FAILED);
        assertThat(error(run)).startsWith("LEAK: ").contains("'CRM_KEY'").doesNotContain(SECRET);
        assertThat(platform.count("SELECT count(*) FROM ekaya.run_output")).isZero();
        assertThat(events("type = 'LEAK_BLOCKED' AND severity = 'WARNING' AND outcome = 'REFUSED' AND subject = 'app:"
                        + app.id()
                        + "' AND via_run = '" + run.id() + "' AND details ->> 'found' = 'CRM_KEY'"
                        + " AND details ->> 'exit' = 'OUTPUT'"))
                .isGreaterThanOrEqualTo(1);
        nowhere(SECRET);
        assertThat(platform.run(app, input(HARMLESS)).outcome().map(Outcome::name))
                .contains(Outcome.Name.SUCCEEDED);
    }

    @Test
    void an_output_names_the_place() {
        secret("CRM_KEY", SECRET);
        InstalledApp app = app("return {rows: [{}, {token: input.value}]}");
        assertThat(error(platform.run(app, input(SECRET))))
                .isEqualTo(
                        "LEAK: '/rows/1/token' of its output has 'CRM_KEY' as it is, a secret of the project; secrets do"
                                + " not leave a run, so leave it out");
    }

    @Test
    void what_a_run_logs_says_and_fails_by_is_kept_without_the_secret() {
        secret("CRM_KEY", SECRET);
        InstalledApp app = app("""
                host.log.info('using ' + input.value + ' today', {key: input.value});
                host.progress(0.5, 'with ' + input.value);
                throw new Error('refused: ' + input.value);
                """);
        Run run = platform.run(app, input(SECRET));
        assertThat(log(run)).contains("using [redacted: CRM_KEY] today");
        assertThat(error(run)).contains("refused: [redacted: CRM_KEY]");
        assertThat(run.progress().map(progress -> progress.text())).contains("with [redacted: CRM_KEY]");
        assertThat(events("type = 'LEAK_REDACTED' AND details ->> 'exit' IN ('LOG', 'PROGRESS', 'ERROR_TEXT')"))
                .isEqualTo(3);
        nowhere(SECRET);
        Run twin = platform.run(app, input(HARMLESS));
        assertThat(log(twin)).contains("using " + HARMLESS + " today");
        assertThat(error(twin)).contains(HARMLESS);
    }

    @Test
    void what_a_run_logs_in_other_letters_is_kept_without_the_secret_and_with_the_rest() {
        secret("CRM_KEY", SECRET);
        InstalledApp app = app("""
                const wide = [...input.value].map(c => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');
                host.log.info('\\u2460 using ' + wide + ' for M\\u00fcller');
                """);
        assertThat(log(platform.run(app, input(SECRET)))).isEqualTo("\u2460 using [redacted: CRM_KEY] for M\u00fcller");
        assertThat(log(platform.run(app, input(HARMLESS))))
                .contains("\uff3a\uff54")
                .doesNotContain("redacted");
    }

    @Test
    void halves_in_two_lines_and_in_line_and_output_are_found() {
        secret("CRM_KEY", SECRET);
        InstalledApp app = app("""
                host.log.info(input.value.slice(0, 11));
                if (input.value.length > 24) host.log.info(input.value.slice(11));
                return input.value.length > 24 ? 1 : input.value.slice(11);
                """);
        assertThat(log(platform.run(app, input(SECRET + " "))))
                .isEqualTo(SECRET.substring(0, 11) + "|[redacted: CRM_KEY] ");
        assertThat(error(platform.run(app, input(SECRET)))).startsWith("LEAK: ");
        assertThat(error(platform.run(app, input(HARMLESS)))).isEqualTo("none");
    }

    @Test
    void a_database_write_with_a_secret_is_refused_and_writes_nothing() {
        secret("CRM_KEY", SECRET);
        InstalledApp app = app("""
                let code = 'none';
                try {
                  await host.db.query('INSERT INTO notes VALUES ($1)', [input.value]);
                } catch (e) { code = e.code }
                try {
                  await host.state.set('key', {value: input.value}, 0);
                } catch (e) { code += ' ' + e.code }
                return [code, (await host.db.query('SELECT count(*) FROM notes')).rows[0][0],
                    (await host.state.get('key')).version];
                """);
        Run run = platform.run(app, input(SECRET));
        assertThat(platform.text("SELECT output FROM ekaya.run_output")).isEqualTo("[\"LEAK LEAK\",0,0]");
        List<CallRecord> calls = platform.history.calls(run, 0, 10);
        assertThat(calls).extracting(CallRecord::code).startsWith("LEAK", "LEAK");
        nowhere(SECRET);
        platform.run(app, input(HARMLESS));
        assertThat(platform.count("SELECT count(*) FROM ekaya.run_output WHERE output = '[\"none\",1,1]'"))
                .isOne();
    }

    @Test
    void a_key_of_a_well_known_kind_does_not_leave_either_in_a_project_without_secrets() {
        InstalledApp app = app("""
                host.log.info('key ' + input.value);
                try {
                  await host.db.query("INSERT INTO notes VALUES ('" + input.value + "')");
                } catch (e) { host.log.warn(e.code) }
                return {key: input.value};
                """);
        Run run = platform.run(app, input(SHAPE));
        assertThat(error(run))
                .isEqualTo("LEAK: '/key' of its output has what looks like a GitHub token; keys do not leave a run, so"
                        + " leave it out");
        assertThat(log(run)).isEqualTo("key [redacted: a GitHub token]|LEAK");
        nowhere(SHAPE);
        assertThat(error(platform.run(app, input("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"))))
                .isEqualTo("none");
    }

    @Test
    void a_refused_call_is_listed_without_the_secret_in_its_arguments_or_name() {
        secret("CRM_KEY", SECRET);
        InstalledApp app = app("""
                try { await host.datasource.query('SELECT ' + input.value); } catch (e) { return e.code }
                """);
        Run run = platform.run(app, input(SECRET));
        assertThat(platform.history.calls(run, 0, 10)).hasSize(1).first().satisfies(call -> {
            assertThat(call.code()).isEqualTo("NOT_PERMITTED");
            assertThat(call.arguments()).contains("redacted: CRM_KEY");
        });
        nowhere(SECRET);
    }

    @Test
    void a_new_and_a_changed_secret_count_at_the_next_run_and_a_removed_one_no_more() {
        InstalledApp app = app("return input.value");
        assertThat(error(platform.run(app, input(SECRET)))).isEqualTo("none");
        secret("CRM_KEY", SECRET);
        assertThat(error(platform.run(app, input(SECRET)))).startsWith("LEAK: ");
        secret("CRM_KEY", HARMLESS);
        assertThat(error(platform.run(app, input(SECRET)))).isEqualTo("none");
        assertThat(error(platform.run(app, input(HARMLESS)))).startsWith("LEAK: ");
        platform.sql("DELETE FROM ekaya.project_secret");
        assertThat(error(platform.run(app, input(HARMLESS)))).isEqualTo("none");
    }

    @Test
    void a_thousand_leaks_of_one_kind_are_one_event_and_the_eleventh_refusal_says_nothing_more() {
        secret("CRM_KEY", SECRET);
        InstalledApp app = app("""
                let told = {};
                for (let i = 0; i < 20; i++) {
                  try { await host.state.set('key', input.value, 0) } catch (e) { told[e.message] = (told[e.message] ?? 0) + 1 }
                }
                for (let i = 0; i < 500; i++) host.log.info('line ' + i + ' ' + input.value);
                return Object.values(told);
                """);
        Run run = platform.run(app, input(SECRET));
        assertThat(error(run)).isEqualTo("none");
        assertThat(platform.text("SELECT output FROM ekaya.run_output")).isEqualTo("[10,10]");
        assertThat(events("type = 'LEAK_BLOCKED' AND count = 10 AND details ->> 'exit' = 'DATABASE'"))
                .isEqualTo(1);
        assertThat(events("type = 'LEAK_REDACTED' AND count = 500 AND details ->> 'exit' = 'LOG'"))
                .isEqualTo(1);
    }

    @Test
    void a_replay_shows_no_secret() {
        secret("CRM_KEY", SECRET);
        InstalledApp app = app("throw new Error('refused: ' + input.value)");
        Run run = platform.run(app, input(SECRET));
        Replay replay = platform.replays
                .replay(platform.admin, run, java.util.Optional.empty())
                .toCompletableFuture()
                .join();
        assertThat(replay.identical()).isTrue();
        assertThat(replay.toString()).contains("redacted: CRM_KEY").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host.state.set(a, b, 0) | qN7vK2mX9pL4rT8wZ3bY6cHd",
                "host.state.set(a, b, 0) | dHc6Yb3Zw8Tr4Lp9Xm2Kv7Nq",
                "host.notify({title: a, body: b}) | cU43dksybVg5cEw0clQ4d1ozYlk2Y0hk",
                "host.notify({title: a, body: b}) | 714e37764b326d5839704c34725438775a33625936634864"
            })
    void what_was_split_over_two_arguments_is_listed_in_no_piece(String call, String form) {
        secret("CRM_KEY", SECRET);
        InstalledApp app =
                platform.install(Platform.app("""
                export default async ({input, host}) => {
                  const half = input.value.length / 2, a = input.value.slice(0, half), b = input.value.slice(half);
                  return await CALL.then(() => 'went', e => e.code);
                }""".replace("CALL", call)).allowing("state_set", "notify"));
        Run run = platform.run(app, input(form));
        assertThat(platform.output(run)).isEqualTo("\"LEAK\"");
        assertThat(platform.history.calls(run, 0, 10))
                .hasSize(1)
                .first()
                .satisfies(listed -> assertThat(listed.arguments()).contains("[redacted: CRM_KEY]"));
        nowhere(form.substring(0, form.length() / 2));
        nowhere(form.substring(form.length() / 2));
        Run legal = platform.run(app, input(HARMLESS));
        assertThat(platform.output(legal)).isEqualTo("\"went\"");
        assertThat(platform.history.calls(legal, 0, 10))
                .singleElement()
                .satisfies(listed ->
                        assertThat(listed.arguments()).contains(HARMLESS.substring(0, 12), HARMLESS.substring(12)));
    }

    @Test
    void a_replay_shows_of_a_call_that_differs_no_piece_of_a_secret() {
        secret("CRM_KEY", SECRET);
        String body = "export default async ({input, host}) => { %s; return 1 }";
        InstalledApp app = platform.install(Platform.app(body.formatted("")));
        Run run = platform.run(app, input(SECRET));
        Run legal = platform.run(app, input(HARMLESS));
        PackageHash next = Done.of(platform.updates.update(
                        platform.admin,
                        platform.project,
                        app.slug(),
                        NewInstall.of(Platform.app(body.formatted(
                                        "await host.state.set(input.value.slice(0, 12), input.value.slice(12), 0)"))
                                .manifest("\"description\": \"next\"")
                                .zip())))
                .packageHash();
        assertThat(got(run, next)).contains("redacted: CRM_KEY").doesNotContain("qN7vK2mX9pL4", "rT8wZ3bY6cHd");
        assertThat(got(legal, next)).contains("Zt5hW8nQ1xJ6", "sD3fG7kM2pRv");
    }

    private String got(Run run, PackageHash next) {
        return platform.replays
                .replay(platform.admin, run, Optional.of(next))
                .toCompletableFuture()
                .join()
                .divergence()
                .orElseThrow()
                .got()
                .flatMap(Replay.Call::arguments)
                .orElse("none");
    }
}

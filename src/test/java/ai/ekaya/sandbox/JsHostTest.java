package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.failureOf;
import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Host calls of JS apps: their wire form, their order, their errors, and apps that tamper with the language. */
class JsHostTest {
    private static final String OK = "{\"ok\":true,\"result\":null}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host.db.query('SELECT 1')                                 | db_query {\"sql\":\"SELECT 1\",\"params\":[]}",
                "host.datasource.query('S', [1, null], { datasource: 'a' })| datasource_query {\"sql\":\"S\",\"params\":[1,null],\"datasource\":\"a\"}",
                "host.datasource.query('S')                                | datasource_query {\"sql\":\"S\",\"params\":[]}",
                "host.datasource.schema({ tables: ['t'], page: 2 })        | datasource_schema {\"tables\":[\"t\"],\"page\":2}",
                "host.datasource.list()                                    | list_datasources {}",
                "host.state.get('k')                                       | state_get {\"key\":\"k\"}",
                "host.state.set('k', { a: 1 }, 3)                          | state_set {\"key\":\"k\",\"value\":{\"a\":1},\"version\":3}",
                "host.auth.context()                                       | get_auth_context {}",
                "host.tools.invoke('late', { days: 3 })                    | mcp_tool_invoke {\"tool\":\"late\",\"arguments\":{\"days\":3}}",
                "host.tools.invoke('late')                                 | mcp_tool_invoke {\"tool\":\"late\",\"arguments\":{}}",
                "host.now()                                                | now_millis {}",
                "host.http.request({ method: 'GET', url: 'https://a.example/' }) | http_request {\"method\":\"GET\",\"url\":\"https://a.example/\"}",
                "host.llm.generate('p', { maxTokens: 9 })                  | llm_generate {\"prompt\":\"p\",\"maxTokens\":9}",
                "host.llm.generate([{ role: 'user', content: 'p' }])       | llm_generate {\"messages\":[{\"role\":\"user\",\"content\":\"p\"}]}",
                "host.llm.generate({ prompt: 'p', cacheKey: 'k' })         | llm_generate {\"prompt\":\"p\",\"cacheKey\":\"k\"}",
                "host.log.warn('w', { n: 1 })                              | log {\"level\":\"warn\",\"message\":\"w\",\"fields\":{\"n\":1}}",
                "console.log('a', 1, { b: 2 })                             | log {\"level\":\"info\",\"message\":\"a 1 {\\\"b\\\":2}\"}",
            })
    void each_function_has_its_wire_form(String call, String wire) {
        Guests run = guest();
        outputOf(run.body("await " + call));
        assertThat(run.calls()).containsExactly(wire);
    }

    @Test
    void random_bytes_come_as_an_array() {
        assertThat(outputOf(guest().answering((name, json) -> "{\"ok\":true,\"result\":\"AP+A\"}")
                        .body("return [...await host.randomBytes(3)]")))
                .isEqualTo("[0,255,128]");
    }

    @Test
    void whether_a_secret_exists_comes_as_yes_or_no() {
        Guests run = guest().answering((name, json) -> "{\"ok\":true,\"result\":{\"exists\":true}}");
        assertThat(outputOf(run.body("return await host.secrets.exists('slack')")))
                .isEqualTo("true");
        assertThat(run.calls()).containsExactly("secret_exists {\"name\":\"slack\"}");
    }

    @Test
    void an_answer_of_some_megabytes_arrives() {
        String rows = "[1,\"abcdefghijklmnopqrstuvwxyz\"],".repeat(50_000);
        String answer = "{\"ok\":true,\"result\":{\"rows\":[" + rows + "[2,\"end\"]]}}";
        assertThat(outputOf(guest().memory(64 << 20)
                        .answering((name, json) -> answer)
                        .body("const { rows } = await host.datasource.query('S'); return [rows.length, rows.at(-1)]")))
                .isEqualTo("[50001,[2,\"end\"]]");
    }

    @Test
    void an_answer_that_does_not_fit_the_memory_ends_the_run() {
        String answer = "{\"ok\":true,\"result\":\"" + "x".repeat(20 << 20) + "\"}";
        assertThat(guest().answering((name, json) -> answer).body("await host.now()"))
                .isEqualTo(new RunOutcome.OutOfMemory(16 << 20));
    }

    @Test
    void calls_run_in_the_order_in_which_they_are_made() {
        Guests run = guest();
        outputOf(run.body("await Promise.all([host.state.get('a'), host.state.get('b')]); host.state.get('c')"));
        assertThat(run.calls())
                .containsExactly("state_get {\"key\":\"a\"}", "state_get {\"key\":\"b\"}", "state_get {\"key\":\"c\"}");
    }

    @Test
    void a_refusal_is_a_host_error_that_can_be_caught() {
        Guests run = guest().answering((name, json) ->
                "{\"ok\":false,\"error\":{\"code\":\"TIMEOUT\",\"message\":\"Too slow\",\"retryable\":true}}");
        assertThat(
                        outputOf(
                                run.body(
                                        "try { await host.now() } catch (e) { return [e.name, e.code, e.message, e.retryable, e instanceof Error] }")))
                .isEqualTo("[\"HostError\",\"TIMEOUT\",\"Too slow\",true,true]");
    }

    @Test
    void a_refusal_not_caught_fails_the_run_with_code_and_place() {
        RunOutcome.Failed failed = failureOf(guest().answering(
                        (name, json) ->
                                "{\"ok\":false,\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"No datasource 'x'\",\"retryable\":false}}")
                .body("await host.datasource.list()"));
        assertThat(failed.message()).isEqualTo("NOT_FOUND: No datasource 'x'");
        assertThat(failed.where().orElseThrow()).startsWith("app.js:2:");
    }

    @Test
    void a_host_that_throws_is_an_internal_error_without_a_trace() {
        Guests run = guest().answering((name, json) -> {
            throw new IllegalStateException("jdbc:postgresql://secret");
        });
        assertThat(outputOf(
                        run.body("try { await host.now() } catch (e) { return [e.code, e.message, String(e.stack)] }")))
                .startsWith("[\"INTERNAL\",\"now_millis failed in the server, its log says more\"")
                .doesNotContain("secret", "java");
    }

    @Test
    void a_refusal_thrown_by_the_host_keeps_its_code() {
        Guests run = guest().answering((name, json) -> {
            throw new Refusal(RefusalCode.CONFLICT, "Another run was faster");
        });
        assertThat(outputOf(run.body("try { await host.now() } catch (e) { return e.code }")))
                .isEqualTo("\"CONFLICT\"");
    }

    @Test
    void arguments_that_are_no_json_do_not_reach_the_host() {
        Guests run = guest();
        assertThat(failureOf(run.body("await host.db.query('S', [NaN])")).message())
                .isEqualTo("BAD_ARGUMENT: db_query: arguments are not JSON at /params/0: NaN");
        assertThat(run.calls()).isEmpty();
    }

    @Test
    void arguments_over_the_bound_do_not_reach_the_host() {
        Guests run = guest();
        assertThat(failureOf(run.body("await host.db.query('x'.repeat(1 << 20))"))
                        .message())
                .startsWith("LIMIT: Arguments are ");
        assertThat(run.calls()).isEmpty();
        assertThat(outputOf(run.body("await host.db.query('x'.repeat((1 << 20) - 100)); return 1")))
                .isEqualTo("1");
    }

    @Test
    void a_flood_of_log_lines_is_counted_and_harms_nothing() {
        Guests run = guest().timeout(60_000);
        assertThat(outputOf(run.body("for (let i = 0; i < 2000; i++) console.log('line', i); return 'done'")))
                .isEqualTo("\"done\"");
        assertThat(run.calls()).hasSize(1_001).last().isEqualTo("log {\"dropped\":1000}");
    }

    @Test
    void a_log_call_never_fails_for_its_values() {
        Guests run = guest();
        outputOf(
                run.body(
                        "const c = {}; c.c = c; host.log.info(c, { c, f() {} }); console.log(c, () => 1, 5n, Symbol('s')); return 1"));
        assertThat(run.calls()).hasSize(2);
    }

    @Test
    void an_app_that_overwrites_the_language_fools_nobody() {
        Guests run = guest().answering((name, json) -> "{\"ok\":true,\"result\":{\"rows\":[[1]]}}");
        String tamper = """
                JSON.stringify = () => '{"sql":"DROP"}';
                JSON.parse = () => ({ ok: true, result: 'forged' });
                globalThis.Promise = class { constructor() { throw new Error('forged') } };
                Object.prototype.toJSON = () => 'forged';
                Array.prototype.toJSON = () => 'forged';
                Object.defineProperty(Array.prototype, 0, { set() { throw new Error('forged') }, get() { return 'forged' } });
                Array.prototype[Symbol.iterator] = function* () { yield 'forged' };
                Array.isArray = () => false;
                Object.keys = () => ['forged'];
                Number.isFinite = () => true;
                String.prototype.toWellFormed = () => 'forged';
                Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => 'forged';
                Reflect.apply = () => 'forged';
                globalThis.WeakSet = globalThis.Error = globalThis.TypeError = undefined;
                """;
        assertThat(outputOf(run.body(tamper + "return { got: await host.db.query('SELECT 1', [7]), a: [1, 'x'] }")))
                .isEqualTo("{\"got\":{\"rows\":[[1]]},\"a\":[1,\"x\"]}");
        assertThat(run.calls()).containsExactly("db_query {\"sql\":\"SELECT 1\",\"params\":[7]}");
    }

    @Test
    void an_app_that_overwrites_then_only_harms_itself() {
        assertThat(guest().body("Promise.prototype.then = () => { throw new Error('mine') }; return await host.now()"))
                .isInstanceOfAny(RunOutcome.Succeeded.class, RunOutcome.Failed.class);
    }

    @Test
    void polluting_the_hosts_objects_stays_in_the_app() {
        Guests run =
                guest().answering((name, json) -> "{\"ok\":true,\"result\":{\"__proto__\":{\"admin\":true},\"a\":1}}");
        assertThat(
                        outputOf(
                                run.body(
                                        "const r = await host.now(); r.constructor.prototype.x = 1; return [r.admin, {}.admin, ({}).x, Object.keys(r)]")))
                .isEqualTo("[null,null,1,[\"__proto__\",\"a\"]]");
        assertThat(outputOf(guest().answering((n, j) -> OK).body("return [({}).x]")))
                .isEqualTo("[null]");
    }
}

package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JS app's calls of its host: what goes out, and what comes back as a promise. */
class JsHostCallTest {
    private static String ok(String result) {
        return "{\"ok\":true,\"result\":" + result + "}";
    }

    @Test
    void a_text_is_quoted_by_the_host_and_comes_first() {
        Guests guest = guest();
        outputOf(
                guest.body(
                        "await host.db.query('SELECT \"a\" \\\\ \\n \\0 🦊 \\ud800', [1, 'x']); await host.state.get('k');"
                                + "await host.state.set('k', { a: 1 }); await host.datasource.query('q', [], { datasource: 'd' });"));
        assertThat(guest.calls())
                .containsExactly(
                        "db_query {\"sql\":\"SELECT \\\"a\\\" \\\\ \\n \\u0000 🦊 \ufffd\",\"params\":[1,\"x\"]}",
                        "state_get {\"key\":\"k\"}",
                        "state_set {\"key\":\"k\",\"value\":{\"a\":1}}",
                        "datasource_query {\"sql\":\"q\",\"params\":[],\"datasource\":\"d\"}");
    }

    @Test
    void what_should_be_a_text_and_is_none_reaches_the_host_as_it_is() {
        Guests guest = guest();
        outputOf(
                guest.body("await host.state.get(5); await host.state.get(); await host.db.query({ toString: 'x' });"));
        assertThat(guest.calls())
                .containsExactly(
                        "state_get {\"key\":5}",
                        "state_get {}",
                        "db_query {\"sql\":{\"toString\":\"x\"},\"params\":[]}");
    }

    @Test
    void calls_run_when_they_are_made_and_their_answers_are_promises() {
        Guests guest = guest().answering((name, json) -> ok(json));
        String body = "const first = host.state.get('a'); const second = host.state.get('b');"
                + "return [first instanceof Promise, (await Promise.all([first, second])).map(({ key }) => key)];";
        assertThat(outputOf(guest.body(body))).isEqualTo("[true,[\"a\",\"b\"]]");
    }

    @Test
    void an_answer_is_the_value_that_json_says() {
        String json = "{\"__proto__\":1,\"a\":[1.5,-0.0,null,true,\"é🦊\\u0000\"],\"a\":2,\"2\":9007199254740993}";
        assertThat(outputOf(guest().answering((name, arguments) -> ok(json))
                        .body(
                                "const r = await host.db.query('q'); return [Object.keys(r), Object.getPrototypeOf(r) === Object.prototype,"
                                        + " r.a, r[2]];")))
                .isEqualTo("[[\"2\",\"__proto__\",\"a\"],true,2,9007199254740992]");
    }

    @Test
    void answers_that_are_no_longer_used_take_no_memory() {
        String large = ok("\"" + "x".repeat(500_000) + "\"");
        assertThat(
                        outputOf(
                                guest().memory(16 << 20)
                                        .answering((name, json) -> large)
                                        .body(
                                                "let n = 0; for (let i = 0; i < 200; i++) n += (await host.db.query('q')).length; return n;")))
                .isEqualTo("100000000");
    }

    @Test
    void an_answer_that_does_not_fit_ends_the_run_and_is_no_platform_error() {
        String large = ok("[" + "\"row\",".repeat(500_000) + "0]");
        assertThat(guest().memory(16 << 20)
                        .answering((name, json) -> large)
                        .body("return (await host.db.query('q')).length;"))
                .isInstanceOf(RunOutcome.OutOfMemory.class);
        assertThat(outputOf(guest().memory(64 << 20)
                        .answering((name, json) -> large)
                        .body("return (await host.db.query('q')).length;")))
                .isEqualTo("500001");
    }

    @Test
    void a_refusal_rejects_and_is_never_thrown_at_the_caller() {
        Guests refusing = guest().answering((name, json) -> {
            throw new Refusal(RefusalCode.NOT_PERMITTED, "No");
        });
        assertThat(outputOf(refusing.body("const asked = host.state.get('a'); try { await asked; } catch (e) {"
                        + " return [e.name, e.code, e.message, e.retryable, e.stack.includes('app.js')]; }")))
                .isEqualTo("[\"HostError\",\"NOT_PERMITTED\",\"No\",false,true]");
    }

    @Test
    void the_app_cannot_come_between_a_call_and_its_answer() {
        String attack = "let seen = []; Promise.prototype.then = function () { seen.push('then'); };"
                + "Object.defineProperty(Promise, Symbol.species, { value: class { constructor() { seen.push('species'); } } });"
                + "JSON.parse = () => seen.push('parse'); JSON.stringify = () => seen.push('stringify');"
                + "Object.prototype.toJSON = () => seen.push('toJSON'); Object.defineProperty(Object.prototype, 'params',"
                + " { set() { seen.push('set'); }, configurable: true }); globalThis.Promise = null;"
                + "const answer = await host.db.query('q', [1]); delete Object.prototype.toJSON; return { answer, seen };";
        Guests guest = guest().answering((name, json) -> ok("{\"params\":7}"));
        assertThat(outputOf(guest.body(attack))).isEqualTo("{\"answer\":{\"params\":7},\"seen\":[]}");
        assertThat(guest.calls()).isEqualTo(List.of("db_query {\"sql\":\"q\",\"params\":[1]}"));
    }

    @Test
    void arguments_over_the_bound_do_not_reach_the_host_and_at_the_bound_they_do() {
        long max = Limits.defaults().of(Limit.HOST_ARGUMENTS_BYTES);
        Guests guest = guest().memory(64 << 20);
        String body =
                "const told = []; for (const text of ['x'.repeat(%d), 'x'.repeat(%d), '\\n'.repeat(%d), '€'.repeat(%d)])"
                        + " try { await host.state.get(text); told.push('ok'); } catch (e) { told.push(e.code); } return told;";
        long room = max - "{\"key\":\"\"}".length();
        assertThat(outputOf(guest.body(String.format(body, room, room + 1, room / 2 + 1, room / 3 + 1))))
                .isEqualTo("[\"ok\",\"LIMIT\",\"LIMIT\",\"LIMIT\"]");
        assertThat(guest.calls()).hasSize(1);
    }

    @Test
    void a_memory_full_to_the_last_byte_ends_out_of_memory_however_the_engine_says_so() {
        String full = "const a = []; try { for (;;) a.push({ a: 1, b: [1, 2] }); } catch {}";
        assertThat(guest().body(full + " for (;;) a.push({ a: 1, b: [1, 2] });"))
                .isInstanceOf(RunOutcome.OutOfMemory.class);
        assertThat(guest().body("return /(?:a|b)*c/.test('ab'.repeat(500000));"))
                .isInstanceOf(RunOutcome.OutOfMemory.class);
        String rows = ok("[" + ("[1,\"" + "x".repeat(50) + "\"],").repeat(300) + "0]");
        String blocks = "let block = []; try { for (;;) block.push(new Uint8Array(50000)); } catch {}"
                + " for (let k = 0; k < 40; k++) { try { block.push(new Uint8Array(2000 - k * 37)); } catch {} }"
                + " for (let i = 0; i < 40; i++) await host.db.query('q');";
        assertThat(guest().answering((name, json) -> rows).body(blocks)).isInstanceOf(RunOutcome.OutOfMemory.class);
        assertThat(Guests.failureOf(guest().body("throw null")).message())
                .isEqualTo("Thrown: null (throw an Error to learn where)");
    }
}

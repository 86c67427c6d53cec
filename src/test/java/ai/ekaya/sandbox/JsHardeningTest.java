package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.failureOf;
import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JS apps that attack: each with its legal twin, which works. Endless ones are in {@link JsGuestTest}. */
class JsHardeningTest {
    private static final String ROWS = "{\"ok\":true,\"result\":{\"rows\":[[1,\"x\"]]}}";

    /** What the bodies below use of the language, kept before {@code tamper.js} makes all of it another. */
    private static final String KEPT = """
            const D = Date, E = Error, P = Promise, tell = Object.getOwnPropertyDescriptor, un = (f) => Function.prototype.call.bind(f);
            const two = new Uint8Array([1, 2]), odd = new Uint8Array([65, 255, 66]), five = new Uint8Array(5), re = /a+/gi;
            const map = new Map([['k', { v: 1 }]]), set = new Set(['x']);
            const mapGet = un(Map.prototype.get), setHas = un(Set.prototype.has), time = un(D.prototype.getTime);
            const domName = un(tell(DOMException.prototype, 'name').get), { fooled } = globalThis;
            """;

    private static String tamper() {
        try (InputStream in = JsHardeningTest.class.getResourceAsStream("tamper.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a body after the language was made another. Its output ends in how often one of the forged functions was called. */
    private static RunOutcome tampered(Guests run, String body) {
        return run.js(KEPT.replace(", { fooled } = globalThis", "") + tamper() + "\nconst { fooled } = globalThis;\n"
                + "export default async function ({ host }) {\nconst told = await (async () => {" + body
                + "})();\nreturn { told, fooled: fooled.count, by: fooled.first };\n}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "return [{ a: [1, 'x', null, 2.5], b: { c: true }, d: [[1, [2]], { e: 'é' }] }, undefined, new D(0)] | [{\"a\":[1,\"x\",null,2.5],\"b\":{\"c\":true},\"d\":[[1,[2]],{\"e\":\"é\"}]},null,\"1970-01-01T00:00:00.000Z\"]",
                "return await host.db.query('S', [7, 'x', null])              | {\"rows\":[[1,\"x\"]]}",
                "try { await host.db.query('S', [NaN]) } catch (e) { return e.message } | \"db_query: arguments are not JSON at /params/0: NaN\"",
                "const c = structuredClone({ a: [1, , { b: 2 }], m: map, s: set, d: new D(5), r: re, v: two, e: new E('x'), n: 5n }); return [c.a[2].b, mapGet(c.m, 'k'), setHas(c.s, 'x'), time(c.d), c.v[1]] | [2,{\"v\":1},true,5,2]",
                "const b = new TextEncoder().encode('aé🦊'); return [new TextDecoder().decode(b), new TextDecoder('latin1').decode(two), b[1]] | [\"aé🦊\",\"\\u0001\\u0002\",195]",
                "return [new TextDecoder().decode(odd), new TextEncoder().encodeInto('aé🦊', five).written, five[1]] | [\"A\ufffdB\",3,195]",
                "const u = new URL('../x/y?q=1 2#f', 'https://u:p@BÜCHER.example:8080/a/b/c'); u.searchParams.append('k', 'v w'); return [u.href, u.searchParams.size] | [\"https://u:p@xn--bcher-kva.example:8080/a/x/y?q=1+2&k=v+w#f\",2]",
                "return [new URL('http://[::1]:80/').href, new URL('http://0x7f.1/').href, URL.canParse('http://a b'), new URL('http://x/%zz?%ff').searchParams.toString()] | [\"http://[::1]/\",\"http://127.0.0.1/\",false,\"%EF%BF%BD=\"]",
                "const p = new URLSearchParams('b=2&a=1&b=3'); p.sort(); p.set('b', '9'); return [p.toString(), p.getAll('b'), p.has('a')] | [\"a=1&b=9\",[\"9\"],true]",
                "let s = ''; const add = (x) => { s += x }; setTimeout(add, 2, 'b'); setTimeout(add, 1, 'a'); clearTimeout(setTimeout(add, 1, 'never')); await new P((done) => setTimeout(done, 5)); return s | \"ab\"",
                "const c = new AbortController(); let n = 0; c.signal.addEventListener('abort', () => { n++ }); c.signal.onabort = () => { n++ }; c.abort(); try { c.signal.throwIfAborted() } catch (e) { return [n, domName(e)] } | [2,\"AbortError\"]",
                "const t = new EventTarget(); let s = ''; t.addEventListener('x', (e) => { s += e.type }, { once: true }); t.dispatchEvent(new Event('x')); t.dispatchEvent(new Event('x')); return s | \"x\"",
                "return [crypto.randomUUID().length, crypto.getRandomValues(two) === two] | [36,true]",
                "let s = ''; queueMicrotask(() => { s += 'm' }); await null; await null; return s | \"m\"",
                "const b = await host.randomBytes(3); return [b[0], b[1], b[2]] | [0,255,128]",
            })
    void nothing_the_sdk_does_calls_what_the_app_put_in_the_languages_place(String body, String told) {
        Guests run = guest().answering(
                        (name, json) -> name.equals("random_bytes") ? "{\"ok\":true,\"result\":\"AP+A\"}" : ROWS);
        assertThat(outputOf(tampered(run, body)))
                .isEqualTo("{\"told\":" + told.replace("\\ufffd", "\ufffd") + ",\"fooled\":0,\"by\":\"\"}");
    }

    @Test
    void arguments_and_log_entries_of_an_app_that_tampered_are_what_it_gave() {
        Guests run = guest().answering((name, json) -> ROWS);
        outputOf(tampered(run, """
                        await host.datasource.query('SELECT $1', [7, 'x', null], { datasource: 'a' });
                        await host.state.set('k', { a: [1, [2, 'é']] }, 3);
                        host.log.info('m', { n: 1, o: { p: [1] }, e: new E('x') });
                        console.log('%s is %d', 'a', 1, { b: [2] });
                        console.table([{ a: 1 }]); console.count(); console.group('g'); console.error(map);"""));
        assertThat(run.calls())
                .containsExactly(
                        "datasource_query {\"sql\":\"SELECT $1\",\"params\":[7,\"x\",null],\"datasource\":\"a\"}",
                        "state_set {\"key\":\"k\",\"value\":{\"a\":[1,[2,\"é\"]]},\"version\":3}",
                        "log {\"level\":\"info\",\"message\":\"m\",\"fields\":{\"n\":1,\"o\":{\"p\":[1]},\"e\":\"Error: x\"}}",
                        "log {\"level\":\"info\",\"message\":\"a is 1 {\\\"b\\\":[2]}\"}",
                        "log {\"level\":\"info\",\"message\":\"  | a\\n0 | 1\"}",
                        "log {\"level\":\"info\",\"message\":\"default: 1\"}",
                        "log {\"level\":\"info\",\"message\":\"g\"}",
                        "log {\"level\":\"error\",\"message\":\"  Map(1) {\\\"k\\\" => {\\\"v\\\":1}}\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "throw new E('mine')                           | Error: mine",
                "null.x                                        | TypeError: cannot read property 'x' of null",
                "await host.db.query('S')                      | NOT_FOUND: No such",
                "setTimeout(() => { throw new E('late') }, 1); await new P(() => {}) | Error: late",
                "P.reject(new E('lost')); return 1             | Error: lost",
                "return { a: [1, NaN] }                        | Output is not JSON at /told/a/1: NaN",
            })
    void an_error_is_described_by_what_it_is_also_when_the_app_tampered(String body, String message) {
        Guests run = guest().answering((name, json) ->
                "{\"ok\":false,\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"No such\",\"retryable\":false}}");
        // `Promise.reject` is among what was forged.
        RunOutcome outcome = body.startsWith("P.reject")
                ? tampered(run, "(async () => { throw new E('lost') })(); return 1")
                : tampered(run, body);
        assertThat(failureOf(outcome).message()).isEqualTo(message);
    }

    @Test
    void a_place_is_the_engines_and_not_what_the_app_makes_of_stacks() {
        assertThat(failureOf(
                                guest().body(
                                                "Object.defineProperty(Error.prototype, 'stack', { get: () => 'at app.js:999:9' });\nthrow new Error('x')"))
                        .where()
                        .orElseThrow())
                .startsWith("app.js:3:");
        assertThat(failureOf(guest().body("const e = new Error('x');\ne.stack = 'at app.js:999:9';\nthrow e"))
                        .where()
                        .orElseThrow())
                .startsWith("app.js:2:");
    }

    @Test
    void frames_of_a_stack_do_not_hand_out_the_sdks_functions() {
        String body = """
                let got = 0;
                Error.prepareStackTrace = (error, frames) => { got += frames.length; return 'forged' };
                try { await host.db.query('S', [NaN]) } catch (e) { return [got, typeof e.stack, e.stack.includes('forged')] }""";
        assertThat(outputOf(guest().body(body))).isEqualTo("[0,\"string\",false]");
        assertThat(outputOf(guest().body("Error.prepareStackTrace = 1; return typeof new Error('x').stack")))
                .isEqualTo("\"string\"");
    }

    @Test
    void an_errors_class_that_the_app_reaches_cannot_be_changed() {
        assertThat(outputOf(guest().answering((name, json) ->
                                "{\"ok\":false,\"error\":{\"code\":\"LIMIT\",\"message\":\"m\",\"retryable\":true}}")
                        .body("""
                                                let refusal;
                                                try { await host.now() } catch (e) { refusal = e.constructor }
                                                const tries = [() => Object.setPrototypeOf(refusal, class { constructor() { return { code: 'forged' } } }),
                                                  () => { 'use strict'; refusal.prototype.code = 'forged' }, () => Object.defineProperty(refusal, Symbol.hasInstance, { value: () => true })];
                                                const refused = tries.map((act) => { try { act(); return false } catch { return true } });
                                                try { await host.now() } catch (e) { return [refused, e.code, e.retryable, e instanceof refusal] }""")))
                .isEqualTo("[[true,true,true],\"LIMIT\",true,true]");
    }

    @Test
    void constructors_of_constructors_reach_the_app_and_nothing_else() {
        assertThat(outputOf(guest().body("""
                                                const reached = [host.db.query, console.log, URL, setTimeout, structuredClone, new URL('a:b').searchParams.keys().next, crypto.randomUUID]
                                                  .map((f) => f.constructor.constructor('return globalThis')() === globalThis);
                                                const names = ['host', 'sdk', 'hostCall', 'invoke', 'intrinsics', 'start'].filter((name) => {
                                                  try { return (0, eval)(name) !== undefined } catch { return false } });
                                                return [reached.every(Boolean), names]"""))).isEqualTo("[true,[]]");
    }

    @Test
    void a_function_of_the_sdk_has_no_caller_to_ask_for() {
        assertThat(
                        outputOf(
                                guest().body(
                                                "return [host.db.query, setTimeout, URL.parse].map((f) => { try { return f.caller ?? null } catch (e) { return e.name } })")))
                .isEqualTo("[\"TypeError\",\"TypeError\",\"TypeError\"]");
    }

    @Test
    void a_method_that_is_taken_to_another_object_is_refused() {
        assertThat(outputOf(guest().body("""
                                                const get = (C, k) => Object.getOwnPropertyDescriptor(C.prototype, k).get;
                                                const taken = [() => get(URL, 'href').call({}), () => URLSearchParams.prototype.append.call(new URL('a:b'), 'a', 'b'),
                                                  () => EventTarget.prototype.dispatchEvent.call({}, new Event('x')), () => get(AbortSignal, 'aborted').call(new EventTarget()),
                                                  () => TextDecoder.prototype.decode.call(new TextEncoder(), new Uint8Array(1)), () => new EventTarget().dispatchEvent({ type: 'x' }),
                                                  () => get(Event, 'type').call(new Proxy(new Event('x'), {})), () => new AbortSignal()];
                                                return taken.map((act) => { try { act(); return 'done' } catch (e) { return e.name } })"""))).isEqualTo("[" + "\"TypeError\",".repeat(7) + "\"TypeError\"]");
    }

    @Test
    void a_subclass_of_ours_is_the_apps_own_matter() {
        assertThat(outputOf(guest().body("""
                                                class Mine extends URL { get host() { return 'mine' } }
                                                Object.setPrototypeOf(AbortSignal, class { constructor() { this.stolen = arguments.length } });
                                                let signal; try { signal = new AbortController().signal } catch (e) { signal = e.name }
                                                const u = new Mine('http://x:81/');
                                                return [u.host, u.href, u instanceof URL, signal.stolen ?? null]"""))).isEqualTo("[\"mine\",\"http://x:81/\",true,0]");
    }

    // Outputs.

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2 ** 53 + 1                                   | 9007199254740992",
                "[-0, 5e-324, 1.7976931348623157e308]          | [0,5e-324,1.7976931348623157e+308]",
                "{ a: '\\ud800', ['\\udc00']: 1 }              | {\"a\":\"\ufffd\",\"\ufffd\":1}",
                "JSON.parse('{\"__proto__\": {\"a\": 1}, \"constructor\": 2}') | {\"__proto__\":{\"a\":1},\"constructor\":2}",
                "JSON.parse('{\"a\": 1, \"a\": 2}')            | {\"a\":2}",
                "[new Number(5), new String('x'), new Boolean(false)] | [5,\"x\",false]",
                "[, 1]                                         | [null,1]",
                "Object.assign([1], { x: 2 })                  | [1]",
                "{ u: new URL('http://x'), t: Array.from(new Uint8Array([1])) } | {\"u\":\"http://x/\",\"t\":[1]}",
                "new Proxy([1, 2], { get: (t, k) => k === '0' ? 'p' : t[k] }) | [\"p\",2]",
                "{ then: (done) => done({ then: (again) => again(5) }) } | 5",
                "(async function* () { yield 1 })().next()     | {\"value\":1,\"done\":false}",
                "new (class extends Array { static get [Symbol.species]() { throw 1 } })(1, 2) | [1,2]",
            })
    void what_json_can_carry_is_returned(String value, String output) {
        assertThat(outputOf(guest().body("return " + value))).isEqualTo(output);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ rows: [0, 1, 2, { total: NaN }] }           | Output is not JSON at /rows/3/total: NaN",
                "{ 'a/b~c': [Infinity] }                       | Output is not JSON at /a~1b~0c/0: Infinity",
                "{ '': { '': NaN } }                           | Output is not JSON at //: NaN",
                "[Object(1n)]                                  | Output is not JSON at /0: a BigInt, convert it to a string",
                "function f() {}                               | Output is not JSON: a function",
                "{ a: { toJSON: () => 5n } }                   | Output is not JSON at /a: a BigInt, convert it to a string",
                "{ toJSON() { return { a: () => 1 } } }        | Output is not JSON at /a: a function",
                "{ p: Promise.resolve(1) }                     | Output is not JSON at /p: a Promise, await it",
                "{ g: (function* () {})() }                    | Output is not JSON at /g: an iterator, use Array.from",
                "{ g: (async function* () {})() }              | Output is not JSON at /g: an async iterator, use Array.fromAsync",
                "(() => { const a = []; a[0] = [a]; return { a } })() | Output is not JSON at /a/0/0: it refers back to an object that contains it",
                "{ '\\ud800': 1, '\\ud801': 2 }                | Output has a key twice in one object at character 10, /\ufffd",
                "(() => { let v = 1; for (let i = 0; i < 1e6; i++) v = [v]; return v })() | Output is not JSON at …/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0: nested deeper than 256 levels",
                "{ t: [new Uint8Array([1])] }                  | Output is not JSON at /t/0: binary data, use Array.from or toBase64()",
                "new Array(4294967295)                         | Output is over 1MiB as JSON, return less",
                "new Proxy([], { get: (t, k) => k === 'length' ? 4e9 : 1 }) | Output is over 1MiB as JSON, return less",
            })
    void what_it_cannot_fails_naming_the_place(String value, String message) {
        RunOutcome.Failed failed =
                failureOf(guest().memory(192 << 20).timeout(60_000).body("return " + value));
        assertThat(failed.cause()).isEqualTo(RunOutcome.Cause.BAD_OUTPUT);
        assertThat(failed.message()).isEqualTo(message);
    }

    @Test
    void a_getter_shows_one_value_to_be_checked_and_written() {
        assertThat(
                        outputOf(
                                guest().body(
                                                "let n = 0; const row = [0]; Object.defineProperty(row, 0, { get: () => n++ === 0 ? 1 : { forged: true }, enumerable: true });"
                                                        + " return [row, new Proxy([0], { get: (t, k) => k === 'length' ? 1 : k === '0' ? (n++ < 2 ? 'a' : NaN) : t[k] })]")))
                .isEqualTo("[[1],[\"a\"]]");
    }

    @Test
    void an_error_with_hostile_parts_fails_the_run_like_any_other() {
        for (String thrown : new String[] {
            "Object.defineProperty(new Error('x'), 'message', { get() { throw new Error('again') } })",
            "new Proxy(new Error('x'), { get() { throw 1 }, getPrototypeOf() { throw 2 } })",
            "new Proxy({}, { getPrototypeOf: () => Error.prototype, get: () => { throw 3 } })",
            "Object.create(Error.prototype, { message: { value: { toString() { throw 4 } } } })",
            "(() => { const { proxy, revoke } = Proxy.revocable(new Error('x'), {}); revoke(); return proxy })()",
            "Object.assign(new Error('x'), { name: Symbol('n'), stack: 5 })",
        }) {
            assertThat(failureOf(guest().body("throw " + thrown)).cause()).isEqualTo(RunOutcome.Cause.JS_ERROR);
        }
        assertThat(failureOf(guest().body("throw Object.assign(new Error('x'), { name: 'Mine' })"))
                        .message())
                .isEqualTo("Mine: x");
    }

    @Test
    void what_the_host_returns_is_the_apps_to_change_and_the_next_answer_is_whole() {
        Guests run = guest().answering((name, json) -> ROWS);
        assertThat(outputOf(run.body("""
                                        const first = await host.db.query('S');
                                        first.rows.push = 1; first.rows.length = 0; Object.setPrototypeOf(first, null);
                                        Object.prototype.rows = 'forged'; Object.prototype.ok = false; Object.prototype.error = { code: 'forged' };
                                        const second = await host.db.query('S');
                                        return [second, Object.getPrototypeOf(second) === Object.prototype]"""))).isEqualTo("[{\"rows\":[[1,\"x\"]]},true]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host.db = { query: () => 'forged' }; return host.db.query()",
                "globalThis.console = { log: () => 'forged' }; return console.log()",
                "setTimeout = () => 'forged'; return setTimeout()",
                "URL.prototype.toString = () => 'forged'; return String(new URL('a:b'))",
            })
    void what_is_given_to_the_app_is_its_own_to_replace(String body) {
        assertThat(outputOf(guest().body(body))).isEqualTo("\"forged\"");
    }

    @Test
    void what_one_run_did_to_the_language_the_next_does_not_see() {
        outputOf(tampered(guest(), "return 1"));
        assertThat(outputOf(guest().body("return [JSON.stringify({ a: [1] }), typeof fooled, host.db.query.length]")))
                .isEqualTo("[\"{\\\"a\\\":[1]}\",\"undefined\",1]");
    }
}

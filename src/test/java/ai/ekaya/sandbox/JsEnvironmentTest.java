package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.failureOf;
import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What JS apps find beside the language, in the guest as it runs. The SDK's own tests compare each part with its standard. */
class JsEnvironmentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "structuredClone(new Map([['a', [1, { d: new Date(0) }]]])).get('a')[1].d.getTime() | 0",
                "(() => { try { structuredClone(() => 1) } catch (e) { return [e.name, e.code] } })() | [\"DataCloneError\",25]",
                "[...new TextEncoder().encode('é€🦊')]                      | [195,169,226,130,172,240,159,166,138]",
                "new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x41, 0xff])) | \"A\ufffd\"",
                "new TextDecoder('latin1').decode(new Uint8Array([0x80, 0xe9])) | \"€é\"",
                "(() => { try { new TextDecoder('big5') } catch (e) { return e.message } })() | \"TextDecoder has no encoding 'big5', it has utf-8, utf-16le and windows-1252\"",
                "new URL('../c?x=1#y', 'https://BÜCHER.example/a/b').href     | \"https://xn--bcher-kva.example/c?x=1#y\"",
                "[URL.canParse('x'), URL.parse('http://[::1]:80')?.host]      | [false,\"[::1]\"]",
                "(() => { const u = new URL('http://x/?b=2&a=1'); u.searchParams.sort(); u.searchParams.set('c', 'd e'); return u.href })() | \"http://x/?a=1&b=2&c=d+e\"",
                "Object.fromEntries(new URLSearchParams('a=1&b=%C3%A9'))      | {\"a\":\"1\",\"b\":\"é\"}",
                "[atob('w6k='), btoa('\\xe9')]                                | [\"Ã©\",\"6Q==\"]",
                "(() => { try { btoa('€') } catch (e) { return [e.name, e.code, e instanceof DOMException] } })() | [\"InvalidCharacterError\",5,true]",
                "(() => { try { atob('*') } catch (e) { return e.name } })()  | \"InvalidCharacterError\"",
                "/^[0-9a-f-]{36}$/.test(crypto.randomUUID())                  | true",
                "crypto.getRandomValues(new Uint16Array(3)).length            | 3",
                "(() => { const c = new AbortController(); c.abort('why'); return [c.signal.aborted, c.signal.reason] })() | [true,\"why\"]",
                "(() => { let seen; const t = new EventTarget(); t.addEventListener('x', (e) => { seen = e.type }); t.dispatchEvent(new Event('x')); return seen })() | \"x\"",
                "(() => { const e = new DOMException('m', 'AbortError'); return [e.name, e.code, e.message, e instanceof Error] })() | [\"AbortError\",20,\"m\",true]",
                "typeof performance.timeOrigin                                | \"number\"",
                "Math.abs(Date.now() - performance.timeOrigin - performance.now()) < 2 | true",
                "[URL.name, URL.length, URLSearchParams.name, TextEncoder.name, structuredClone.length, setTimeout.length, queueMicrotask.length] | [\"URL\",1,\"URLSearchParams\",\"TextEncoder\",1,1,1]",
                "[String(new URL('a:b')), String(new AbortController()), String(console), String(new Event('x'))] | [\"a:b\",\"[object AbortController]\",\"[object console]\",\"[object Event]\"]",
            })
    void there_is(String expression, String output) {
        assertThat(outputOf(guest().body("return " + expression))).isEqualTo(output);
    }

    @Test
    void every_global_is_writable_and_shows_in_no_loop_over_globals() {
        assertThat(
                        outputOf(
                                guest().body(
                                                "const all = ['structuredClone', 'TextEncoder', 'TextDecoder', 'URL', 'URLSearchParams', 'atob', 'btoa',"
                                                        + " 'crypto', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'queueMicrotask', 'AbortController',"
                                                        + " 'AbortSignal', 'Event', 'EventTarget', 'DOMException', 'console', 'performance', 'Proxy'];"
                                                        + "return [all.filter((name) => { const d = Object.getOwnPropertyDescriptor(globalThis, name);"
                                                        + " return !d || d.enumerable || !d.writable || !d.configurable }), Object.keys(globalThis)]")))
                .isEqualTo("[[],[]]");
    }

    @Test
    void there_is_nothing_that_would_tell_of_a_machine_or_a_browser() {
        assertThat(
                        outputOf(
                                guest().body(
                                                "return ['navigator', 'window', 'self', 'document', 'location', 'fetch', 'XMLHttpRequest', 'WebSocket',"
                                                        + " 'Worker', 'process', 'require', 'module', 'Deno', 'Bun', 'std', 'os', 'bjson', 'print', 'load',"
                                                        + " 'localStorage', 'indexedDB', 'Intl', 'WebAssembly', 'importScripts', 'gc'].filter((name) => name in globalThis)")))
                .isEqualTo("[]");
    }

    // Timers.

    @Test
    void timers_fire_in_order_on_the_runs_clock() {
        assertThat(outputOf(guest().body("""
                                                const from = Date.now(), seen = [];
                                                await new Promise((done) => {
                                                  setTimeout(() => { seen.push('c', Date.now() - from >= 30); done() }, 30);
                                                  setTimeout((x) => seen.push(x), 10, 'a');
                                                  const id = setInterval(() => { seen.push('i'); clearInterval(id) }, 20);
                                                  setTimeout(() => { seen.push('b'); queueMicrotask(() => seen.push('job')) }, 10);
                                                  clearTimeout(setTimeout(() => seen.push('never'), 1));
                                                });
                                                return seen"""))).isEqualTo("[\"a\",\"b\",\"job\",\"i\",\"c\",true]");
    }

    @Test
    void a_wait_takes_its_time_and_a_repetition_sees_the_same_times() {
        String body = "const t = []; for (let i = 0; i < 3; i++) { await new Promise((done) => setTimeout(done, 40));"
                + " t.push(Date.now(), performance.now()) } return t";
        long started = System.nanoTime();
        String first = outputOf(guest().body(body));
        assertThat(System.nanoTime() - started).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(120));
        assertThat(outputOf(guest().body(body))).isEqualTo(first);
    }

    @Test
    void top_level_await_may_wait_too() {
        assertThat(
                        outputOf(
                                guest().js(
                                                "const x = await new Promise((done) => setTimeout(done, 5, 7)); export default () => x")))
                .isEqualTo("7");
    }

    @Test
    void timers_that_are_left_when_the_app_has_returned_never_fire() {
        Guests run = guest();
        long started = System.nanoTime();
        assertThat(
                        outputOf(
                                run.body(
                                        "setTimeout(() => console.log('late'), 5000); setInterval(() => console.log('late'), 1); return 1")))
                .isEqualTo("1");
        assertThat(run.calls()).isEmpty();
        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.MILLISECONDS.toNanos(4000));
    }

    @Test
    void a_wait_beyond_the_time_left_ends_at_the_timeout() {
        long started = System.nanoTime();
        assertThat(guest().timeout(300).body("await new Promise((done) => setTimeout(done, 60000))"))
                .isEqualTo(new RunOutcome.TimedOut(300));
        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.MILLISECONDS.toNanos(5000));
        assertThat(guest().timeout(300).body("await new Promise(() => setInterval(() => {}, 0))"))
                .isEqualTo(new RunOutcome.TimedOut(300));
    }

    @Test
    void a_cancel_ends_a_wait_at_once() {
        Cancellation stop = new Cancellation();
        Future<?> later =
                Guests.TIMER.schedule(() -> stop.cancel(Cancellation.Cause.REQUESTED), 50, TimeUnit.MILLISECONDS);
        long started = System.nanoTime();
        assertThat(guest().cancelledBy(stop).body("await new Promise((done) => setTimeout(done, 15000))"))
                .isEqualTo(new RunOutcome.Cancelled());
        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.MILLISECONDS.toNanos(5000));
        assertThat(later).succeedsWithin(5, TimeUnit.SECONDS);
    }

    @Test
    void as_many_timers_as_the_bound_wait_and_one_more_is_refused() {
        assertThat(outputOf(guest().body("""
                                                let last;
                                                for (let i = 0; i < 10000; i++) last = setTimeout(() => {}, 60000);
                                                let refused;
                                                try { setTimeout(() => {}, 0) } catch (e) { refused = [e.name, e.message] }
                                                clearTimeout(last);
                                                return [...refused, await new Promise((done) => setTimeout(done, 1, 'room'))]""")))
                .isEqualTo(
                        "[\"RangeError\",\"setTimeout has 10000 timers waiting, the most that a run may have\",\"room\"]");
    }

    @Test
    void timers_that_have_fired_leave_nothing_behind() {
        assertThat(
                        outputOf(
                                guest().timeout(60_000)
                                        .body(
                                                "let n = 0; await new Promise((done) => { const next = () => ++n < 3000 ? setTimeout(next, 0) : done(); next() }); return n")))
                .isEqualTo("3000");
    }

    @Test
    void an_abort_by_timeout_comes_when_nothing_else_is_left_to_wait_for() {
        assertThat(outputOf(guest().body(
                                "const s = AbortSignal.timeout(20); await new Promise((done) => s.addEventListener('abort', done));"
                                        + " return [s.reason.name, performance.now() >= 20]")))
                .isEqualTo("[\"TimeoutError\",true]");
    }

    // Console.

    @Test
    void the_consoles_methods_are_entries_of_the_log() {
        Guests run = guest();
        outputOf(run.body("""
                        console.log('%s has %d rows', 'orders', 3, { a: 1 });
                        console.group('outer'); console.warn('in'); console.groupEnd();
                        console.count(); console.count(); console.countReset(); console.count();
                        console.assert(true, 'no'); console.assert(1 > 2, 'less');
                        console.time('t'); await new Promise((done) => setTimeout(done, 1500)); console.timeEnd('t');
                        console.table([{ a: 1 }, { a: 2 }]); console.dir(new Set([1])); console.debug(new Error('x').message)"""));
        assertThat(run.calls())
                .containsExactly(
                        "log {\"level\":\"info\",\"message\":\"orders has 3 rows {\\\"a\\\":1}\"}",
                        "log {\"level\":\"info\",\"message\":\"outer\"}",
                        "log {\"level\":\"warn\",\"message\":\"  in\"}",
                        "log {\"level\":\"info\",\"message\":\"default: 1\"}",
                        "log {\"level\":\"info\",\"message\":\"default: 2\"}",
                        "log {\"level\":\"info\",\"message\":\"default: 1\"}",
                        "log {\"level\":\"error\",\"message\":\"Assertion failed: less\"}",
                        "log {\"level\":\"info\",\"message\":\"t: 1.500 s\"}",
                        "log {\"level\":\"info\",\"message\":\"  | a\\n0 | 1\\n1 | 2\"}",
                        "log {\"level\":\"info\",\"message\":\"Set(1) {1}\"}",
                        "log {\"level\":\"debug\",\"message\":\"x\"}");
    }

    // Where errors are.

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "await new Promise(() => setTimeout(() => {\\n  throw new Error('x') }, 1))              | Error: x     | app.js:3:",
                "queueMicrotask(() => {\\n  null.x }); await null                                        | TypeError: cannot read property 'x' of null | app.js:3:",
                "new AbortController().signal;\\n const t = new EventTarget(); t.addEventListener('e', () => { throw new RangeError('l') }); t.dispatchEvent(new Event('e')) | RangeError: l | app.js:3:",
                "await host.db.query('S', [{\\n toJSON() {\\n throw new Error('j') } }])                   | Error: j     | app.js:4:",
                "new URLSearchParams('a=1').forEach(() => {\\n  throw new Error('f') })                    | Error: f     | app.js:3:",
                "structuredClone({ get a() {\\n  throw new Error('g') } })                                | Error: g     | app.js:3:",
                "\\n\\n  new URL('not one')                                                               | TypeError: Invalid URL: not one | app.js:4:",
                "\\n  structuredClone(() => 1)                                                             | DataCloneError: A function could not be cloned | app.js:3:",
                "Promise.reject(\\n  new Error('r'))                                                       | Error: r     | app.js:3:",
                "(async () => {\\n  throw new Error('a') })()                                             | Error: a     | app.js:3:",
                "await host.state.get(1n)                                                                 | BAD_ARGUMENT: state_get: arguments are not JSON at /key: a BigInt, convert it to a string | app.js:2:",
            })
    void an_error_thrown_in_what_the_sdk_calls_has_its_place_in_the_authors_file(
            String body, String message, String where) {
        RunOutcome.Failed failed = failureOf(guest().body(body.replace("\\n", "\n")));
        assertThat(failed.message()).isEqualTo(message);
        assertThat(failed.where().orElseThrow()).startsWith(where).matches("app\\.js:\\d+:\\d+");
    }

    @Test
    void a_syntax_error_has_line_and_column_of_the_author() {
        assertThatThrownBy(() -> guest().js("export default () => 1;\n\n  const = 5;"))
                .isInstanceOf(Refusal.class)
                .hasMessageMatching("app\\.js:3:\\d+: SyntaxError: .*");
    }

    @Test
    void the_formatting_examples_of_the_page_give_what_they_say() throws IOException {
        String page = Files.readString(Path.of("docs/write-an-app.md"));
        List<MatchResult> examples = Pattern.compile("<!-- gives (.*?) -->\\n```js\\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .toList();
        assertThat(examples).hasSizeGreaterThan(3);
        for (MatchResult example : examples) {
            assertThat(outputOf(guest().body(example.group(2))))
                    .as(example.group(2))
                    .isEqualTo(example.group(1));
        }
    }
}

package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.failureOf;
import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JS apps: what they get, what they give, and how they end when they misbehave. */
class JsGuestTest {
    @Test
    void returns_what_the_function_returns() {
        assertThat(outputOf(guest().input("{\"a\":2}").body("return { b: input.a + 1, kind: trigger.kind };")))
                .isEqualTo("{\"b\":3,\"kind\":\"manual\"}");
    }

    @Test
    void nothing_returned_is_null() {
        assertThat(outputOf(guest().body(""))).isEqualTo("null");
    }

    @Test
    void a_plain_function_and_top_level_await_work() {
        assertThat(outputOf(guest().js("const two = await Promise.resolve(2);\nexport default () => two;")))
                .isEqualTo("2");
    }

    @Test
    void text_of_all_planes_survives_both_ways() {
        assertThat(outputOf(guest().input("\"grüße 🦊 \\u0000\"").body("return input + '€';")))
                .isEqualTo("\"grüße 🦊 \\u0000€\"");
    }

    @Test
    void tells_engine_memory_and_time_of_a_run() {
        RunResult result = guest().run(Guests.SANDBOX.prepare(new GuestCode.JavaScript("export default () => 1")));
        assertThat(result.engine()).isEqualTo("endive-1.0.0/split-1/quickjs-wasi-3.6.2");
        assertThat(result.memoryBytesMax()).isBetween(1L << 20, 16L << 20);
    }

    @Test
    void two_runs_of_one_guest_share_no_global() {
        Guest guest = Guests.SANDBOX.prepare(
                new GuestCode.JavaScript(
                        "let n = 0; export default () => { globalThis.seen = (globalThis.seen ?? 0) + 1; return [++n, seen]; }"));
        assertThat(outputOf(guest().run(guest).outcome())).isEqualTo("[1,1]");
        assertThat(outputOf(guest().run(guest).outcome())).isEqualTo("[1,1]");
    }

    @Test
    void a_run_is_repeatable_and_another_seed_is_another_run() {
        String body =
                "return [Math.random(), Date.now(), crypto.randomUUID(), [...crypto.getRandomValues(new Uint8Array(4))]];";
        String first = outputOf(guest().seed(7).body(body));
        assertThat(outputOf(guest().seed(7).body(body))).isEqualTo(first);
        assertThat(outputOf(guest().seed(8).body(body))).isNotEqualTo(first);
    }

    @Test
    void the_clock_starts_at_the_runs_start_in_utc_and_goes_on_with_work() {
        assertThat(outputOf(guest().body("return new Date().toString().slice(0, 24)")))
                .isEqualTo("\"Tue Nov 14 2023 22:13:20\"");
        assertThat(outputOf(guest().body("const t = Date.now(); while (Date.now() - t < 10); return 'passed'")))
                .isEqualTo("\"passed\"");
    }

    @Test
    void there_is_no_file_network_or_process() {
        assertThat(outputOf(guest().body(
                                "return ['require', 'process', 'fetch', 'navigator', 'Intl', 'std', 'os', 'WebAssembly', 'SharedArrayBuffer', 'Atomics']"
                                        + ".filter((name) => name in globalThis)")))
                .isEqualTo("[]");
    }

    @Test
    void the_global_object_is_reached_by_function_constructors_and_holds_nothing_of_the_host() {
        assertThat(outputOf(guest().body("const global = host.db.query.constructor.constructor('return globalThis')();"
                        + "return [global === globalThis, typeof global.host, typeof global.sdk]")))
                .isEqualTo("[true,\"undefined\",\"undefined\"]");
    }

    // Ends by limits.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) {}",
                "for (;;) { try { while (true) {} } catch {} finally { continue } }",
                "/^(a+)+$/.test('a'.repeat(40) + 'b')",
                "[3, 1, 2].sort(() => { while (true); })",
                "const again = () => Promise.resolve().then(again); await again()",
                "(function f() { Promise.resolve().then(f) })()",
                "throw { get message() { while (true); } }",
                "return { get a() { while (true); } }",
                "return { then() { while (true); } }",
                "return new Proxy({}, { ownKeys() { while (true); } })",
                "async function* g() { while (true) yield 1 } for await (const x of g());",
                "JSON.parse('['.repeat(200) + '1' + ']'.repeat(200), function () { while (true); })",
                "new Array(1e9).join('')",
            })
    void endless_loops_end_at_the_timeout(String body) {
        assertThat(guest().timeout(300).body(body)).isEqualTo(new RunOutcome.TimedOut(300));
    }

    @Test
    void an_endless_loop_at_the_top_level_ends_at_the_timeout() {
        assertThat(guest().timeout(300).js("while (true); export default () => 1"))
                .isEqualTo(new RunOutcome.TimedOut(300));
    }

    @Test
    void a_cancelled_run_ends_as_cancelled() {
        Cancellation stop = new Cancellation();
        RunOutcome outcome = guest().cancelledBy(stop)
                .answering((name, json) -> {
                    stop.cancel(Cancellation.Cause.REQUESTED);
                    return "{\"ok\":true,\"result\":1}";
                })
                .body("await host.now(); return 'never'");
        assertThat(outcome).isEqualTo(new RunOutcome.Cancelled());
    }

    @Test
    void a_run_cancelled_from_another_thread_ends_within_its_loop() {
        Cancellation stop = new Cancellation();
        Guests run = guest().cancelledBy(stop).answering((name, json) -> {
            Guests.TIMER.execute(() -> stop.cancel(Cancellation.Cause.REQUESTED));
            return "{\"ok\":true,\"result\":1}";
        });
        assertThat(run.body("await host.now(); while (true);")).isEqualTo(new RunOutcome.Cancelled());
    }

    @Test
    void a_late_answer_is_discarded() {
        Guests run = guest().timeout(300);
        RunOutcome outcome = run.answering((name, json) -> {
                    long end = System.nanoTime() + 350_000_000;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    return "{\"ok\":true,\"result\":1}";
                })
                .body("await host.now(); await host.log.info('late')");
        assertThat(outcome).isEqualTo(new RunOutcome.TimedOut(300));
        assertThat(run.calls()).hasSize(1);
    }

    @Test
    void a_blocked_host_call_is_ended_by_its_handle_at_the_deadline() throws Exception {
        Cancellation stop = new Cancellation();
        var blocked = new java.util.concurrent.CountDownLatch(1);
        RunOutcome outcome = guest().timeout(300)
                .cancelledBy(stop)
                .answering((name, json) -> {
                    try (var registration = stop.onCancel(blocked::countDown)) {
                        blocked.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return "{\"ok\":true,\"result\":1}";
                })
                .body("await host.now(); return 1");
        assertThat(outcome).isEqualTo(new RunOutcome.TimedOut(300));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return new Uint8Array(1e9)",
                "return new Array(1e9).fill(0)",
                "const all = []; while (true) all.push(new Array(10000).fill(1))",
                "const all = []; while (true) all.push('x'.repeat(100000) + all.length)",
                "let s = 'x'.repeat(1e6); while (true) s = s.repeat(2)",
                "return JSON.stringify(Array.from({ length: 1e6 }, () => 'abcdefghij'))",
            })
    void taking_too_much_memory_ends_as_out_of_memory(String body) {
        assertThat(guest().timeout(60_000).body(body)).isEqualTo(new RunOutcome.OutOfMemory(16 << 20));
    }

    @Test
    void running_out_of_memory_can_be_caught() {
        assertThat(outputOf(guest().body("try { new Uint8Array(1e9) } catch (e) { return e.message }")))
                .isEqualTo("\"out of memory\"");
    }

    @Test
    void more_memory_is_given_when_the_package_has_it() {
        String body =
                "const all = []; for (let i = 0; i < 20; i++) all.push(new Uint8Array(1 << 20)); return all.length";
        assertThat(guest().body(body)).isInstanceOf(RunOutcome.OutOfMemory.class);
        assertThat(outputOf(guest().memory(32 << 20).body(body))).isEqualTo("20");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "function f() { return f() + 1 } f()",
                "const o = { toString() { return `${this}` } }; `${o}`",
                "let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x",
                "async function f() { await f() } await f()",
            })
    void deep_recursion_ends_as_stack_overflow_and_the_next_run_is_fine(String body) {
        assertThat(guest().memory(64 << 20).body(body)).isEqualTo(new RunOutcome.StackOverflow());
        assertThat(outputOf(guest().body("return 1"))).isEqualTo("1");
    }

    @Test
    void deep_recursion_can_be_caught_as_a_range_error() {
        assertThat(outputOf(
                        guest().body("const f = () => f(); try { f() } catch (e) { return e instanceof RangeError }")))
                .isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return JSON.parse('['.repeat(1e6))",
                "return new RegExp('('.repeat(1e5) + ')'.repeat(1e5))",
                "return eval('['.repeat(1e5))",
            })
    void deep_nesting_in_the_engines_own_parsers_ends_the_run_cleanly(String body) {
        assertThat(guest().memory(64 << 20).body(body)).isNotInstanceOf(RunOutcome.Succeeded.class);
        assertThat(outputOf(guest().body("return 1"))).isEqualTo("1");
    }

    // Failures.

    @Test
    void an_error_tells_message_and_place_in_the_authors_file() {
        RunOutcome.Failed failed = failureOf(guest().body("const a = 1;\n  throw new TypeError('no luck');"));
        assertThat(failed.cause()).isEqualTo(RunOutcome.Cause.JS_ERROR);
        assertThat(failed.message()).isEqualTo("TypeError: no luck");
        assertThat(failed.where().orElseThrow()).startsWith("app.js:3:");
    }

    @Test
    void what_is_thrown_need_not_be_an_error() {
        assertThat(failureOf(guest().body("throw 'text'")).message())
                .isEqualTo("Thrown: text (throw an Error to learn where)");
        assertThat(failureOf(guest().body("throw { code: 7 }")).message())
                .isEqualTo("Thrown: {\"code\":7} (throw an Error to learn where)");
        assertThat(failureOf(guest().body("throw undefined")).message())
                .isEqualTo("Thrown: undefined (throw an Error to learn where)");
        assertThat(failureOf(guest().body("throw Symbol('s')")).message())
                .isEqualTo("Thrown: Symbol(s) (throw an Error to learn where)");
        assertThat(failureOf(guest().body("throw { get a() { throw 1 } }")).message())
                .isEqualTo("Thrown: something that has no text");
        assertThat(failureOf(
                                guest().body(
                                                "const e = new Error('x'); Object.defineProperty(e, 'message', { get() { throw 1 } }); throw e"))
                        .message())
                .isEqualTo("Error");
    }

    @Test
    void an_unhandled_rejection_fails_the_run_and_a_handled_one_does_not() {
        assertThat(failureOf(guest().body("Promise.reject(new Error('lost')); return 1"))
                        .message())
                .isEqualTo("Error: lost");
        assertThat(
                        outputOf(
                                guest().body(
                                                "const p = Promise.reject(new Error('kept')); await null; p.catch(() => {}); return 1")))
                .isEqualTo("1");
    }

    @Test
    void a_promise_that_nothing_settles_fails_at_once() {
        assertThat(failureOf(guest().body("await new Promise(() => {})")).message())
                .isEqualTo("The app waits for a promise that nothing will settle");
    }

    @Test
    void a_default_export_that_is_no_function_is_named() {
        assertThat(failureOf(guest().js("export default 3")).message()).contains("export default async function");
    }

    // What prepare refuses.

    @Test
    void a_syntax_error_is_refused_with_its_place() {
        assertThatThrownBy(() -> guest().js("const a = 1;\nexport default ="))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("app.js:2:")
                .hasMessageContaining("SyntaxError");
    }

    @Test
    void parsing_runs_nothing() {
        assertThat(Guests.SANDBOX.prepare(new GuestCode.JavaScript("while (true); export default 1")))
                .isNotNull();
    }

    @Test
    void imports_are_refused() {
        assertThatThrownBy(() -> guest().js("import fs from 'fs'; export default () => fs"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'fs'");
        assertThat(failureOf(guest().body("await import('fs')")).message()).contains("'fs'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"export default () => 1;\0", "\u0018\0\0\0", "\ud800"})
    void bytecode_and_what_else_is_no_text_is_refused(String source) {
        assertThatThrownBy(() -> guest().js(source))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_ARGUMENT))
                .hasMessageContaining("no text");
    }

    @Test
    void a_source_over_the_bound_is_refused_and_one_at_it_is_not() {
        String at = "export default () => 1;" + " ".repeat((2 << 20) - 23);
        assertThat(outputOf(guest().js(at))).isEqualTo("1");
        assertThatThrownBy(() -> guest().js(at + " "))
                .isInstanceOf(Refusal.class)
                .hasMessage("app.js is 2097153 bytes, at most 2097152");
    }

    @Test
    void a_source_nested_too_deep_is_refused() {
        assertThatThrownBy(() -> guest().js("export default " + "(".repeat(100_000) + "1" + ")".repeat(100_000)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void an_outcome_is_a_value_with_a_place_only_where_known() {
        assertThat(failureOf(guest().body("await new Promise(() => {})")).where())
                .isEqualTo(Optional.empty());
    }
}

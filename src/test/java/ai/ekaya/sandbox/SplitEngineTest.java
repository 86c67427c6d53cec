package ai.ekaya.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.sandbox.split.Split;
import ai.ekaya.sandbox.split.SplitSettings;
import ai.ekaya.sandbox.split.Splitter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import run.endive.wasm.Parser;

/** The JS engine's own module, split: every method is one that HotSpot compiles, and JavaScript means what it meant. */
class SplitEngineTest {
    /** Programs over as many of the engine's opcodes as fit on a screen; what each gives, or throws, is compared. */
    private static final List<String> PROGRAMS = List.of(
            "1 + '2' + 3n",
            "[1, 2, 3].map(x => x ** 2).reduce((a, b) => a + b)",
            "(function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) })(15)",
            "let s = ''; for (const c of 'häß\\u{1F600}') s += c.codePointAt(0) + ' '; s",
            "class A { #x = 1; static y = 2; get x() { return this.#x } set x(v) { this.#x = v } } class B extends A {"
                    + " constructor() { super(); super.x = 5 } }; new B().x + A.y",
            "function* g() { try { const a = yield 1; yield a * 2 } finally { yield 'end' } } const i = g();"
                    + " JSON.stringify([i.next(), i.next(4), i.return(9), i.next()])",
            "var { a, b: [c, ...d], ...e } = { a: 1, b: [2, 3, 4], f: 5, g: 6 }; JSON.stringify([a, c, d, e])",
            "try { null.x } catch ({ message }) { message }",
            "try { undefinedName } catch (e) { e.name + e.message }",
            "try { (function f() { f() })() } catch (e) { e instanceof RangeError || e.name }",
            "label: for (let i = 0; i < 5; i++) { for (let j = 0; ; j++) { if (j > 3) continue label; if (i + j == 6) break label } }",
            "switch (3) { case 1: 'one'; case 3: 'three'; case 4: 'four'; break; default: 'other' }",
            "with ({ p: 1 }) { p + 1 }",
            "delete ({ a: 1 }).a && 'a' in { a: 1 } && typeof void 0",
            "new Date(Date.UTC(2026, 1, 29)).toISOString()",
            "'2026-11-22'.replace(/(\\d+)-(\\d+)-(?<day>\\d+)/u, '$<day>.$2.$1')",
            "'aXbXc'.split(/x/i).join() + /(?<=b)X/y.test('bX')",
            "[5, 1, 4].toSorted().concat([..'abc'].at(-1))",
            "[..'abc']",
            "Symbol.iterator.toString() + Object.prototype.toString.call(null)",
            "const m = new Map([[NaN, 1]]); m.get(NaN) + [...new Set([1, 1, 2])].length",
            "const p = new Proxy({}, { get: (t, k) => k.toString() + '!' }); p.hello",
            "Reflect.ownKeys(Object.assign(Object.create(null), { 2: 0, b: 0, 1: 0 })).join()",
            "(12345.678).toFixed(1) + (0.1 + 0.2) + (255).toString(16) + 1e21 + -0 + 5e-324",
            "(2n ** 100n % 97n) + BigInt.asUintN(8, 300n) + (-7n / 2n)",
            "7 % -3 + (-7 >> 1) + (-7 >>> 28) + (5 & 3 | 8 ^ 2) + ~5 + (1 << 33)",
            "parseInt('0x1f') + parseFloat('3.5abc') + Number('') + Number('1_0')",
            "const t = new Float32Array([1.5, 2.5]); new Uint8Array(t.buffer).join() + t.map(x => x * 2)",
            "var x = 0; x ||= 4; x &&= x + 1; x ??= 9; x++ + ++x + x--",
            "JSON.stringify({ d: new Date(0), u: undefined, n: [NaN, , null], s: '\\ud800', nested: { a: [{}] } }, null, 1)",
            "JSON.parse('{\"a\":[1,2,{\"b\":null}],\"c\":\"\\\\u00e9\"}', (k, v) => typeof v === 'number' ? v + 1 : v).a[1]",
            "JSON.parse('{bad')",
            "eval('var q = 3; q * 2') + new Function('a', 'return a * 2')(4)",
            "(function () { 'use strict'; try { undeclared = 1 } catch (e) { return e.name } })()",
            "(function () { return arguments.length + [].slice.call(arguments, 1).join() })(1, 2, 3)",
            "((a, b = a + 1, ...c) => a + b + c.length)(1, undefined, 3, 4)",
            "`a${1 + 1}b` + String.raw`\\n${3}`",
            "const o = { get v() { return 7 }, ['k' + 1]: 8, async *gen() {} }; o.v + o.k1 + typeof o.gen",
            "Object.groupBy([1, 2, 3], n => n % 2 ? 'odd' : 'even').odd.join()",
            "structuredClone",
            "throw new TypeError('thrown', { cause: 1 })",
            "throw { not: 'an error' }",
            "let y = y + 1",
            "const z = 1; z = 2",
            "function broken( {",
            "for (var k in { a: 1, b: 2 }) k; k",
            "Array.from({ length: 3 }, (_, i) => i * i).includes(4)",
            "[3, 1, 2].sort((a, b) => b - a).join() + [1, [2, [3]]].flat(Infinity)",
            "isNaN(Math.max(1, NaN)) + Math.hypot(3, 4) + Math.clz32(1) + Math.fround(5.05)",
            "'x'.padStart(3, 'ab') + 'abc'.at(-1) + ' t '.trim() + 'ß'.toUpperCase() + 'a\\u0301'.normalize().length",
            "encodeURIComponent('ä&') + decodeURIComponent('%E4')",
            "[1, 2, 3].values().map(x => x * 2).toArray().join()",
            "new WeakRef({}).deref() !== undefined && new Error('m').stack.length > 0",
            "(() => { let n = 0; for (let i = 0; i < 20000; i++) { if (i % 3) n += i; else n ^= i } return n })()");

    private static byte[] module;
    private static PreparedModule whole;

    @BeforeAll
    static void read() {
        module = QuickJsModule.resource(QuickJsModule.SOURCE);
        whole = prepared(module);
    }

    @Test
    void whole_it_has_methods_that_hotspot_never_compiles() {
        var classes = compiled(module).values();
        assertThatThrownBy(() -> MethodSizes.check(classes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("HotSpot compiles no method of more than 8000 bytes, and ")
                .hasMessageContaining("func_92 with ");
    }

    @Test
    void split_it_has_none_and_javascript_means_the_same() {
        Split split = Splitter.split(module, SplitSettings.standard());
        assertThat(split.functions()).allSatisfy(function -> {
            assertThat(function.leftWhole()).isEmpty();
            assertThat(function.sizeAfter()).isLessThan(7_500);
        });
        MethodSizes.check(compiled(split.module()).values());
        assertSame(split);
    }

    @Test
    void split_far_too_much_javascript_still_means_the_same() {
        Split split = Splitter.split(module, SplitSettings.stress());
        assertThat(split.newFunctions()).isGreaterThan(400);
        assertSame(split);
    }

    private static Map<String, byte[]> compiled(byte[] bytes) {
        return GuestClasses.compile(Parser.parse(bytes), "ai.ekaya.sandbox.app.Engine", GuestHooks.Origin.ENGINE)
                .classBytes();
    }

    private static PreparedModule prepared(byte[] bytes) {
        return PreparedModule.compile(Parser.parse(bytes), GuestHooks.Origin.ENGINE);
    }

    private static void assertSame(Split split) {
        PreparedModule pieces = prepared(split.module());
        for (String program : PROGRAMS) {
            assertThat(evaluate(pieces, program)).as(program).isEqualTo(evaluate(whole, program));
        }
    }

    private static String evaluate(PreparedModule engine, String program) {
        GuestLimits bounds = new GuestLimits(32 << 20, Long.MAX_VALUE, 60_000, 1 << 20);
        Limits limits = Limits.defaults();
        Watch watch = new Watch(new Cancellation(), bounds.timeoutMillisMax(), System.nanoTime());
        HostDoor closed = new HostDoor((name, json) -> "null", watch, limits);
        StackLimits stack = StackLimits.of(limits, StackLimits.THREAD_BYTES);
        Run run = new Run(new RunRequest("{}", bounds, 0, 0), limits, stack, watch, closed);
        QuickJs js = QuickJs.started(run, engine, Wasi.addTo(QuickJs.imports(args -> 0, args -> 0), run));
        js.limitStack(stack.scriptBytes());
        return js.evaluate(program.getBytes(StandardCharsets.UTF_8), "program.js", QuickJs.SCRIPT)
                .map(js::text)
                .orElseGet(() -> "threw " + js.text(js.thrown()));
    }
}

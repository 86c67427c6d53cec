import assert from 'node:assert/strict';
import test from 'node:test';
import { inGuest } from '../../inGuest.mjs';

/** Each is true of a clone in the engine that apps run in: Node's lacks some of what it has. */
const HOLDS = {
  'primitives': 'same(1) && same("x") && same(null) && same(undefined) && same(5n) && same(true) && Object.is(structuredClone(-0), -0)',
  'boxed': 'same(structuredClone(new Number(5)).valueOf() === 5 && typeof structuredClone(Object(5n)) === "object")',
  'a date, also an invalid one': 'structuredClone(new Date(5)).getTime() === 5 && isNaN(structuredClone(new Date(NaN)))',
  'a pattern with all its flags': 'String(structuredClone(/a\\/b/dgimsuy)) === "/a\\\\/b/dgimsuy" && structuredClone(/x/v).unicodeSets && structuredClone(/x/g).lastIndex === 0',
  'holes stay holes': '(() => { const c = structuredClone([1, , 3, ,]); return c.length === 4 && !(1 in c) && c[2] === 3 })()',
  'properties of arrays': '(() => { const a = [1]; a.x = 2; return structuredClone(a).x === 2 })()',
  'cycles and shared parts': '(() => { const o = { p: {} }; o.o = o; o.q = o.p; const c = structuredClone(o); return c !== o && c.o === c && c.q === c.p && c.p !== o.p })()',
  'maps and sets, within each other': '(() => { const m = new Map([[{ k: 1 }, new Set([1, "x"])]]); m.set("m", m); const c = structuredClone(m); return c.get("m") === c && [...c.keys()][0].k === 1 && [...c.values()][0].has("x") })()',
  'errors with message, name, cause and stack': '(() => { const e = new RangeError("far", { cause: { a: 1 } }); const c = structuredClone(e); return c instanceof RangeError && c.message === "far" && c.cause.a === 1 && c.stack === e.stack && c !== e })()',
  'an unknown name becomes Error': '(() => { class Mine extends Error { name = "Mine" } const c = structuredClone(new Mine("x")); return Object.getPrototypeOf(c) === Error.prototype && c.message === "x" })()',
  'a DOMException': '(() => { const c = structuredClone(new DOMException("m", "AbortError")); return c.name === "AbortError" && c.code === 20 })()',
  'a buffer and views that share it': '(() => { const b = new ArrayBuffer(8); const c = structuredClone({ a: new Uint8Array(b, 1, 2), d: new DataView(b, 4), f: new Float64Array(b), h: new Float16Array(2) }); c.a[0] = 7; return c.a.buffer === c.d.buffer && c.a.byteOffset === 1 && c.a.length === 2 && c.d.byteLength === 4 && new Uint8Array(b)[1] === 0 && c.h.length === 2 })()',
  'a resizable buffer': 'structuredClone(new ArrayBuffer(2, { maxByteLength: 8 })).maxByteLength === 8',
  'a transferred buffer is taken away': '(() => { const b = new Uint8Array([1, 2]).buffer; const c = structuredClone({ b, v: new Uint8Array(b) }, { transfer: [b] }); return b.detached && c.b.byteLength === 2 && c.v.buffer === c.b && c.v[1] === 2 })()',
  'a buffer that is transferred and not mentioned': '(() => { const b = new ArrayBuffer(1); structuredClone(1, { transfer: [b] }); return b.detached })()',
  'a buffer stays when the rest cannot be cloned': '(() => { const b = new ArrayBuffer(1); fails(() => structuredClone({ b, f() {} }, { transfer: [b] })); return !b.detached })()',
  'only own and enumerable properties, getters as values': '(() => { const o = Object.create({ inherited: 1 }, { hidden: { value: 1 } }); Object.defineProperty(o, "g", { get: () => 5, enumerable: true }); return JSON.stringify(structuredClone(o)) === \'{"g":5}\' })()',
  'an own __proto__': '(() => { const c = structuredClone(JSON.parse(\'{"__proto__":{"a":1}}\')); return Object.getPrototypeOf(c) === Object.prototype && Object.hasOwn(c, "__proto__") })()',
  'instances become plain': 'Object.getPrototypeOf(structuredClone(new (class A { x = 1 }))) === Object.prototype',
  'a map whose prototype was changed is still one': '(() => { const m = new Map([[1, 2]]); Object.setPrototypeOf(m, Object.prototype); return structuredClone(m) instanceof Map })()',
  'an object that calls itself a map is none': '(() => { const c = structuredClone({ [Symbol.toStringTag]: "Map", a: 1 }); return c.a === 1 })()',
  'functions': 'fails(() => structuredClone(() => 1))',
  'symbols': 'fails(() => structuredClone({ s: Symbol("s") }))',
  'what is weak, or waits': '[new WeakMap(), new WeakSet(), new WeakRef({}), new FinalizationRegistry(() => {}), Promise.resolve(), (function* () {})(), [].values(), (async function* () {})()].every((v) => fails(() => structuredClone([v])))',
  'proxies of objects, arrays and functions': '[new Proxy({}, {}), new Proxy([], {}), new Proxy(() => 1, {}), Proxy.revocable({}, {}).proxy].every((v) => fails(() => structuredClone({ v })))',
  'a detached buffer, and one twice': '(() => { const b = new ArrayBuffer(1); const twice = fails(() => structuredClone(b, { transfer: [b, b] })); b.transfer(); return twice && fails(() => structuredClone(b)) && fails(() => structuredClone(1, { transfer: [b] })) && fails(() => structuredClone(1, { transfer: [{}] })) })()',
};

test('structuredClone does in the engine what the HTML Standard says', async () => {
  const checks = Object.entries(HOLDS).map(([name, code]) => `[${JSON.stringify(name)}, () => ${code}]`);
  const failed = await inGuest(`
    const same = (v) => Object.is(structuredClone(v), v);
    const fails = (act) => { try { act(); return false } catch (e) { return e instanceof DOMException && e.name === 'DataCloneError' && e.code === 25 } };
    const failed = [];
    for (const [name, check] of [${checks.join(',')}]) {
      let held;
      try { held = check() } catch (e) { held = e.name + ': ' + e.message }
      if (held !== true) failed.push(name + ': ' + held);
    }
    return failed;`);
  assert.deepEqual(failed, []);
});

test('Proxy looks as the one that it stands for', async () => {
  const told = await inGuest(`
    const plain = new Proxy({ a: 1 }, { get: (t, k) => t[k] + 1 });
    let refused; try { Proxy({}, {}) } catch (e) { refused = e.name }
    const { proxy, revoke } = Proxy.revocable({}, {}); revoke();
    let revoked; try { proxy.x } catch (e) { revoked = e.name }
    return [Proxy.length, Proxy.name, 'prototype' in Proxy, Object.getOwnPropertyNames(Proxy).sort(), String(Proxy).includes('native'), plain.a, refused, revoked,
      Object.getOwnPropertyDescriptor(globalThis, 'Proxy').enumerable, Reflect.construct(Proxy, [{ b: 3 }, {}], class {}).b];`);
  assert.deepEqual(told, [2, 'Proxy', false, ['length', 'name', 'revocable'], true, 2, 'TypeError', 'TypeError', false, 3]);
});

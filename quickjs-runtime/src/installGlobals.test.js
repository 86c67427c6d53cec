import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { inGuest } from '../inGuest.mjs';

const LANGUAGE = new URL('../host-api.d.ts', import.meta.url);

/** What the engine gives of ECMAScript, its annexes and proposals: not ours to declare. */
const OF_THE_LANGUAGE =
  'Object Function Error EvalError RangeError ReferenceError SyntaxError TypeError URIError InternalError AggregateError SuppressedError Iterator Array parseInt parseFloat isNaN isFinite decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape Infinity NaN undefined eval Number Boolean String Math Reflect Symbol DisposableStack globalThis BigInt Date RegExp JSON Proxy Map Set WeakMap WeakSet ArrayBuffer Uint8ClampedArray Int8Array Uint8Array Int16Array Uint16Array Int32Array Uint32Array BigInt64Array BigUint64Array Float16Array Float32Array Float64Array DataView Promise AsyncDisposableStack WeakRef FinalizationRegistry';

test('the globals beside the language are those that host-api.d.ts declares', async () => {
  const given = await inGuest('return Object.getOwnPropertyNames(globalThis)');
  const own = given.filter((/** @type {string} */ name) => !OF_THE_LANGUAGE.split(' ').includes(name) && !['sdkUnderTest', 'logged'].includes(name));
  const declared = [...readFileSync(LANGUAGE, 'utf8').matchAll(/^declare (?:var|function|class) (\w+)/gm)].map((match) => match[1]);
  assert.ok(declared.length > 15);
  assert.deepEqual(own.sort(), declared.sort());
});

test('what a class has is what host-api.d.ts declares of it', async () => {
  const text = readFileSync(LANGUAGE, 'utf8');
  const classes = [...text.matchAll(/^declare (?:class|var) (\w+)[^{]*\{\n([^]*?)^\}/gm)].map(([, name, body]) => ({
    name,
    members: [...body.matchAll(/^ {2}(?:static |readonly )?(\w+)[(:?<]/gm)].map((match) => match[1]).filter((member) => member !== 'constructor'),
  }));
  assert.ok(classes.length > 8);
  const missing = await inGuest(`
    return ${JSON.stringify(classes)}.flatMap(({ name, members }) => {
      const held = globalThis[name];
      const isHeld = (m) => m in held || (typeof held === 'function' && m in held.prototype);
      const known = new Set(members);
      const more = typeof held === 'function' && !['DOMException'].includes(name)
        ? Object.getOwnPropertyNames(held.prototype).filter((m) => m !== 'constructor' && !known.has(m)) : [];
      return [...members.filter((m) => !isHeld(m)).map((m) => 'no ' + name + '.' + m), ...more.map((m) => 'undeclared ' + name + '.' + m)];
    });`);
  assert.deepEqual(missing, []);
});

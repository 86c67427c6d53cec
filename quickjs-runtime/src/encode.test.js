import assert from 'node:assert/strict';
import test from 'node:test';
import { encode } from './encode.js';

/** Deterministic random values, so that a failure can be repeated. @param {number} seed */
function values(seed) {
  let state = seed;
  const next = (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
  /** @param {number} depth @returns {any} */
  const value = (depth) => {
    switch (next(depth > 4 ? 5 : 7)) {
      case 0: return null;
      case 1: return next(2) === 0;
      case 2: return (next(2000) - 1000) / (1 + next(7));
      case 3: return String.fromCodePoint(next(0x3ff), 34, 92, next(31), 0x1f98a).repeat(next(3));
      case 4: return undefined;
      case 5: return Array.from({ length: next(5) }, () => value(depth + 1));
      default: return Object.fromEntries(Array.from({ length: next(5) }, (_, i) => [`k${i}"`, value(depth + 1)]));
    }
  };
  return value(0);
}

test('writes what JSON.stringify writes', () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const value = values(seed);
    assert.equal(encode(value), JSON.stringify(value) ?? 'null', `seed ${seed}`);
  }
});

test('counts the length exactly', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const value = values(seed);
    const length = encode(value).length;
    assert.equal(encode(value, length).length, length, `seed ${seed}`);
    assert.throws(() => encode(value, length - 1), /^NotJson: over/, `seed ${seed}`);
  }
});

test('the example in the comment holds', () => {
  assert.equal(encode({ a: [1, undefined, new Date(0)] }), '{"a":[1,null,"1970-01-01T00:00:00.000Z"]}');
});

test('names the path of what JSON cannot carry', () => {
  assert.throws(() => encode({ rows: [{ total: NaN }] }), { message: 'not JSON at /rows/0/total: NaN' });
  assert.throws(() => encode([[() => 1]]), { message: 'not JSON at /0/0: a function' });
  assert.throws(() => encode({ a: 1n }), { message: 'not JSON at /a: a BigInt, convert it to a string' });
});

test('lone surrogates become U+FFFD wherever they stand', () => {
  assert.equal(encode(['\ud800', { '\udc00': ['a\ud83e'] }]), '["\ufffd",{"\ufffd":["a\ufffd"]}]');
  assert.equal(encode(['\\ud800', '🦊']), '["\\\\ud800","🦊"]');
});

test('a toJSON put on Array.prototype changes nothing', () => {
  Object.defineProperty(Array.prototype, 'toJSON', { value: () => 'forged', configurable: true });
  try {
    assert.equal(encode([1, ['a', null]]), '[1,["a",null]]');
  } finally {
    delete (/** @type {any} */ (Array.prototype).toJSON);
  }
});

test('a long path is cut', () => {
  /** @type {any} */
  let value = NaN;
  for (let i = 0; i < 100; i++) {
    value = { averagelylongname: value };
  }
  assert.throws(() => encode(value), (/** @type {Error} */ error) => error.message.length < 300);
});

test('a huge sparse array is refused before it is walked', () => {
  assert.throws(() => encode(new Array(1e6), 1000), /over 1000B as JSON/);
  assert.throws(() => encode({ rows: new Array(4e9) }), /^NotJson: not JSON at \/rows: an array of 4000000000 items$/);
  const lying = new Proxy([], { get: (target, key) => (key === 'length' ? 1e300 : Reflect.get(target, key)) });
  assert.throws(() => encode([lying]), /at \/0: an array of 1e\+300 items$/);
});

test('a string is held against the bound before it is copied', () => {
  const long = 'x'.repeat(1048576);
  for (const value of [long, { a: long }, [long], [[1, long]], [long, {}]]) {
    assert.throws(() => encode(value, 1048576), /over 1MiB as JSON, return less/);
  }
  assert.equal(encode(long.slice(2), 1048576).length, 1048576);
  assert.equal(encode([long.slice(4)], 1048576).length, 1048576);
});

test('bytes are refused, which would be written as an object, and an array of their numbers is not', () => {
  for (const bytes of [new Uint8Array([1, 2]), new Float64Array(1), new Uint8Array(0), new DataView(new ArrayBuffer(1))]) {
    assert.throws(() => encode({ a: [bytes] }), /^NotJson: not JSON at \/a\/0: binary data, use Array\.from or toBase64\(\)$/);
  }
  assert.equal(encode([Array.from(new Uint8Array([1, 2])), { 0: 'a' }]), '[[1,2],{"0":"a"}]');
});

test('what would be written as {} though it holds something is refused', () => {
  const hidden = [new Map([[1, 2]]), new Set([1]), new Error('x'), Promise.resolve(1), /x/, new ArrayBuffer(1), [1].values()];
  for (const value of [...hidden, (function* () {})(), (async function* () {})()]) {
    assert.throws(() => encode({ a: [value] }), /^NotJson: not JSON at \/a\/0: an? /);
  }
  class Empty {}
  assert.equal(encode([{}, new Empty(), Object.create(null), Object.assign(new Error('x'), { code: 1 })]), '[{},{},{},{"code":1}]');
});

test('a deep path shows its end', () => {
  /** @type {any} */
  let value = 1;
  for (let i = 0; i < 300; i++) {
    value = [value];
  }
  assert.throws(() => encode(value), (/** @type {Error} */ error) => /^not JSON at …[/0]+: nested deeper/.test(error.message) && error.message.length < 100);
});

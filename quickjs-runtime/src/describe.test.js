import assert from 'node:assert/strict';
import test from 'node:test';
import { describe } from './describe.js';
import { HostError } from './HostError.js';
import { NotJson } from './NotJson.js';

/** @param {unknown} thrown @param {boolean} [afterReturn] */
const described = (thrown, afterReturn = false) => JSON.parse(describe(thrown, afterReturn));

test('an error has its name, a refusal its code', () => {
  assert.equal(described(new RangeError('far')).message, 'RangeError: far');
  assert.equal(described(new HostError({ code: 'LIMIT', message: 'Too much' })).message, 'LIMIT: Too much');
  assert.equal(described(new Error('')).message, 'Error');
});

test('an error tells its cause and what it stands for', () => {
  assert.equal(described(new Error('no rows', { cause: new TypeError('null') })).message, 'Error: no rows, caused by TypeError: null');
  assert.equal(described(new AggregateError([1, 2, 3, 4].map((n) => new Error('e' + n)), 'all')).message, 'AggregateError: all (Error: e1; Error: e2; Error: e3; …)');
  assert.equal(described(new AggregateError([new Error('only')])).message, 'AggregateError (Error: only)');
});

test('what cannot be JSON is bad output only once the app has returned', () => {
  assert.equal(described(new NotJson('$ is NaN'), true).kind, 'BAD_OUTPUT');
  assert.equal(described(new NotJson('$ is NaN'), false).kind, 'JS_ERROR');
});

test('hostile values are described without harm', () => {
  const hostile = new Error('x');
  Object.defineProperty(hostile, 'stack', { value: { toString: () => 'no text' } });
  Object.defineProperty(hostile, 'message', { get: () => { throw new Error('no'); } });
  assert.deepEqual(described(hostile), { kind: 'JS_ERROR', message: 'Error', stack: '' });
  assert.equal(described(new Proxy({}, { ownKeys: () => { throw 1; } })).message, 'Thrown: something that has no text');
  assert.ok(described(new Error('x'.repeat(100000))).message.length < 5000);
});

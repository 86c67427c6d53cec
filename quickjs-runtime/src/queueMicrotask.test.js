import assert from 'node:assert/strict';
import test from 'node:test';
import { queueMicrotask } from './queueMicrotask.js';

test('runs after the code at hand, in order', async () => {
  /** @type {number[]} */
  const seen = [];
  queueMicrotask(() => seen.push(2));
  queueMicrotask(() => seen.push(3));
  seen.push(1);
  await null;
  await null;
  assert.deepEqual(seen, [1, 2, 3]);
  assert.throws(() => queueMicrotask(/** @type {any} */ (1)), /expects a function/);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { createRandom } from './createRandom.js';

test('the same seed gives the same numbers, another seed others', () => {
  const seed = 'abcdefghijklmnopponmlkjihgfedcba';
  const [one, two, other] = [createRandom(seed), createRandom(seed), createRandom(seed.slice(0, -1) + 'b')];
  const numbers = [one(), one(), one()];
  assert.deepEqual([two(), two(), two()], numbers);
  assert.notDeepEqual([other(), other(), other()], numbers);
});

test('numbers are whole, 32 bits wide and even spread', () => {
  const random = createRandom('aaaaaaajaaaaaaaiaaaaaaahaaaaaaag');
  const buckets = new Array(16).fill(0);
  for (let i = 0; i < 16000; i++) {
    const number = random();
    assert.ok(Number.isInteger(number) && number >= 0 && number <= 0xffffffff);
    buckets[number >>> 28]++;
  }
  assert.ok(buckets.every((count) => count > 850 && count < 1150), String(buckets));
});

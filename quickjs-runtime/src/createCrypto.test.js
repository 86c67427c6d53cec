import assert from 'node:assert/strict';
import test from 'node:test';
import { createCrypto } from './createCrypto.js';
import { createRandom } from './createRandom.js';

const crypto = createCrypto(createRandom('aaaaaaabaaaaaaacaaaaaaadaaaaaaae'));

test('a UUID is of version 4', () => {
  assert.match(crypto.randomUUID(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('fills exactly the view it is given', () => {
  const bytes = new Uint8Array(64);
  crypto.getRandomValues(new Uint32Array(bytes.buffer, 16, 8));
  assert.ok(bytes.subarray(0, 16).every((byte) => byte === 0) && bytes.subarray(48).every((byte) => byte === 0));
  assert.ok(new Set(bytes.subarray(16, 48)).size > 20);
});

test('refuses what is no array of whole numbers, and too much', () => {
  assert.throws(() => crypto.getRandomValues(new Float64Array(1)), /whole numbers/);
  assert.throws(() => crypto.getRandomValues([1, 2]), /whole numbers/);
  assert.throws(() => crypto.getRandomValues(new DataView(new ArrayBuffer(8))), /whole numbers/);
  assert.throws(() => crypto.getRandomValues(new Uint8Array(65537)), /at most 65536/);
  assert.equal(crypto.getRandomValues(new Uint8Array(65536)).length, 65536);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { isError } from './isError.js';

test('a class that claims everything changes nothing', () => {
  Object.defineProperty(Error, Symbol.hasInstance, { value: () => true, configurable: true });
  try {
    assert.equal(isError({}), false);
  } finally {
    delete (/** @type {any} */ (Error)[Symbol.hasInstance]);
  }
  assert.equal(isError(new TypeError('x')), true);
  assert.equal(isError('x'), false);
  assert.equal(isError(new Proxy({}, { getPrototypeOf: () => { throw 1; } })), false);
});

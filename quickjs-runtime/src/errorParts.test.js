import assert from 'node:assert/strict';
import test from 'node:test';
import { errorParts } from './errorParts.js';

test("a class of the app's own says what it is called, the language's cannot be renamed", () => {
  class NoStock extends RangeError {
    get name() {
      return 'NoStock';
    }
  }
  const before = /** @type {any} */ (Object.getOwnPropertyDescriptor(TypeError.prototype, 'name'));
  Object.defineProperty(TypeError.prototype, 'name', { value: 'forged' });
  try {
    assert.equal(errorParts(new TypeError('x')).name, 'TypeError');
  } finally {
    Object.defineProperty(TypeError.prototype, 'name', before);
  }
  assert.deepEqual([errorParts(new NoStock('none')).name, errorParts(new NoStock('none')).message], ['NoStock', 'none']);
  assert.equal(errorParts(new DOMException('m', 'AbortError')).name, 'AbortError');
});

test('hostile errors have empty parts', () => {
  const proxy = new Proxy(new Error('x'), { getOwnPropertyDescriptor: () => { throw 1; }, get: () => { throw 2; } });
  assert.deepEqual(errorParts(proxy), { name: 'Error', message: '', stack: '' });
  const endless = Object.assign(new Error('x'), { message: 7, name: 'y'.repeat(1e5) });
  assert.equal(errorParts(endless).message, '');
  assert.equal(errorParts(endless).name.length, 4000);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { createLog } from './createLog.js';

/** @returns {{ log: any, limitTo: Function, tellDropped: Function, calls: any[] }} */
function recording() {
  /** @type {any[]} */
  const calls = [];
  return { ...createLog((_, args) => calls.push(args)), calls };
}

test('entries over the bound are counted and told in thousands and at the end', () => {
  const { log, limitTo, tellDropped, calls } = recording();
  limitTo(2);
  for (let i = 0; i < 2502; i++) {
    log.info('x');
  }
  tellDropped();
  tellDropped();
  assert.deepEqual(calls.slice(2), [{ dropped: 1000 }, { dropped: 1000 }, { dropped: 500 }]);
});

test('an error is told by its name and message, as the message and in place of fields', () => {
  const { log, calls } = recording();
  log.error(new TypeError('no'));
  log.error('failed', new RangeError('far'));
  log.error('failed', { error: new RangeError('far') });
  assert.equal(calls[0].message, 'TypeError: no');
  assert.deepEqual(calls[1].fields, { error: 'RangeError: far' });
  assert.deepEqual(calls[2].fields, calls[1].fields);
});

test('a field that is no JSON costs no other field', () => {
  const { log, calls } = recording();
  log.warn('x', { id: 1, error: new RangeError('far'), map: new Map(), none: undefined });
  assert.deepEqual(calls[0].fields, { id: 1, error: 'RangeError: far', map: 'not JSON: a Map, use Object.fromEntries' });
});

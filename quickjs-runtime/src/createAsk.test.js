import assert from 'node:assert/strict';
import test from 'node:test';
import { createAsk } from './createAsk.js';

/** @param {any} answer @returns {{ ask: import('./createAsk.js').Ask, calls: any[] }} */
function recording(answer = '{"ok":true,"result":7}') {
  /** @type {any[]} */
  const calls = [];
  const ask = createAsk((...call) => {
    calls.push(call);
    return answer;
  });
  return { ask, calls };
}

test('a text goes out as it is and all else as JSON', async () => {
  const { ask, calls } = recording();
  assert.equal(await ask('f', { n: 1 }, 'sql', 'a "quote"'), 7);
  await ask('f', undefined, 'key', 'k');
  await ask('f', { n: 1 }, 'sql', 5);
  await ask('f', () => ({ n: 2 }));
  await ask('f');
  assert.deepEqual(calls, [
    ['f', 'sql', 'a "quote"', '{"n":1}'],
    ['f', 'key', 'k'],
    ['f', '{"sql":5,"n":1}'],
    ['f', '{"n":2}'],
    ['f', '{}'],
  ]);
});

test('what the host settled is handed on', () => {
  const settled = Promise.resolve(1);
  assert.equal(recording(settled).ask('f'), settled);
});

test('nothing is thrown at the caller: arguments that are not JSON, or cannot be had, reject', async () => {
  const { ask, calls } = recording();
  await assert.rejects(ask('f', { a: [() => 1] }), { name: 'HostError', code: 'BAD_ARGUMENT', message: 'f: arguments are not JSON at /a/0: a function' });
  const failing = () => {
    throw new RangeError('far');
  };
  await assert.rejects(ask('f', failing), { name: 'RangeError', message: 'far' });
  assert.deepEqual(calls, []);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { createAbort } from './createAbort.js';
import { events } from './events.js';

const { Event, EventTarget } = events;
/** @type {{ callback: () => void, delay: number }[]} */
const timers = [];
const { AbortController, AbortSignal } = createAbort((callback, delay) => timers.push({ callback, delay }));

test('listeners are called once each, in order, and see the event', () => {
  const target = new EventTarget();
  /** @type {unknown[]} */
  const seen = [];
  const first = (/** @type {any} */ event) => seen.push(event.type, event.target === target, event.currentTarget === target, event.eventPhase);
  target.addEventListener('x', first);
  target.addEventListener('x', first);
  target.addEventListener('x', { handleEvent: () => seen.push('object') });
  target.addEventListener('x', () => seen.push('once'), { once: true });
  target.addEventListener('y', () => seen.push('other'));
  assert.equal(target.dispatchEvent(new Event('x')), true);
  target.removeEventListener('x', first);
  target.dispatchEvent(new Event('x'));
  assert.deepEqual(seen, ['x', true, true, 2, 'object', 'once', 'object']);
});

test('an event is stopped, prevented only when it may be, and not dispatched within itself', () => {
  const target = new EventTarget();
  target.addEventListener('x', (event) => {
    event.preventDefault();
    assert.throws(() => target.dispatchEvent(event), { name: 'InvalidStateError' });
    event.stopImmediatePropagation();
  });
  target.addEventListener('x', () => assert.fail());
  assert.equal(target.dispatchEvent(new Event('x')), true);
  assert.equal(target.dispatchEvent(new Event('x', { cancelable: true })), false);
});

test('a listener that is added on the way waits, one that is removed does not come', () => {
  const target = new EventTarget();
  let count = 0;
  const second = () => assert.fail();
  target.addEventListener('x', () => {
    count++;
    target.removeEventListener('x', second);
    target.addEventListener('x', () => count++);
  });
  target.addEventListener('x', second);
  target.dispatchEvent(new Event('x'));
  assert.equal(count, 1);
});

test('a signal takes its listeners away', () => {
  const target = new EventTarget();
  const controller = new AbortController();
  target.addEventListener('x', () => assert.fail(), { signal: controller.signal });
  controller.abort();
  target.dispatchEvent(new Event('x'));
});

test('only so many listeners', () => {
  const target = new EventTarget();
  for (let i = 0; i < 1000; i++) {
    target.addEventListener('x', () => i);
  }
  assert.throws(() => target.addEventListener('x', () => 0), { name: 'RangeError', message: /1000/ });
});

test('a signal is aborted once, tells why, and all at once with those that follow it', () => {
  const [a, b] = [new AbortController(), new AbortController()];
  const any = AbortSignal.any([a.signal, b.signal]);
  const outer = AbortSignal.any([any]);
  /** @type {unknown[]} */
  const seen = [];
  a.signal.onabort = () => seen.push('a', any.aborted, outer.aborted);
  outer.addEventListener('abort', (event) => seen.push('outer', event.isTrusted));
  b.abort('why');
  a.abort();
  a.abort('late');
  assert.deepEqual(seen, ['outer', true, 'a', true, true]);
  assert.deepEqual([any.reason, outer.reason, a.signal.reason.name, a.signal.reason.code], ['why', 'why', 'AbortError', 20]);
  assert.throws(() => a.signal.throwIfAborted(), { name: 'AbortError' });
  assert.equal(AbortSignal.any([AbortSignal.abort(1), a.signal]).reason, 1);
  assert.equal(new AbortController().signal.throwIfAborted(), undefined);
});

test('a timeout aborts by a timer', () => {
  const signal = AbortSignal.timeout(50);
  assert.equal(timers[0].delay, 50);
  timers[0].callback();
  assert.equal(/** @type {any} */ (signal.reason).name, 'TimeoutError');
  for (const wrong of [-1, NaN, 'x']) {
    assert.throws(() => AbortSignal.timeout(/** @type {any} */ (wrong)), TypeError);
  }
});

test('nobody makes a signal of his own', () => {
  assert.throws(() => new AbortSignal(), /Illegal constructor/);
  assert.throws(() => new AbortSignal({}), /Illegal constructor/);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { createTimers } from './createTimers.js';

/** Timers with a clock that is set by hand, and what they called back. */
function timers() {
  const clock = { now: 1000.25 };
  /** @type {unknown[]} */
  const seen = [];
  const made = createTimers(() => clock.now);
  const { setTimeout, clearTimeout, setInterval, clearInterval } = made.globals;
  return { ...made, setTimeout, clearTimeout, setInterval, clearInterval, clock, seen, note: (/** @type {unknown} */ x) => seen.push(x) };
}

/** Fires and waits as the host does, until nothing is due or `max` were fired. @param {any} t @param {number} [max] */
function settle(t, max = 1000) {
  for (let i = 0; i < max && t.due() !== '-1'; i++) {
    t.clock.now += Number(t.due());
    assert.equal(t.fire(), true);
  }
}

test('timers fire by due time, and then in the order in which they were made', () => {
  const t = timers();
  for (const [name, delay] of [['c', 20], ['a', 5], ['d', 20], ['b', 5.5], ['now', 0], ['never', -3], ['nan', NaN]]) {
    t.setTimeout(t.note, /** @type {number} */ (delay), name);
  }
  assert.equal(t.due(), '0');
  settle(t);
  assert.deepEqual(t.seen, ['now', 'never', 'nan', 'a', 'b', 'c', 'd']);
  assert.equal(t.fire(), false);
});

test('a random mix fires in order', () => {
  const t = timers();
  let state = 7;
  const wanted = [];
  for (let i = 0; i < 500; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const delay = state % 50;
    const id = t.setTimeout(t.note, delay, i);
    if (state % 3 === 0) {
      t.clearTimeout(id);
    } else {
      wanted.push({ delay, i });
    }
  }
  settle(t);
  assert.deepEqual(t.seen, wanted.sort((a, b) => a.delay - b.delay || a.i - b.i).map(({ i }) => i));
});

test('nothing fires before its time', () => {
  const t = timers();
  t.setTimeout(t.note, 10);
  t.clock.now += 9.5;
  assert.deepEqual([t.fire(), t.due()], [false, '1']);
});

test('an interval goes on until it is cleared, also from within', () => {
  const t = timers();
  let count = 0;
  const id = t.setInterval(() => (++count === 3 ? t.clearInterval(id) : undefined), 10);
  settle(t);
  assert.deepEqual([count, t.clock.now], [3, 1030.25]);
});

test('clearing is silent for what is no timer', () => {
  const t = timers();
  for (const id of [undefined, null, 7, 'x', {}]) {
    t.clearTimeout(id);
  }
  assert.equal(t.due(), '-1');
});

test('only so many wait at once, and a hundred thousand set and cleared are not kept', () => {
  const t = timers();
  t.limitTo(2);
  const first = t.setTimeout(t.note, 1);
  t.setTimeout(t.note, 1);
  assert.throws(() => t.setTimeout(t.note, 1), { name: 'RangeError', message: /has 2 timers waiting/ });
  t.clearTimeout(first);
  for (let i = 0; i < 1e5; i++) {
    t.clearTimeout(t.setTimeout(t.note, 1e6));
  }
  settle(t);
  assert.equal(t.seen.length, 1);
});

test('what is no function is refused, and no text is evaluated', () => {
  assert.throws(() => timers().setTimeout(/** @type {any} */ ('alert(1)')), /expects a function, got string/);
});

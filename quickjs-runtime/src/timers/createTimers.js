import { intrinsics } from '../intrinsics.js';
import { createHeap } from './createHeap.js';

/** What a 32-bit delay holds: 24.8 days, longer than any run. */
const DELAY_MAX = 2147483647;

/** @typedef {import('./createHeap.js').Timer} Timer */

/**
 * `setTimeout` and its kin, on the run's clock. Nothing here waits: the host asks when the next timer is due, waits, and has it
 * fired.
 *
 * @param {() => number} now the run's clock in milliseconds
 */
export function createTimers(now) {
  const heap = createHeap();
  const pending = new intrinsics.Map();
  let countMax = Infinity;
  let lastOrder = 0;
  let lastId = 0;

  /** @param {Timer} timer @param {number} delay */
  const schedule = (timer, delay) => {
    timer.due = now() + delay;
    timer.order = ++lastOrder;
    heap.add(timer);
  };

  /** @param {string} name @param {unknown} callback @param {any} delay @param {unknown[]} args @param {boolean} repeated */
  const start = (name, callback, delay, args, repeated) => {
    if (typeof callback !== 'function') {
      throw new intrinsics.TypeError(name + ' expects a function, got ' + (callback === null ? 'null' : typeof callback));
    }
    const wanted = +delay;
    const millis = wanted > 0 ? intrinsics.min(wanted, DELAY_MAX) : 0;
    if (intrinsics.mapSize(pending) >= countMax) {
      throw new intrinsics.RangeError(name + ' has ' + countMax + ' timers waiting, the most that a run may have');
    }
    // An interval of 0 would leave no time for anything else.
    const timer = { id: ++lastId, due: 0, order: 0, live: true, every: repeated ? (millis > 1 ? millis : 1) : 0, callback, args };
    intrinsics.mapSet(pending, timer.id, timer);
    schedule(timer, repeated ? timer.every : millis);
    return timer.id;
  };

  /** @param {unknown} id */
  const stop = (id) => {
    const timer = intrinsics.mapGet(pending, id);
    if (timer !== undefined) {
      timer.live = false;
      intrinsics.mapDelete(pending, id);
      if (heap.size() > 2 * intrinsics.mapSize(pending) + 64) {
        heap.compact();
      }
    }
  };

  /** @returns {Timer | undefined} the next timer, which is live */
  const next = () => {
    for (let timer = heap.first(); timer !== undefined; timer = heap.first()) {
      if (timer.live) {
        return timer;
      }
      heap.removeFirst();
    }
    return undefined;
  };

  return {
    globals: {
      /** @param {Function} callback @param {number} [delay] @param {unknown[]} args */
      setTimeout(callback, delay = 0, ...args) {
        return start('setTimeout', callback, delay, args, false);
      },
      /** @param {unknown} id */
      clearTimeout(id) {
        stop(id);
      },
      /** @param {Function} callback @param {number} [delay] @param {unknown[]} args */
      setInterval(callback, delay = 0, ...args) {
        return start('setInterval', callback, delay, args, true);
      },
      /** @param {unknown} id */
      clearInterval(id) {
        stop(id);
      },
    },

    /** @param {number} count of timers that may wait at once */
    limitTo(count) {
      countMax = count;
    },

    /** @returns {string} whole milliseconds until a timer is due, 0 when one is over it, -1 when there is none */
    due() {
      const timer = next();
      const left = timer === undefined ? -1 : intrinsics.ceil(timer.due - now());
      return intrinsics.String(timer === undefined || left > 0 ? left : 0);
    },

    /** Calls back the one timer that is due first, if one is. @returns {boolean} whether one was */
    fire() {
      const timer = next();
      if (timer === undefined || timer.due > now()) {
        return false;
      }
      heap.removeFirst();
      if (timer.every > 0) {
        schedule(timer, timer.every);
      } else {
        intrinsics.mapDelete(pending, timer.id);
      }
      intrinsics.apply(timer.callback, undefined, timer.args);
      return true;
    },
  };
}

import { newList } from '../newList.js';

/** @typedef {{ id: number, due: number, order: number, live: boolean, every: number, callback: Function, args: unknown[] }} Timer */

/** @param {Timer} a @param {Timer} b */
const before = (a, b) => a.due < b.due || (a.due === b.due && a.order < b.order);

/** A binary heap of timers: the one due first, and of several the one made first, is at its top. */
export function createHeap() {
  let heap = newList();
  let size = 0;

  /** @param {number} at @param {Timer} timer moved up to where it belongs */
  const rise = (at, timer) => {
    while (at > 0 && before(timer, heap[(at - 1) >> 1])) {
      heap[at] = heap[(at - 1) >> 1];
      at = (at - 1) >> 1;
    }
    heap[at] = timer;
  };

  /** @param {Timer} timer moved down from the top to where it belongs */
  const sink = (timer) => {
    let at = 0;
    for (let child = 1; child < size; child = at * 2 + 1) {
      const least = child + 1 < size && before(heap[child + 1], heap[child]) ? child + 1 : child;
      if (before(timer, heap[least])) {
        break;
      }
      heap[at] = heap[least];
      at = least;
    }
    heap[at] = timer;
  };

  return {
    /** @returns {number} */
    size: () => size,

    /** @returns {Timer | undefined} */
    first: () => (size === 0 ? undefined : heap[0]),

    /** @param {Timer} timer */
    add(timer) {
      size++;
      rise(size - 1, timer);
    },

    removeFirst() {
      size--;
      const last = heap[size];
      heap[size] = undefined;
      if (size > 0) {
        sink(last);
      }
    },

    /** Leaves out what is no longer live. */
    compact() {
      const all = heap;
      const count = size;
      heap = newList();
      size = 0;
      for (let i = 0; i < count; i++) {
        if (all[i].live) {
          size++;
          rise(size - 1, all[i]);
        }
      }
    },
  };
}

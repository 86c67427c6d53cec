import { define } from './define.js';

/** @param {unknown[]} list @param {unknown} value put at its end, past any setter on `Array.prototype` */
export function append(list, value) {
  define(list, list.length, value, true);
}

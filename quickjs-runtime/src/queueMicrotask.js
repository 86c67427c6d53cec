import { intrinsics } from './intrinsics.js';

/** @param {Function} callback */
async function later(callback) {
  await undefined;
  intrinsics.apply(callback, undefined, []);
}

/**
 * The global of that name. The engine's own loses what the callback throws; here it fails the run.
 *
 * @param {Function} callback
 */
export function queueMicrotask(callback) {
  if (typeof callback !== 'function') {
    throw new intrinsics.TypeError('queueMicrotask expects a function');
  }
  later(callback);
}

import { intrinsics } from './intrinsics.js';

/** @param {unknown} value @returns {value is Error} asked of the value's own prototypes: `instanceof` would ask the app's `Symbol.hasInstance` */
export function isError(value) {
  try {
    return intrinsics.isPrototypeOf(intrinsics.Error.prototype, value);
  } catch {
    // A proxy that throws when asked.
    return false;
  }
}

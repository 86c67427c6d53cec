import { intrinsics } from './intrinsics.js';

/** Not a setter: the app may have put one on the prototype. */
const own = { __proto__: null, value: undefined, writable: true, configurable: true, enumerable: false };

/**
 * Puts an own property on an object, as an assignment would if the app had not touched any prototype.
 *
 * @param {object} target
 * @param {PropertyKey} key
 * @param {unknown} value
 * @param {boolean} [enumerable] globals and methods are not
 */
export function define(target, key, value, enumerable = false) {
  own.value = /** @type {any} */ (value);
  own.enumerable = enumerable;
  intrinsics.defineProperty(target, key, own);
  own.value = undefined;
}

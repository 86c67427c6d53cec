/** @template {(...args: any[]) => any} F @param {F} method @returns {(self: any, ...args: any[]) => any} */
const uncurried = (method) => Function.prototype.call.bind(method);

/** @param {PropertyKey} property of typed arrays @returns {(view: any) => any} */
const viewGetter = (property) =>
  uncurried(/** @type {any} */ (Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), property)).get);

/**
 * What the SDK needs of the language, taken before the app's first line runs. The app may overwrite `JSON`, `Promise` or
 * `Array.prototype` as it likes: nothing in the SDK looks them up again.
 *
 * Two habits keep it so in every file here: no array is written by index or spread (the app may put a setter or an iterator on
 * `Array.prototype`), and text is built by `+=`.
 */
export const intrinsics = Object.freeze({
  __proto__: null,
  parseJson: JSON.parse,
  stringifyJson: JSON.stringify,
  isArray: Array.isArray,
  isFinite: Number.isFinite,
  keys: Object.keys,
  ownDescriptor: Object.getOwnPropertyDescriptor,
  prototypeOf: Object.getPrototypeOf,
  defineProperty: Object.defineProperty,
  objectPrototype: Object.prototype,
  arrayPrototype: Array.prototype,
  TypeError,
  RangeError,
  Error,
  Uint8Array,
  String,
  apply: Reflect.apply,
  Map,
  Set,
  Promise,
  RegExp,
  ArrayBuffer,
  iteratorPrototype: Object.getPrototypeOf(Object.getPrototypeOf([].values())),
  asyncIteratorPrototype: Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype),
  isPrototypeOf: uncurried(Object.prototype.isPrototypeOf),
  WeakSet,
  inSet: uncurried(WeakSet.prototype.has),
  addToSet: uncurried(WeakSet.prototype.add),
  removeFromSet: uncurried(WeakSet.prototype.delete),
  toWellFormed: uncurried(String.prototype.toWellFormed),
  slice: uncurried(String.prototype.slice),
  includes: uncurried(String.prototype.includes),
  charCodeAt: uncurried(String.prototype.charCodeAt),
  atob,
  isoDate: uncurried(Date.prototype.toISOString),
  dateValue: uncurried(Date.prototype.getTime),
  viewOf: ArrayBuffer.isView,
  viewTag: viewGetter(Symbol.toStringTag),
  viewBuffer: viewGetter('buffer'),
  viewOffset: viewGetter('byteOffset'),
  viewLength: viewGetter('byteLength'),
});

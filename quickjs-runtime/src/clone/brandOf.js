import { intrinsics } from '../intrinsics.js';

const nothing = {};

/** What throws unless it is asked of the kind. */
const ASKED = [
  { name: 'Map', ask: intrinsics.mapSize },
  { name: 'Set', ask: intrinsics.setSize },
  { name: 'Date', ask: intrinsics.dateValue },
  { name: 'RegExp', ask: intrinsics.regExpFlags[0].get },
  { name: 'ArrayBuffer', ask: intrinsics.bufferLength },
  { name: 'DOMException', ask: intrinsics.domName },
  { name: 'Number', ask: intrinsics.numberValue },
  { name: 'String', ask: intrinsics.stringValue },
  { name: 'Boolean', ask: intrinsics.booleanValue },
  { name: 'BigInt', ask: intrinsics.bigIntValue },
  { name: 'Symbol', ask: intrinsics.symbolValue },
  { name: 'WeakMap', ask: (/** @type {any} */ value) => intrinsics.inWeakMap(value, nothing) },
  { name: 'WeakSet', ask: (/** @type {any} */ value) => intrinsics.inSet(value, nothing) },
  { name: 'WeakRef', ask: intrinsics.weakRefTarget },
  { name: 'FinalizationRegistry', ask: (/** @type {any} */ value) => intrinsics.registryRemove(value, nothing) },
];

/** Kinds that have no question which throws: told by the prototype that they were made with. */
const MADE_WITH = [
  { name: 'Promise', prototype: intrinsics.promisePrototype },
  { name: 'Iterator', prototype: intrinsics.iteratorPrototype },
  { name: 'AsyncIterator', prototype: intrinsics.asyncIteratorPrototype },
];

/**
 * What an object is, whatever its prototype, its `constructor` and its `Symbol.toStringTag` say. A few microseconds for what is
 * nothing special, hence not asked of a plain object with properties.
 *
 * @param {any} value an object, no function
 * @returns {string} 'Object' for what is nothing special
 */
export function brandOf(value) {
  if (intrinsics.isArray(value)) {
    return 'Array';
  }
  if (intrinsics.viewOf(value)) {
    return intrinsics.viewTag(value) ?? 'DataView';
  }
  if (intrinsics.isErrorData(value)) {
    return 'Error';
  }
  const prototype = intrinsics.prototypeOf(value);
  if ((prototype === null || prototype === intrinsics.objectPrototype) && intrinsics.keys(value).length > 0) {
    return 'Object';
  }
  for (let i = 0; i < ASKED.length; i++) {
    try {
      ASKED[i].ask(value);
      return ASKED[i].name;
    } catch {
      // Not that.
    }
  }
  for (let i = 0; i < MADE_WITH.length; i++) {
    if (intrinsics.isPrototypeOf(MADE_WITH[i].prototype, value)) {
      return MADE_WITH[i].name;
    }
  }
  return 'Object';
}

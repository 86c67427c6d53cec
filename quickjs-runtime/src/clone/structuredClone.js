import { define } from '../define.js';
import { errorParts } from '../errorParts.js';
import { intrinsics } from '../intrinsics.js';
import { newList } from '../newList.js';
import { brandOf } from './brandOf.js';
import { proxies } from './proxies.js';

/** @param {string} what @returns {never} */
function refuse(what) {
  throw new intrinsics.DOMException(what + ' could not be cloned', 'DataCloneError');
}

/** @param {any} buffer @returns {ArrayBuffer} with the same bytes */
function copyOf(buffer) {
  if (intrinsics.bufferDetached(buffer)) {
    refuse('A detached ArrayBuffer');
  }
  const length = intrinsics.bufferLength(buffer);
  const copy = intrinsics.bufferResizable(buffer)
    ? new intrinsics.ArrayBuffer(length, /** @type {any} */ ({ __proto__: null, maxByteLength: intrinsics.bufferLengthMax(buffer) }))
    : new intrinsics.ArrayBuffer(length);
  intrinsics.viewSet(new intrinsics.Uint8Array(copy), new intrinsics.Uint8Array(buffer), 0);
  return copy;
}

/** @param {any} pattern @returns {RegExp} */
function copyOfRegExp(pattern) {
  let flags = '';
  for (let i = 0; i < intrinsics.regExpFlags.length; i++) {
    flags += intrinsics.regExpFlags[i].get(pattern) ? intrinsics.regExpFlags[i].flag : '';
  }
  return new intrinsics.RegExp(intrinsics.regExpSource(pattern), flags);
}

/** @param {any} value @param {string} key @returns {unknown} an own property that is no getter */
function ownData(value, key) {
  const found = intrinsics.ownDescriptor(value, key);
  return found !== undefined && intrinsics.hasOwn(found, 'value') ? found.value : undefined;
}

/**
 * One copy of what hangs together.
 *
 * @param {any} copies a Map of what has its copy already: transferred buffers
 * @param {any} spans a Map of where views lie: gets them, and has those whose buffer was taken away since
 * @returns {(value: any) => any}
 */
function cloner(copies, spans) {
  /** @param {any} value @param {any} copy */
  const keep = (value, copy) => {
    intrinsics.mapSet(copies, value, copy);
    return copy;
  };

  /** @param {any} value */
  const ofError = (value) => {
    const { name, stack } = errorParts(value);
    const isKnown = intrinsics.hasOwn(intrinsics.errors, name) && name !== 'AggregateError' && name !== 'InternalError';
    const Type = isKnown ? /** @type {any} */ (intrinsics.errors)[name] : intrinsics.Error;
    const message = ownData(value, 'message');
    const copy = keep(value, message === undefined ? new Type() : new Type('' + message));
    define(copy, 'stack', stack);
    if (intrinsics.hasOwn(value, 'cause')) {
      define(copy, 'cause', clone(ownData(value, 'cause')));
    }
    return copy;
  };

  /** @param {any} value @param {string} brand */
  const ofView = (value, brand) => {
    const isData = brand === 'DataView';
    const buffer = clone(isData ? intrinsics.dataViewBuffer(value) : intrinsics.viewBuffer(value));
    const span = intrinsics.mapGet(spans, value) ?? {
      offset: isData ? intrinsics.dataViewOffset(value) : intrinsics.viewOffset(value),
      count: isData ? intrinsics.dataViewLength(value) : intrinsics.viewCount(value),
    };
    intrinsics.mapSet(spans, value, span);
    const View = isData ? intrinsics.DataView : /** @type {any} */ (intrinsics.views)[brand];
    return keep(value, new View(buffer, span.offset, span.count));
  };

  /** @param {any} value */
  const ofMap = (value) => {
    const copy = keep(value, new intrinsics.Map());
    const entries = newList();
    intrinsics.mapEach(value, (/** @type {any} */ member, /** @type {any} */ key) => {
      entries[entries.length] = { key, member };
    });
    for (let i = 0; i < entries.length; i++) {
      intrinsics.mapSet(copy, clone(entries[i].key), clone(entries[i].member));
    }
    return copy;
  };

  /** @param {any} value */
  const ofSet = (value) => {
    const copy = keep(value, new intrinsics.Set());
    const members = newList();
    intrinsics.setEach(value, (/** @type {any} */ member) => {
      members[members.length] = member;
    });
    for (let i = 0; i < members.length; i++) {
      intrinsics.setAdd(copy, clone(members[i]));
    }
    return copy;
  };

  /** @param {any} value @param {any} copy */
  const ofMembers = (value, copy) => {
    keep(value, copy);
    const keys = intrinsics.keys(value);
    for (let i = 0; i < keys.length; i++) {
      if (intrinsics.hasOwn(value, keys[i])) {
        define(copy, keys[i], clone(value[keys[i]]), true);
      }
    }
    return copy;
  };

  /** @param {any} value */
  const ofObject = (value) => {
    const brand = brandOf(value);
    switch (brand) {
      case 'Object':
        return ofMembers(value, {});
      case 'Array': {
        const copy = ofMembers(value, []);
        copy.length = value.length;
        return copy;
      }
      case 'Date':
        return keep(value, new intrinsics.Date(intrinsics.dateValue(value)));
      case 'RegExp':
        return keep(value, copyOfRegExp(value));
      case 'Map':
        return ofMap(value);
      case 'Set':
        return ofSet(value);
      case 'Error':
        return ofError(value);
      case 'DOMException':
        return keep(value, new intrinsics.DOMException(intrinsics.domMessage(value), intrinsics.domName(value)));
      case 'ArrayBuffer':
        return keep(value, copyOf(value));
      case 'Boolean':
        return keep(value, new intrinsics.boxed(intrinsics.booleanValue(value)));
      case 'Number':
        return keep(value, new intrinsics.boxed(intrinsics.numberValue(value)));
      case 'String':
        return keep(value, new intrinsics.boxed(intrinsics.stringValue(value)));
      case 'BigInt':
        return keep(value, new intrinsics.boxed(intrinsics.bigIntValue(value)));
      default:
        return brand === 'DataView' || intrinsics.hasOwn(intrinsics.views, brand) ? ofView(value, brand) : refuse('A ' + brand);
    }
  };

  /** @param {any} value @returns {any} */
  const clone = (value) => {
    if (typeof value === 'function' || typeof value === 'symbol') {
      return refuse('A ' + typeof value);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const copy = intrinsics.mapGet(copies, value);
    return copy !== undefined ? copy : proxies.has(value) ? refuse('A Proxy') : ofObject(value);
  };
  return clone;
}

/** @param {any} options @returns {any[]} buffers that may be transferred, each once */
function transferredBy(options) {
  const list = newList();
  const once = new intrinsics.Set();
  if (options?.transfer !== undefined) {
    for (const buffer of options.transfer) {
      const isBuffer = typeof buffer === 'object' && buffer !== null && !proxies.has(buffer) && brandOf(buffer) === 'ArrayBuffer';
      if (!isBuffer || intrinsics.bufferDetached(buffer) || intrinsics.setHas(once, buffer)) {
        refuse('What transfer names, other than ArrayBuffers that are in use, each once,');
      }
      intrinsics.setAdd(once, buffer);
      list[list.length] = buffer;
    }
  }
  return list;
}

/**
 * The global of that name. Objects of the app's classes become plain objects, as everywhere.
 *
 * @param {unknown} value
 * @param {{ transfer?: Iterable<ArrayBuffer> }} [options]
 */
export function structuredClone(value, options = undefined) {
  if (arguments.length === 0) {
    throw new intrinsics.TypeError('structuredClone expects a value');
  }
  const buffers = transferredBy(options);
  const copies = new intrinsics.Map();
  const spans = new intrinsics.Map();
  if (buffers.length > 0) {
    // Once for nothing: what cannot be cloned must be known before a buffer is taken away.
    const trial = new intrinsics.Map();
    for (let i = 0; i < buffers.length; i++) {
      intrinsics.mapSet(trial, buffers[i], buffers[i]);
    }
    cloner(trial, spans)(value);
  }
  for (let i = 0; i < buffers.length; i++) {
    intrinsics.mapSet(copies, buffers[i], intrinsics.bufferTransfer(buffers[i]));
  }
  return cloner(copies, spans)(value);
}

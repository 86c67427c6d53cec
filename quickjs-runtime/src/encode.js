import { NotJson } from './NotJson.js';
import { intrinsics } from './intrinsics.js';

const DEPTH_MAX = 256;
const PATH_LENGTH_MAX = 100;
const PATH_END_SHOWN = 40;

/** @typedef {{ up: Place | null, step: string }} Place a container on the way down; paths are only spelt out to refuse */

/** @param {Place | null} place @param {string} step @param {string} problem @returns {never} */
function refuse(place, step, problem) {
  let path = step;
  for (let at = place; at !== null && path.length <= PATH_LENGTH_MAX; at = at.up) {
    path = at.step + path;
  }
  const shown = path.length > PATH_LENGTH_MAX ? '…' + intrinsics.slice(path, -PATH_END_SHOWN) : path;
  throw new NotJson('$' + shown + ' ' + problem);
}

/** @param {number | string} key of an array when a number @returns {string} */
const stepTo = (key) => (typeof key === 'number' ? '[' + key + ']' : key === '' ? '' : '.' + key);

/**
 * What a value holds that its own properties do not tell. Asked only of objects without any, which would be written as `{}`.
 *
 * @param {object} value
 * @returns {string} '' for what is as empty as it looks
 */
function hiddenContent(value) {
  return value instanceof intrinsics.Map
    ? 'a Map, use Object.fromEntries'
    : value instanceof intrinsics.Set
      ? 'a Set, use Array.from'
      : value instanceof intrinsics.Error
        ? 'an Error, return its message'
        : value instanceof intrinsics.Promise
          ? 'a Promise, await it'
          : value instanceof intrinsics.RegExp
            ? 'a RegExp, return its source'
            : value instanceof intrinsics.ArrayBuffer
              ? 'an ArrayBuffer, return text'
              : intrinsics.isPrototypeOf(intrinsics.iteratorPrototype, value)
                ? 'an iterator, use Array.from'
                : intrinsics.isPrototypeOf(intrinsics.asyncIteratorPrototype, value)
                  ? 'an async iterator, use Array.fromAsync'
                  : '';
}

/** @param {object} value @returns {string | undefined} the ISO text when `value` is a valid date */
function dateText(value) {
  try {
    intrinsics.dateValue(value);
  } catch {
    return undefined;
  }
  return intrinsics.isoDate(value);
}

/**
 * `toJSON` counts on an object and on its class, but not on `Object.prototype` or `Array.prototype`: there it would change
 * every value, also those the app never meant.
 *
 * @param {object} value
 * @returns {unknown}
 */
function ownToJson(value) {
  let holder = value;
  while (holder !== null && holder !== intrinsics.objectPrototype && holder !== intrinsics.arrayPrototype) {
    const found = intrinsics.ownDescriptor(holder, 'toJSON');
    if (found !== undefined) {
      return /** @type {any} */ (value).toJSON;
    }
    holder = intrinsics.prototypeOf(holder);
  }
  return undefined;
}

/**
 * The engine's own encoder is some ten times faster than ours; it may write an array that holds nothing it would change.
 *
 * @param {any} node an array
 * @param {number} items its length
 * @returns {string | undefined}
 */
function rowText(node, items) {
  if ('toJSON' in node) {
    return undefined;
  }
  for (let i = 0; i < items; i++) {
    const item = node[i];
    const type = typeof item;
    // Of all numbers, NaN and the infinities alone are not 0 when taken from themselves.
    if (type !== 'string' && !(type === 'number' && item - item === 0) && item !== null && type !== 'boolean') {
      return undefined;
    }
  }
  const text = intrinsics.stringifyJson(node);
  // It writes lone surrogates as escapes, we do not.
  return intrinsics.includes(text, '\\ud') ? undefined : text;
}

/**
 * JSON text of a value, stricter than `JSON.stringify`: what JSON cannot carry is refused and not silently changed. Properties
 * that are `undefined` are left out, `undefined` itself is `null`, lone surrogates become U+FFFD.
 *
 * @param {unknown} value
 * @param {number} [lengthMax] in UTF-16 units; a longer text is refused as soon as that is known
 * @returns {string}
 * @throws {NotJson} naming the path of a function, symbol, BigInt, NaN, infinity, cycle, or of what is nested too deep
 * @example encode({ a: [1, undefined, new Date(0)] }) // '{"a":[1,null,"1970-01-01T00:00:00.000Z"]}'
 */
export function encode(value, lengthMax = Infinity) {
  const open = new intrinsics.WeakSet();
  let length = 0;

  /** @param {number} more */
  const count = (more) => {
    length += more;
    if (length > lengthMax) {
      refuse(null, '', 'is over ' + lengthMax + ' bytes as JSON, return less');
    }
  };

  /** @param {string} text */
  const counted = (text) => {
    count(text.length);
    return text;
  };

  /** @param {any} node @param {Place | null} up @param {number | string} key @param {number} depth @returns {string} */
  const write = (node, up, key, depth) => {
    switch (typeof node) {
      case 'string':
        return counted(intrinsics.stringifyJson(intrinsics.toWellFormed(node)));
      case 'number':
        if (!intrinsics.isFinite(node)) {
          refuse(up, stepTo(key), 'is ' + node + ', JSON has no such number');
        }
        return counted(intrinsics.stringifyJson(node));
      case 'boolean':
        return counted(node ? 'true' : 'false');
      case 'undefined':
        return counted('null');
      case 'object':
        return node === null ? counted('null') : writeObject(node, { up, step: stepTo(key) }, depth);
      case 'bigint':
        return refuse(up, stepTo(key), 'is a BigInt, convert it to a string');
      default:
        return refuse(up, stepTo(key), 'is a ' + typeof node + ', expected JSON');
    }
  };

  /** @param {any} node @param {Place} place @param {number} depth @returns {string} */
  const writeObject = (node, place, depth) => {
    if (depth >= DEPTH_MAX) {
      refuse(place, '', 'is nested deeper than ' + DEPTH_MAX + ' levels');
    }
    if (intrinsics.inSet(open, node)) {
      refuse(place, '', 'refers back to an object that contains it');
    }
    intrinsics.addToSet(open, node);
    const text = intrinsics.isArray(node) ? writeArray(node, place, depth + 1) : writeRecord(node, place, depth + 1);
    intrinsics.removeFromSet(open, node);
    return text;
  };

  /** @param {any} node @param {Place} place @param {number} depth @returns {string} */
  const writeArray = (node, place, depth) => {
    const items = node.length;
    // Brackets and commas at once: a huge sparse array is refused before it is walked.
    count(items === 0 ? 2 : items + 1);
    const row = rowText(node, items);
    if (row !== undefined) {
      count(row.length - (items === 0 ? 2 : items + 1));
      return row;
    }
    let text = '[';
    for (let i = 0; i < items; i++) {
      text += i === 0 ? write(node[i], place, i, depth) : ',' + write(node[i], place, i, depth);
    }
    return text + ']';
  };

  /** @param {any} node @param {Place} place @param {number} depth @returns {string} */
  const writeRecord = (node, place, depth) => {
    let date;
    try {
      date = dateText(node);
    } catch {
      refuse(place, '', 'is an invalid date');
    }
    if (date !== undefined) {
      return counted('"' + date + '"');
    }
    const toJson = ownToJson(node);
    if (typeof toJson === 'function') {
      return write(intrinsics.apply(toJson, node, ['']), place.up, '', depth);
    }
    return writeMembers(node, place, depth);
  };

  /** @param {any} node @param {Place} place @param {number} depth @returns {string} */
  const writeMembers = (node, place, depth) => {
    let text = '{';
    let first = true;
    const keys = intrinsics.keys(node);
    const hidden = keys.length === 0 ? hiddenContent(node) : '';
    if (hidden !== '') {
      refuse(place, '', 'is ' + hidden);
    }
    count(2);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      const member = node[key];
      if (member === undefined) {
        continue;
      }
      text += (first ? '' : ',') + counted(intrinsics.stringifyJson(intrinsics.toWellFormed(key))) + ':';
      count(first ? 1 : 2);
      text += write(member, place, key, depth);
      first = false;
    }
    return text + '}';
  };

  return write(value, null, '', 0);
}

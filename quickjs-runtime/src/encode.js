import { NotJson } from './NotJson.js';
import { intrinsics } from './intrinsics.js';

const DEPTH_MAX = 256;
const PATH_LENGTH_MAX = 100;
const PATH_END_SHOWN = 40;

/** More do not fit into the largest memory that a run may have. Longer arrays are sparse, or say so only. */
const ITEMS_MAX = 0x2000000;

/** @typedef {{ up: Place | null, key: Key }} Place a container on the way down; paths are only spelt out to refuse */
/** @typedef {number | string | null} Key of an array when a number, null of the whole value */

/** @param {Place | null} up @param {Key} key @param {string} problem @returns {never} */
function refuse(up, key, problem) {
  let path = stepTo(key);
  for (let at = up; at !== null && path.length <= PATH_LENGTH_MAX; at = at.up) {
    path = stepTo(at.key) + path;
  }
  const shown = path.length > PATH_LENGTH_MAX ? '…' + intrinsics.slice(path, -PATH_END_SHOWN) : path;
  throw new NotJson('not JSON' + (shown === '' ? '' : ' at ' + shown) + ': ' + problem);
}

/** @param {Key} key @returns {string} a step of a JSON pointer */
function stepTo(key) {
  if (typeof key !== 'string') {
    return key === null ? '' : '/' + key;
  }
  let step = '/';
  for (let i = 0; i < key.length && i <= PATH_LENGTH_MAX; i++) {
    step += key[i] === '~' ? '~0' : key[i] === '/' ? '~1' : key[i];
  }
  return intrinsics.toWellFormed(step);
}

/**
 * What a value holds that its own properties do not tell. Asked only of objects without any, which would be written as `{}`.
 *
 * @param {object} value
 * @returns {string} '' for what is as empty as it looks
 */
function hiddenContent(value) {
  const is = (/** @type {object} */ prototype) => intrinsics.isPrototypeOf(prototype, value);
  return is(intrinsics.mapPrototype)
    ? 'a Map, use Object.fromEntries'
    : is(intrinsics.setPrototype)
      ? 'a Set, use Array.from'
      : is(intrinsics.Error.prototype)
        ? 'an Error, return its message'
        : is(intrinsics.promisePrototype)
          ? 'a Promise, await it'
          : is(intrinsics.regExpPrototype)
            ? 'a RegExp, return its source'
            : is(intrinsics.bufferPrototype)
              ? 'an ArrayBuffer, return text'
              : is(intrinsics.iteratorPrototype)
                ? 'an iterator, use Array.from'
                : is(intrinsics.asyncIteratorPrototype)
                  ? 'an async iterator, use Array.fromAsync'
                  : is(intrinsics.bigIntPrototype)
                    ? 'a BigInt, convert it to a string'
                    : '';
}

/** @param {object} value @returns {string | undefined} the ISO text when `value` is a valid date */
function dateText(value) {
  if (intrinsics.prototypeOf(value) === intrinsics.objectPrototype) {
    // Asking what is no date costs an exception, ten times what the rest of a small object does.
    return undefined;
  }
  try {
    intrinsics.dateValue(value);
  } catch {
    return undefined;
  }
  return intrinsics.isoDate(value);
}

/** @param {object} value @returns {unknown} the number, text or truth value that an object stands for, or the object */
function unboxed(value) {
  try {
    return intrinsics.isPrototypeOf(intrinsics.Number.prototype, value)
      ? intrinsics.numberValue(value)
      : intrinsics.isPrototypeOf(intrinsics.String.prototype, value)
        ? intrinsics.stringValue(value)
        : intrinsics.isPrototypeOf(intrinsics.booleanPrototype, value)
          ? intrinsics.booleanValue(value)
          : value;
  } catch {
    return value;
  }
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

/** @returns {boolean} whether the engine's encoder, which keeps a list of its own while it writes, would run into the app's setter */
const isArraySound = () =>
  !intrinsics.hasOwn(intrinsics.arrayPrototype, 0) &&
  !intrinsics.hasOwn(intrinsics.objectPrototype, 0) &&
  intrinsics.prototypeOf(intrinsics.arrayPrototype) === intrinsics.objectPrototype;

/**
 * The engine's own encoder is some ten times faster than ours; it may write an array that holds nothing it would change.
 *
 * @param {any[]} row an array of our own without a prototype, which might have a `toJSON`
 * @param {(length: number) => void} mustFit
 * @returns {string | undefined}
 */
function rowText(row, mustFit) {
  let length = 0;
  for (let i = 0; i < row.length; i++) {
    const item = row[i];
    const type = typeof item;
    // Of all numbers, NaN and the infinities alone are not 0 when taken from themselves.
    if (type !== 'string' && !(type === 'number' && item - item === 0) && item !== null && type !== 'boolean') {
      return undefined;
    }
    if (type === 'string') {
      length += item.length;
    }
  }
  mustFit(length);
  if (!isArraySound()) {
    return undefined;
  }
  const text = intrinsics.stringifyJson(row);
  // It writes lone surrogates as escapes, we do not.
  return intrinsics.includes(text, '\\ud') ? undefined : text;
}

/** @param {number} bytes @returns {string} as people write it: `4MiB` */
const sizeText = (bytes) => (bytes % 1048576 === 0 ? bytes / 1048576 + 'MiB' : bytes + 'B');

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

  /**
   * Strings are held against the bound before they are copied: else one that is too long could take the memory that saying so needs.
   *
   * @param {number} more
   */
  const mustFit = (more) => {
    if (length + more > lengthMax) {
      throw new NotJson('over ' + sizeText(lengthMax) + ' as JSON, return less');
    }
  };

  /** @param {number} more */
  const count = (more) => {
    mustFit(more);
    length += more;
  };

  /** @param {string} text */
  const counted = (text) => {
    count(text.length);
    return text;
  };

  /** @param {any} node @param {Place | null} up @param {Key} key @param {number} depth @returns {string} */
  const write = (node, up, key, depth) => {
    switch (typeof node) {
      case 'string':
        mustFit(node.length);
        return counted(intrinsics.stringifyJson(intrinsics.toWellFormed(node)));
      case 'number':
        return intrinsics.isFinite(node) ? counted(intrinsics.stringifyJson(node)) : refuse(up, key, '' + node);
      case 'boolean':
        return counted(node ? 'true' : 'false');
      case 'undefined':
        return counted('null');
      case 'object':
        return node === null ? counted('null') : writeObject(node, { up, key }, depth);
      case 'bigint':
        return refuse(up, key, 'a BigInt, convert it to a string');
      default:
        return refuse(up, key, 'a ' + typeof node);
    }
  };

  /** @param {any} node @param {Place} place @param {number} depth @returns {string} */
  const writeObject = (node, place, depth) => {
    if (depth >= DEPTH_MAX) {
      refuse(place.up, place.key, 'nested deeper than ' + DEPTH_MAX + ' levels');
    }
    if (intrinsics.inSet(open, node)) {
      refuse(place.up, place.key, 'it refers back to an object that contains it');
    }
    intrinsics.addToSet(open, node);
    const text = intrinsics.isArray(node) ? writeArray(node, place, depth + 1) : writeRecord(node, place, depth + 1);
    intrinsics.removeFromSet(open, node);
    return text;
  };

  /** @param {any} node @param {Place} place @param {number} depth @returns {string} */
  const writeArray = (node, place, depth) => {
    const items = node.length;
    // A proxy may say anything.
    if (typeof items !== 'number' || (!(items <= ITEMS_MAX) && !(items > lengthMax))) {
      refuse(place.up, place.key, 'an array of ' + intrinsics.String(items) + ' items');
    }
    // Brackets and commas at once: a huge sparse array is refused before it is walked.
    count(items === 0 ? 2 : items + 1);
    // A copy, so that a getter or a proxy shows one value to be checked and written.
    const row = intrinsics.setPrototypeOf(intrinsics.toSpliced(node), null);
    const text = rowText(row, mustFit);
    if (text !== undefined) {
      count(text.length - (items === 0 ? 2 : items + 1));
      return text;
    }
    let written = '[';
    for (let i = 0; i < row.length; i++) {
      written += i === 0 ? write(row[i], place, i, depth) : ',' + write(row[i], place, i, depth);
    }
    return written + ']';
  };

  /** @param {any} node @param {Place} place @param {number} depth @returns {string} */
  const writeRecord = (node, place, depth) => {
    let date;
    try {
      date = dateText(node);
    } catch {
      refuse(place.up, place.key, 'an invalid date');
    }
    if (date !== undefined) {
      return counted('"' + date + '"');
    }
    const toJson = ownToJson(node);
    if (typeof toJson === 'function') {
      const told = intrinsics.apply(toJson, node, [place.key === null ? '' : intrinsics.String(place.key)]);
      return write(told, place.up, place.key, depth);
    }
    const plain = unboxed(node);
    return plain === node ? writeMembers(node, place, depth) : write(plain, place.up, place.key, depth);
  };

  /** @param {any} node @param {Place} place @param {number} depth @returns {string} */
  const writeMembers = (node, place, depth) => {
    let text = '{';
    let first = true;
    const keys = intrinsics.keys(node);
    // Arrays of numbers have their places as keys: an app means bytes, and would get an object.
    const mayBeBytes = keys.length === 0 || keys[0] === '0';
    const hidden =
      mayBeBytes && intrinsics.viewOf(node) ? 'binary data, use Array.from or toBase64()' : keys.length === 0 ? hiddenContent(node) : '';
    if (hidden !== '') {
      refuse(place.up, place.key, hidden);
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

  return write(value, null, null, 0);
}

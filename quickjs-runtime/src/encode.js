import { NotJson } from './NotJson.js';
import { intrinsics } from './intrinsics.js';

const DEPTH_MAX = 256;
const PATH_SHOWN_MAX = 200;

/** @param {string} path @param {string} problem @returns {never} */
function refuse(path, problem) {
  const shown = path.length > PATH_SHOWN_MAX ? intrinsics.slice(path, 0, PATH_SHOWN_MAX) + '…' : path;
  throw new NotJson(shown + ' ' + problem);
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

  /** @param {string} text */
  const counted = (text) => {
    length += text.length;
    if (length > lengthMax) {
      refuse('$', 'is over ' + lengthMax + ' bytes as JSON, return less');
    }
    return text;
  };

  /** @param {any} node @param {string} path @param {number} depth @returns {string} */
  const write = (node, path, depth) => {
    switch (typeof node) {
      case 'string':
        return counted(intrinsics.stringifyJson(intrinsics.toWellFormed(node)));
      case 'number':
        if (!intrinsics.isFinite(node)) {
          refuse(path, 'is ' + node + ', JSON has no such number');
        }
        return counted(intrinsics.stringifyJson(node));
      case 'boolean':
        return counted(node ? 'true' : 'false');
      case 'undefined':
        return counted('null');
      case 'object':
        return node === null ? counted('null') : writeObject(node, path, depth);
      case 'bigint':
        return refuse(path, 'is a BigInt, convert it to a string');
      default:
        return refuse(path, 'is a ' + typeof node + ', expected JSON');
    }
  };

  /** @param {any} node @param {string} path @param {number} depth @returns {string} */
  const writeObject = (node, path, depth) => {
    if (depth >= DEPTH_MAX) {
      refuse(path, 'is nested deeper than ' + DEPTH_MAX + ' levels');
    }
    if (intrinsics.inSet(open, node)) {
      refuse(path, 'refers back to an object that contains it');
    }
    intrinsics.addToSet(open, node);
    const text = writeOpened(node, path, depth + 1);
    intrinsics.removeFromSet(open, node);
    return text;
  };

  /** @param {any} node @param {string} path @param {number} depth @returns {string} */
  const writeOpened = (node, path, depth) => {
    if (intrinsics.isArray(node)) {
      let items = counted('[');
      const count = node.length;
      for (let i = 0; i < count; i++) {
        items += (i === 0 ? '' : counted(',')) + write(node[i], path + '[' + i + ']', depth);
      }
      return items + counted(']');
    }
    let date;
    try {
      date = dateText(node);
    } catch {
      refuse(path, 'is an invalid date');
    }
    if (date !== undefined) {
      return counted('"' + date + '"');
    }
    const toJson = ownToJson(node);
    if (typeof toJson === 'function') {
      return write(intrinsics.apply(toJson, node, ['']), path, depth);
    }
    return writeMembers(node, path, depth);
  };

  /** @param {any} node @param {string} path @param {number} depth @returns {string} */
  const writeMembers = (node, path, depth) => {
    let members = counted('{');
    let first = true;
    const keys = intrinsics.keys(node);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      const member = node[key];
      if (member === undefined) {
        continue;
      }
      members += (first ? '' : counted(',')) + counted(intrinsics.stringifyJson(intrinsics.toWellFormed(key)) + ':');
      members += write(member, path + '.' + key, depth);
      first = false;
    }
    return members + counted('}');
  };

  return write(value, '$', 0);
}

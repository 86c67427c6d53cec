import { brandOf } from '../clone/brandOf.js';
import { proxies } from '../clone/proxies.js';
import { errorParts } from '../errorParts.js';
import { isError } from '../isError.js';
import { intrinsics } from '../intrinsics.js';

const DEPTH_MAX = 5;
const ITEMS_MAX = 100;
const TEXT_LENGTH_MAX = 4000;

/**
 * A value as a line of the log shows it: as JSON where JSON can carry it, so that it can be copied out, and else as browsers' consoles do.
 * Getters are not called and never does it throw; what is long, deep or wide is cut.
 *
 * @param {any} value
 * @returns {string}
 * @example inspect({ a: [1, new Map([['k', 2n]])] }) // '{"a":[1,Map(1) {"k" => 2n}]}'
 */
export function inspect(value) {
  const open = new intrinsics.Set();
  let length = 0;

  /** @param {string} text */
  const counted = (text) => {
    length += text.length;
    return text;
  };

  /** @param {string} before @param {string} after @param {number} count @param {(at: number) => string} item '' to leave it out */
  const list = (before, after, count, item) => {
    let text = before;
    let first = true;
    for (let i = 0; i < count; i++) {
      if (i >= ITEMS_MAX || length > TEXT_LENGTH_MAX) {
        text += (first ? '' : ',') + '… ' + (count - i) + ' more';
        break;
      }
      const shown = item(i);
      if (shown !== '') {
        text += (first ? '' : ',') + shown;
        first = false;
      }
    }
    return text + after;
  };

  /** @param {any} object @param {PropertyKey} key @param {number} depth */
  const member = (object, key, depth) => {
    const found = intrinsics.ownDescriptor(object, key);
    return found === undefined ? 'null' : intrinsics.hasOwn(found, 'value') ? show(found.value, depth) : '[Getter]';
  };

  /** @param {any} object @param {number} depth @param {string} name before the brace */
  const members = (object, depth, name) => {
    const keys = intrinsics.keys(object);
    return list(name + '{', '}', keys.length, (i) => {
      const text = member(object, keys[i], depth);
      return text === 'undefined' ? '' : counted(intrinsics.stringifyJson(intrinsics.toWellFormed(keys[i]))) + ':' + text;
    });
  };

  /** @param {any} map @param {number} depth */
  const ofMap = (map, depth) => {
    let text = '';
    let count = 0;
    intrinsics.mapEach(map, (/** @type {any} */ value, /** @type {any} */ key) => {
      if (count++ < ITEMS_MAX && length < TEXT_LENGTH_MAX) {
        text += (text === '' ? '' : ', ') + show(key, depth) + ' => ' + show(value, depth);
      }
    });
    return 'Map(' + count + ') {' + text + '}';
  };

  /** @param {any} set @param {number} depth */
  const ofSet = (set, depth) => {
    let text = '';
    let count = 0;
    intrinsics.setEach(set, (/** @type {any} */ value) => {
      if (count++ < ITEMS_MAX && length < TEXT_LENGTH_MAX) {
        text += (text === '' ? '' : ', ') + show(value, depth);
      }
    });
    return 'Set(' + count + ') {' + text + '}';
  };

  /** @param {any} error */
  const ofError = (error) => {
    const { name, message, stack } = errorParts(error);
    const head = name + (message === '' ? '' : ': ' + message);
    return head + (stack === '' ? '' : '\n' + stack);
  };

  /** @param {any} object @param {string} brand @param {number} depth */
  const ofBrand = (object, brand, depth) => {
    switch (brand) {
      case 'Array':
        return list('[', ']', object.length, (i) => {
          const text = member(object, i, depth);
          return text === 'undefined' ? 'null' : text;
        });
      case 'Map':
        return ofMap(object, depth);
      case 'Set':
        return ofSet(object, depth);
      case 'Date':
        return intrinsics.dateValue(object) - 0 === intrinsics.dateValue(object) ? '"' + intrinsics.isoDate(object) + '"' : 'Invalid Date';
      case 'RegExp':
        return '/' + intrinsics.regExpSource(object) + '/';
      case 'ArrayBuffer':
        return 'ArrayBuffer(' + intrinsics.bufferLength(object) + ')';
      case 'Number':
      case 'String':
      case 'Boolean':
      case 'Object':
        return members(object, depth, '');
      default:
        return intrinsics.hasOwn(intrinsics.views, brand)
          ? list(brand + '(' + intrinsics.viewCount(object) + ') [', ']', intrinsics.viewCount(object), (i) => show(object[i], depth))
          : members(object, depth, brand + ' ');
    }
  };

  /** @param {any} value @param {number} depth @returns {string} */
  const show = (value, depth) => {
    switch (typeof value) {
      case 'string':
        return counted(intrinsics.stringifyJson(intrinsics.toWellFormed(intrinsics.slice(value, 0, TEXT_LENGTH_MAX))));
      case 'bigint':
        return counted(intrinsics.String(value) + 'n');
      case 'function': {
        const name = intrinsics.ownDescriptor(value, 'name')?.value;
        return counted('[Function' + (typeof name === 'string' && name !== '' ? ' ' + name : '') + ']');
      }
      case 'object':
        break;
      default:
        return counted(intrinsics.String(value));
    }
    if (value === null) {
      return counted('null');
    }
    if (proxies.has(value)) {
      return counted('[Proxy]');
    }
    if (intrinsics.setHas(open, value)) {
      return counted('[Circular]');
    }
    if (isError(value)) {
      return counted(ofError(value));
    }
    if (depth >= DEPTH_MAX) {
      return counted(intrinsics.isArray(value) ? '[…]' : '{…}');
    }
    intrinsics.setAdd(open, value);
    const text = ofBrand(value, brandOf(value), depth + 1);
    intrinsics.setDelete(open, value);
    length += 2;
    return text;
  };

  try {
    return show(value, 0);
  } catch {
    return '[not shown]';
  }
}

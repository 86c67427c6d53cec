import { intrinsics } from './intrinsics.js';

/** The few keys that host functions' arguments have, quoted. @type {Record<string, string>} */
const quoted = /** @type {any} */ ({ __proto__: null });

/**
 * JSON text of an object that the SDK made and that holds texts, numbers and truth values only, as most calls' arguments do: the
 * same that `encode` gives, in a fraction of its time.
 *
 * @param {Record<string, unknown>} record
 * @returns {string | undefined} nothing when it holds anything else
 * @example flatText({ key: 'a', n: 1, none: undefined }) // '{"key":"a","n":1}'
 */
export function flatText(record) {
  let text = '';
  const keys = intrinsics.keys(record);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const value = record[key];
    let part;
    switch (typeof value) {
      case 'string':
        part = intrinsics.stringifyJson(intrinsics.toWellFormed(value));
        break;
      case 'number':
        // NaN and the infinities alone are not 0 when taken from themselves.
        part = value - value === 0 ? '' + value : undefined;
        break;
      case 'boolean':
        part = value ? 'true' : 'false';
        break;
      case 'undefined':
        continue;
      default:
        part = value === null ? 'null' : undefined;
    }
    if (part === undefined) {
      return undefined;
    }
    quoted[key] ??= intrinsics.stringifyJson(key) + ':';
    text += (text === '' ? '' : ',') + quoted[key] + part;
  }
  return '{' + text + '}';
}

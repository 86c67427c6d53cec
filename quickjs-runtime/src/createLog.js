import { encode } from './encode.js';
import { intrinsics } from './intrinsics.js';

const MESSAGE_LENGTH_MAX = 4096;

/** @param {unknown} value @returns {string} */
function textOf(value) {
  try {
    return typeof value === 'string' ? value : typeof value === 'object' && value !== null ? encode(value) : intrinsics.String(value);
  } catch {
    return '[not JSON]';
  }
}

/** @param {unknown} fields @returns {object} what JSON can carry of the fields */
function carried(fields) {
  try {
    return intrinsics.parseJson(encode(fields));
  } catch (problem) {
    return { unreadable: textOf(/** @type {any} */ (problem).message) };
  }
}

/**
 * `host.log`: writes one entry to the run's log, and returns at once. A value that is not JSON never fails a log call.
 *
 * @param {(name: string, args: object) => any} invoke
 */
export function createLog(invoke) {
  /** @param {string} level */
  const at = (level) => (/** @type {unknown} */ message, /** @type {unknown} */ fields) => {
    const text = intrinsics.slice(textOf(message), 0, MESSAGE_LENGTH_MAX);
    invoke('log', fields === undefined ? { level, message: text } : { level, message: text, fields: carried(fields) });
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

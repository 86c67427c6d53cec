import { define } from './define.js';
import { encode } from './encode.js';
import { errorParts } from './errorParts.js';
import { intrinsics } from './intrinsics.js';
import { isError } from './isError.js';

const MESSAGE_LENGTH_MAX = 4096;
const TOLD_EVERY = 1000;

/** @param {unknown} value @returns {string} */
function textOf(value) {
  try {
    return typeof value === 'string' ? value : isError(value) ? errorText(value) : typeof value === 'object' && value !== null ? encode(value) : intrinsics.String(value);
  } catch {
    return '[not JSON]';
  }
}

/** @param {object} error @returns {string} */
function errorText(error) {
  const { name, message } = errorParts(error);
  return name + ': ' + message;
}

/** @param {any} value @returns {unknown} what JSON can carry of a field, and else a text about it */
function field(value) {
  try {
    if (isError(value)) {
      return errorText(value);
    }
    return intrinsics.parseJson(encode(value));
  } catch (problem) {
    return textOf(/** @type {any} */ (problem).message);
  }
}

/** @param {any} fields @returns {object} */
function carried(fields) {
  if (isError(fields)) {
    return { error: errorText(fields) };
  }
  if (typeof fields !== 'object' || fields === null || intrinsics.isArray(fields)) {
    return { unreadable: 'fields are no object' };
  }
  const kept = {};
  try {
    const keys = intrinsics.keys(fields);
    for (let i = 0; i < keys.length; i++) {
      if (fields[keys[i]] !== undefined) {
        define(kept, keys[i], field(fields[keys[i]]), true);
      }
    }
  } catch (problem) {
    return { unreadable: textOf(/** @type {any} */ (problem).message) };
  }
  return kept;
}

/**
 * `host.log`: writes one entry to the run's log, and returns at once. A value that is not JSON never fails a log call. Entries
 * over what a run keeps are not handed to the host, only counted; `tellDropped` tells it how many, as does every thousandth.
 *
 * @param {(name: string, args: object) => any} invoke
 */
export function createLog(invoke) {
  let entriesMax = Infinity;
  let written = 0;
  let dropped = 0;

  const tellDropped = () => {
    if (dropped > 0) {
      const count = dropped;
      dropped = 0;
      invoke('log', { dropped: count });
    }
  };

  /** @param {string} level */
  const at = (level) => (/** @type {unknown} */ message, /** @type {unknown} */ fields) => {
    if (written >= entriesMax) {
      dropped++;
      if (dropped === TOLD_EVERY) {
        tellDropped();
      }
      return;
    }
    const text = intrinsics.slice(textOf(message), 0, MESSAGE_LENGTH_MAX);
    invoke('log', fields === undefined ? { level, message: text } : { level, message: text, fields: carried(fields) });
    written++;
  };
  /** @param {number} count how many the host keeps */
  const limitTo = (count) => {
    entriesMax = count;
  };

  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, limitTo, tellDropped };
}

import { HostError } from './HostError.js';
import { NotJson } from './NotJson.js';
import { encode } from './encode.js';
import { intrinsics } from './intrinsics.js';

const TEXT_LENGTH_MAX = 4000;

/** @param {any} value @param {string} name @returns {string} '' when there is none, or when asking for it throws */
function read(value, name) {
  try {
    const found = value[name];
    return typeof found === 'string' ? intrinsics.slice(found, 0, TEXT_LENGTH_MAX) : '';
  } catch {
    return '';
  }
}

/** @param {unknown} thrown @returns {string} */
function thrownText(thrown) {
  try {
    const text = typeof thrown === 'object' && thrown !== null ? encode(thrown, TEXT_LENGTH_MAX) : intrinsics.String(thrown);
    return 'Thrown: ' + intrinsics.slice(text, 0, TEXT_LENGTH_MAX);
  } catch {
    return 'Thrown: something that has no text';
  }
}

/**
 * What the host records of an error: `kind` is `BAD_OUTPUT` or `JS_ERROR`. Getters and proxies on what the app threw may run
 * its code; what they throw is not asked further.
 *
 * @param {any} thrown
 * @param {boolean} afterReturn whether the app's function had returned, so that a {@link NotJson} speaks of its output
 * @returns {string} JSON
 */
export function describe(thrown, afterReturn) {
  const isError = thrown instanceof intrinsics.Error;
  const name = isError ? read(thrown, thrown instanceof HostError ? 'code' : 'name') : '';
  const message = isError ? read(thrown, 'message') : '';
  return encode({
    kind: afterReturn && thrown instanceof NotJson ? 'BAD_OUTPUT' : 'JS_ERROR',
    message: isError ? (message === '' ? name : afterReturn && thrown instanceof NotJson ? message : name + ': ' + message) : thrownText(thrown),
    stack: isError ? read(thrown, 'stack') : '',
  });
}

import { HostError } from './HostError.js';
import { NotJson } from './NotJson.js';
import { encode } from './encode.js';
import { intrinsics } from './intrinsics.js';
import { isError } from './isError.js';

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

/** @param {any} error @returns {string} the engine's own, else what the error says, as an error of the DOM does */
function stackOf(error) {
  try {
    const stack = intrinsics.stackOf(error);
    return typeof stack === 'string' ? intrinsics.slice(stack, 0, TEXT_LENGTH_MAX) : read(error, 'stack');
  } catch {
    return read(error, 'stack');
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
  const isOne = isError(thrown);
  const isOutput = afterReturn && isOne && intrinsics.isPrototypeOf(NotJson.prototype, thrown);
  const isRefusal = isOne && intrinsics.isPrototypeOf(HostError.prototype, thrown);
  const name = isOne ? read(thrown, isRefusal ? 'code' : 'name') : '';
  const message = isOne ? read(thrown, 'message') : '';
  return encode({
    kind: isOutput ? 'BAD_OUTPUT' : 'JS_ERROR',
    message: !isOne ? thrownText(thrown) : isOutput ? 'Output is ' + message : message === '' ? name : name + ': ' + message,
    stack: isOne ? stackOf(thrown) : '',
  });
}

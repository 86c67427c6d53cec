import { HostError } from './HostError.js';
import { NotJson } from './NotJson.js';
import { encode } from './encode.js';
import { errorParts } from './errorParts.js';
import { intrinsics } from './intrinsics.js';
import { isError } from './isError.js';

const TEXT_LENGTH_MAX = 4000;
const REASON_LENGTH_MAX = 300;
const REASONS_MAX = 3;

/** @param {any} refusal @param {string} name @returns {string} its code, else its name */
function refusalOf(refusal, name) {
  const code = intrinsics.ownDescriptor(refusal, 'code')?.value;
  return typeof code === 'string' ? code : name;
}

/** @param {unknown} thrown @returns {string} */
function thrownText(thrown) {
  try {
    const text = typeof thrown === 'object' && thrown !== null ? encode(thrown, TEXT_LENGTH_MAX) : intrinsics.String(thrown);
    return 'Thrown: ' + intrinsics.slice(text, 0, TEXT_LENGTH_MAX) + ' (throw an Error to learn where)';
  } catch {
    return 'Thrown: something that has no text';
  }
}

/** @param {unknown} value @returns {string} */
function shortly(value) {
  if (!isError(value)) {
    return thrownText(value);
  }
  const { name, message } = errorParts(value);
  return intrinsics.slice(message === '' ? name : name + ': ' + message, 0, REASON_LENGTH_MAX);
}

/** @param {object} error @returns {string} its cause, and the first of those that it stands for, as `Promise.any`'s does */
function reasons(error) {
  const cause = intrinsics.ownDescriptor(error, 'cause')?.value;
  const errors = intrinsics.ownDescriptor(error, 'errors')?.value;
  let told = cause === undefined ? '' : ', caused by ' + shortly(cause);
  if (intrinsics.isArray(errors)) {
    for (let i = 0; i < errors.length && i < REASONS_MAX; i++) {
      told += (i === 0 ? ' (' : '; ') + shortly(errors[i]);
    }
    told += errors.length === 0 ? '' : errors.length > REASONS_MAX ? '; …)' : ')';
  }
  return told;
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
  if (!isError(thrown)) {
    return encode({ kind: 'JS_ERROR', message: thrownText(thrown), stack: '' });
  }
  const { name, message, stack } = errorParts(thrown);
  if (afterReturn && intrinsics.isPrototypeOf(NotJson.prototype, thrown)) {
    return encode({ kind: 'BAD_OUTPUT', message: 'Output is ' + message, stack });
  }
  const because = reasons(thrown);
  const called = intrinsics.isPrototypeOf(HostError.prototype, thrown) ? refusalOf(thrown, name) : name;
  return encode({ kind: 'JS_ERROR', message: (message === '' ? called : called + ': ' + message) + because, stack });
}

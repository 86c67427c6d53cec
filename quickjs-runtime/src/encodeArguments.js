import { HostError } from './HostError.js';
import { NotJson } from './NotJson.js';
import { encode } from './encode.js';
import { intrinsics } from './intrinsics.js';

/**
 * JSON text of a host call's arguments.
 *
 * @param {string} name wire name of the host function
 * @param {any} args
 * @returns {string}
 * @throws {HostError} `BAD_ARGUMENT`, naming the path of what is not JSON
 */
export function encodeArguments(name, args) {
  try {
    return encode(args);
  } catch (problem) {
    if (intrinsics.isPrototypeOf(NotJson.prototype, problem)) {
      const { message } = /** @type {NotJson} */ (problem);
      throw new HostError({ code: 'BAD_ARGUMENT', message: name + ': arguments are ' + message });
    }
    throw problem;
  }
}

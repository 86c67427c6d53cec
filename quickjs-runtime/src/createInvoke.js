import { HostError } from './HostError.js';
import { NotJson } from './NotJson.js';
import { encode } from './encode.js';
import { flatText } from './flatText.js';
import { intrinsics } from './intrinsics.js';

/**
 * The guest's side of the one door: encodes the arguments, calls, opens the envelope.
 *
 * @param {(name: string, json: string) => string} hostCall
 * @returns {(name: string, args: any) => any} throws {@link HostError} when the host refuses
 */
export function createInvoke(hostCall) {
  return (name, args) => {
    let json;
    try {
      json = flatText(args) ?? encode(args);
    } catch (problem) {
      if (intrinsics.isPrototypeOf(NotJson.prototype, problem)) {
        const { message } = /** @type {NotJson} */ (problem);
        throw new HostError({ code: 'BAD_ARGUMENT', message: name + ': arguments are ' + message });
      }
      throw problem;
    }
    const envelope = intrinsics.parseJson(hostCall(name, json));
    if (envelope.ok !== true) {
      throw new HostError(envelope.error);
    }
    return envelope.result;
  };
}

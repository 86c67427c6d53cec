import { encodeArguments } from './encodeArguments.js';
import { opened } from './opened.js';

/**
 * A host call that is answered at once: encodes the arguments, calls, opens the envelope.
 *
 * @param {(name: string, json: string) => string} hostCall
 * @returns {(name: string, args: any) => any} throws {@link HostError} when the host refuses
 */
export const createInvoke = (hostCall) => (name, args) => opened(hostCall(name, encodeArguments(name, args)));

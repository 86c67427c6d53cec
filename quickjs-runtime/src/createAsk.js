import { encodeArguments } from './encodeArguments.js';
import { opened } from './opened.js';

/**
 * A host call that is answered by a promise. One argument that is a text goes out as it is, for the host to quote; the promise
 * comes settled from the host. Both cost a fraction of what they would in JavaScript.
 *
 * @callback Ask
 * @param {string} name wire name of the host function
 * @param {object | (() => object)} [args] what goes as JSON, or what gives it: what that throws is the promise's reason
 * @param {string} [key] of one more argument
 * @param {unknown} [text] that argument, a text as a rule
 * @returns {Promise<any>} rejected with a {@link HostError} when the host refuses
 */

/**
 * @param {(name: string, jsonOrKey: string, text?: string, restJson?: string) => Promise<any> | string} hostAsk gives a settled
 *   promise of the result, or an envelope: always when it refuses
 * @returns {Ask}
 */
export function createAsk(hostAsk) {
  const opening = async (/** @type {string} */ envelope) => opened(envelope);
  const rejected = async (/** @type {unknown} */ reason) => {
    throw reason;
  };

  return (name, args, key, text) => {
    let answer;
    try {
      const record = typeof args === 'function' ? args() : args;
      if (key === undefined) {
        answer = hostAsk(name, record === undefined ? '{}' : encodeArguments(name, record));
      } else if (typeof text === 'string') {
        answer = record === undefined ? hostAsk(name, key, text) : hostAsk(name, key, text, encodeArguments(name, record));
      } else {
        answer = hostAsk(name, encodeArguments(name, { [key]: text, ...record }));
      }
    } catch (problem) {
      return rejected(problem);
    }
    return typeof answer === 'string' ? opening(answer) : answer;
  };
}

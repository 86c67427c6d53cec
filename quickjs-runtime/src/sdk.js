import { createConsole } from './createConsole.js';
import { createCrypto } from './createCrypto.js';
import { createHost } from './createHost.js';
import { createInvoke } from './createInvoke.js';
import { createLog } from './createLog.js';
import { createRandom } from './createRandom.js';
import { describe } from './describe.js';
import { encode } from './encode.js';
import { intrinsics } from './intrinsics.js';

/**
 * The guest's end of a run. The engine evaluates this once, before the app's code, and keeps the function it gives:
 *
 * - `'begin'`, JSON `{context, seed, outputBytesMax, logEntriesMax}`: sets the run's globals;
 * - `'run'`, the app's module namespace: a promise of the output as JSON text;
 * - `'end'`: hands over what is counted only;
 * - `'describe'`, what was thrown: its description as JSON text.
 *
 * @param {(name: string, json: string) => string} hostCall
 */
export function sdk(hostCall) {
  /** @type {any} */
  let start;
  let returned = false;
  let end = () => {};

  /** @param {string} name @param {unknown} value */
  const global = (name, value) =>
    intrinsics.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });

  /** @param {string} json */
  const begin = (json) => {
    start = intrinsics.parseJson(json);
    const { log, tellDropped } = createLog(createInvoke(hostCall), start.logEntriesMax);
    end = tellDropped;
    start.context.host = createHost(createInvoke(hostCall), log);
    global('console', createConsole(log));
    global('crypto', createCrypto(createRandom(start.seed.crypto)));
    const random = createRandom(start.seed.math);
    intrinsics.defineProperty(Math, 'random', {
      value: () => (random() * 0x200000 + (random() >>> 11)) / 0x20000000000000,
      writable: true,
      configurable: true,
      enumerable: false,
    });
  };

  /** @param {any} namespace */
  const run = async (namespace) => {
    const main = namespace.default;
    if (typeof main !== 'function') {
      throw new intrinsics.TypeError('app.js must have `export default async function (context) { … }`');
    }
    const output = await main(start.context);
    returned = true;
    return encode(output, start.outputBytesMax);
  };

  return (/** @type {string} */ operation, /** @type {any} */ value) => {
    switch (operation) {
      case 'begin':
        return begin(value);
      case 'run':
        return run(value);
      case 'end':
        return end();
      default:
        end();
        return describe(value, returned);
    }
  };
}

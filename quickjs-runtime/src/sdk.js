import { createAsk } from './createAsk.js';
import { createConsole } from './createConsole.js';
import { createCrypto } from './createCrypto.js';
import { createHost } from './createHost.js';
import { createInvoke } from './createInvoke.js';
import { createLog } from './createLog.js';
import { createRandom } from './createRandom.js';
import { define } from './define.js';
import { describe } from './describe.js';
import { encode } from './encode.js';
import { installGlobals } from './installGlobals.js';
import { intrinsics } from './intrinsics.js';
import { createTimers } from './timers/createTimers.js';

/**
 * The guest's end of a run. The engine evaluates this once, before the app's code, and keeps the function it gives:
 *
 * - `'begin'`, JSON `{context, seed, outputBytesMax, logEntriesMax, timersMax}`: what is this run's own;
 * - `'run'`, the app's module namespace: a promise of the output as JSON text;
 * - `'due'`: a text, whole milliseconds until the first timer, `-1` when there is none;
 * - `'fire'`: calls back one timer, if one is due by the run's clock, and throws what it throws;
 * - `'end'`: hands over what is counted only;
 * - `'describe'`, what was thrown: its description as JSON text.
 *
 * @param {(name: string, json: string) => string} hostCall as {@link createInvoke} takes it
 * @param {any} hostAsk as {@link createAsk} takes it
 */
export function sdk(hostCall, hostAsk) {
  /** @type {any} */
  let start;
  let origin = intrinsics.clock();
  let returned = false;
  let random = () => 0;
  let cryptoRandom = () => 0;

  const now = () => intrinsics.clock() - origin;
  const invoke = createInvoke(hostCall);
  const { log, limitTo, tellDropped } = createLog(invoke);
  const host = createHost(createAsk(hostAsk), invoke, log);
  const timers = createTimers(now);
  installGlobals({
    timers: timers.globals,
    now,
    console: createConsole(log, now),
    crypto: createCrypto(() => cryptoRandom()),
    random: () => (random() * 0x200000 + (random() >>> 11)) / 0x20000000000000,
  });

  /** @param {string} json */
  const begin = (json) => {
    start = intrinsics.parseJson(json);
    define(start.context, 'host', host, true);
    random = createRandom(start.seed.math);
    cryptoRandom = createRandom(start.seed.crypto);
    limitTo(start.logEntriesMax);
    timers.limitTo(start.timersMax);
    // The engine's clock began with the engine, which may have been made long before this run.
    origin = intrinsics.clock();
    define(globalThis.performance, 'timeOrigin', intrinsics.dateNow(), true);
  };

  /** @param {any} namespace */
  const run = async (namespace) => {
    const main = namespace.default;
    if (typeof main !== 'function') {
      throw new intrinsics.TypeError('app.js exports no function by default, expected `export default async function (context) { … }`');
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
      case 'due':
        return timers.due();
      case 'fire':
        return timers.fire();
      case 'end':
        return tellDropped();
      default:
        tellDropped();
        return describe(value, returned);
    }
  };
}

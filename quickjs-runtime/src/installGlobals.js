import { proxies } from './clone/proxies.js';
import { structuredClone } from './clone/structuredClone.js';
import { define } from './define.js';
import { createAbort } from './events/createAbort.js';
import { events } from './events/events.js';
import { intrinsics } from './intrinsics.js';
import { queueMicrotask } from './queueMicrotask.js';
import { TextDecoder } from './text/TextDecoder.js';
import { TextEncoder } from './text/TextEncoder.js';
import { URL } from './url/URL.js';
import { searchParams } from './url/searchParams.js';

/**
 * Puts the SDK's globals in place, writable and not enumerable as in browsers.
 *
 * @param {{ timers: Record<string, any>, now: () => number, console: object, crypto: object, random: () => number }} made
 */
export function installGlobals({ timers, now, console, crypto, random }) {
  events.keepTimeBy(now);
  const globals = {
    __proto__: null,
    ...timers,
    ...createAbort(timers.setTimeout),
    Event: events.Event,
    EventTarget: events.EventTarget,
    Proxy: proxies.global(),
    TextDecoder,
    TextEncoder,
    URL,
    URLSearchParams: searchParams.URLSearchParams,
    console,
    crypto,
    performance: {
      /** Milliseconds of the run's clock since the run began. */
      now() {
        return now();
      },
    },
    queueMicrotask,
    structuredClone,
  };
  const names = intrinsics.keys(globals);
  for (let i = 0; i < names.length; i++) {
    define(globalThis, names[i], /** @type {any} */ (globals)[names[i]]);
  }
  define(Math, 'random', random);
  // Memory that threads share is of no use to an app, which has one, and the engine has no Atomics.
  delete (/** @type {any} */ (globalThis).SharedArrayBuffer);
  // SECURITY: it is given the SDK's own functions as frames of a stack; guarded by JsHardeningTest.
  delete (/** @type {any} */ (intrinsics.Error).prepareStackTrace);
}

import { define } from '../define.js';
import { intrinsics } from '../intrinsics.js';
import { newList } from '../newList.js';
import { events } from './events.js';

/** Nobody but this file makes a signal. */
const KEY = { __proto__: null };

/** @param {unknown} reason @returns {unknown} */
const reasonOr = (reason) =>
  reason === undefined ? new intrinsics.DOMException('This operation was aborted', 'AbortError') : reason;

/**
 * `AbortController` and `AbortSignal`.
 *
 * @param {(callback: () => void, delay: number) => unknown} setTimeout the SDK's own
 */
export function createAbort(setTimeout) {
  /** @param {AbortSignal} signal @param {unknown} reason */
  let abort = (signal, reason) => {};
  /** @param {any} value @returns {{ aborted: boolean, reason: unknown, followers: any[] }} throws when it is no signal */
  let stateOf = (value) => /** @type {any} */ (undefined);

  class AbortSignal extends events.EventTarget {
    #state = { aborted: false, reason: /** @type {unknown} */ (undefined), followers: newList(), handler: /** @type {any} */ (null), listening: false };

    static {
      stateOf = (signal) => signal.#state;
      /** @param {AbortSignal} signal @param {unknown} reason @param {any[]} marked */
      const mark = (signal, reason, marked) => {
        const state = signal.#state;
        if (!state.aborted) {
          const { followers } = state;
          state.aborted = true;
          state.reason = reason;
          state.followers = newList();
          marked[marked.length] = signal;
          for (let i = 0; i < followers.length; i++) {
            mark(followers[i], reason, marked);
          }
        }
      };
      abort = (signal, reason) => {
        // All are aborted before the first listener hears of it.
        const marked = newList();
        mark(signal, reasonOr(reason), marked);
        for (let i = 0; i < marked.length; i++) {
          events.fire(marked[i], 'abort');
        }
      };
      define(this.prototype, intrinsics.toStringTag, 'AbortSignal');
    }

    /** @param {object} [key] */
    constructor(key = undefined) {
      if (key !== KEY) {
        throw new intrinsics.TypeError('Illegal constructor: use new AbortController().signal');
      }
      super();
    }

    /** @param {unknown} [reason] */
    static abort(reason = undefined) {
      const signal = new AbortSignal(KEY);
      abort(signal, reason);
      return signal;
    }

    /** @param {number} millis on the run's clock */
    static timeout(millis) {
      const delay = +millis;
      if (!(delay >= 0) || delay > 9007199254740991) {
        throw new intrinsics.TypeError('AbortSignal.timeout expects milliseconds, got ' + millis);
      }
      const signal = new AbortSignal(KEY);
      setTimeout(() => abort(signal, new intrinsics.DOMException('The operation was aborted due to timeout', 'TimeoutError')), delay);
      return signal;
    }

    /** @param {Iterable<AbortSignal>} signals */
    static any(signals) {
      const made = new AbortSignal(KEY);
      for (const source of signals) {
        const state = stateOf(source);
        if (state.aborted) {
          abort(made, state.reason);
          break;
        }
        state.followers[state.followers.length] = made;
      }
      return made;
    }

    get aborted() {
      return this.#state.aborted;
    }

    get reason() {
      return this.#state.reason;
    }

    throwIfAborted() {
      if (this.#state.aborted) {
        throw this.#state.reason;
      }
    }

    get onabort() {
      return this.#state.handler;
    }

    set onabort(handler) {
      const state = this.#state;
      state.handler = typeof handler === 'function' ? handler : null;
      if (!state.listening) {
        state.listening = true;
        events.listenTo(this, 'abort', (event) => {
          if (state.handler !== null) {
            intrinsics.apply(state.handler, this, [event]);
          }
        });
      }
    }
  }

  class AbortController {
    #signal = new AbortSignal(KEY);

    static {
      define(this.prototype, intrinsics.toStringTag, 'AbortController');
    }

    get signal() {
      return this.#signal;
    }

    /** @param {unknown} [reason] */
    abort(reason = undefined) {
      abort(this.#signal, reason);
    }
  }

  return { AbortController, AbortSignal };
}

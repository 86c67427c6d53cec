import { define } from '../define.js';
import { intrinsics } from '../intrinsics.js';

const made = new intrinsics.WeakSet();

/**
 * Which objects are proxies, a question that the language has no answer to: so the global `Proxy` is one that keeps a list. It is a
 * bound function, as those alone have no `prototype`, as `Proxy` has none.
 */
export const proxies = {
  /** @param {object} value @returns {boolean} */
  has: (value) => intrinsics.inSet(made, value),

  /** @returns {Function} in place of the global `Proxy` */
  global() {
    const { Proxy, newRevocable } = intrinsics;
    /** @param {any} target @param {any} handler */
    const construct = function (target, handler) {
      if (new.target === undefined) {
        throw new intrinsics.TypeError("Constructor Proxy requires 'new'");
      }
      const proxy = new Proxy(target, handler);
      intrinsics.addToSet(made, proxy);
      return proxy;
    };
    const bound = intrinsics.bind(construct, undefined);
    intrinsics.defineProperty(bound, 'name', /** @type {any} */ ({ __proto__: null, value: 'Proxy', writable: false }));
    const { revocable } = {
      /** @param {any} target @param {any} handler */
      revocable(target, handler) {
        const pair = newRevocable(target, handler);
        intrinsics.addToSet(made, pair.proxy);
        return pair;
      },
    };
    define(bound, 'revocable', revocable);
    return bound;
  },
};

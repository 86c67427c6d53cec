import { append } from '../append.js';
import { define } from '../define.js';
import { intrinsics } from '../intrinsics.js';
import { newList } from '../newList.js';
import { formPairs } from './formPairs.js';

/** @typedef {{ name: string, value: string }} Pair */

/** @param {unknown} value @returns {string} */
const textOf = (value) => intrinsics.toWellFormed('' + value);

/** @param {Pair} a @param {Pair} b @returns {number} by UTF-16 units */
const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** @param {any} init an object that is no iterable @returns {any[]} */
function pairsOfRecord(init) {
  const pairs = newList();
  const keys = intrinsics.ownKeys(init);
  for (let i = 0; i < keys.length; i++) {
    const found = intrinsics.ownDescriptor(init, keys[i]);
    if (found !== undefined && found.enumerable) {
      // As in browsers, the last of two names that become equal counts.
      const name = textOf(keys[i]);
      const value = textOf(init[keys[i]]);
      const same = positionOf(pairs, name);
      if (same < 0) {
        pairs[pairs.length] = { name, value };
      } else {
        pairs[same].value = value;
      }
    }
  }
  return pairs;
}

/** @param {Pair[]} pairs @param {string} name @returns {number} */
function positionOf(pairs, name) {
  for (let i = 0; i < pairs.length; i++) {
    if (pairs[i].name === name) {
      return i;
    }
  }
  return -1;
}

/** @param {Iterable<Iterable<unknown>>} init the app's own, by its own iterator @returns {any[]} */
function pairsOfIterable(init) {
  const pairs = newList();
  for (const entry of init) {
    const both = newList();
    if (typeof entry !== 'object' || entry === null) {
      throw new intrinsics.TypeError('URLSearchParams expects pairs of a name and a value');
    }
    for (const part of entry) {
      both[both.length] = part;
      if (both.length > 2) {
        break;
      }
    }
    if (both.length !== 2) {
      throw new intrinsics.TypeError('URLSearchParams expects pairs of a name and a value');
    }
    pairs[pairs.length] = { name: textOf(both[0]), value: textOf(both[1]) };
  }
  return pairs;
}

/** @param {any} init @returns {any[]} */
function pairsOf(init) {
  if ((typeof init === 'object' && init !== null) || typeof init === 'function') {
    return init[intrinsics.iterator] === undefined || init[intrinsics.iterator] === null ? pairsOfRecord(init) : pairsOfIterable(init);
  }
  const text = textOf(init);
  return formPairs.parse(intrinsics.startsWith(text, '?') ? intrinsics.slice(text, 1) : text);
}

/** @param {string} method @param {number} came @param {number} expected */
function checkCount(method, came, expected) {
  if (came < expected) {
    throw new intrinsics.TypeError('URLSearchParams.' + method + ' expects ' + expected + (expected === 1 ? ' argument' : ' arguments') + ', got ' + came);
  }
}

/** @type {(params: any) => { pairs: any[], changed: () => void }} */
let stateOf;

/** What iterates: in the language's own chain of prototypes, so that it has `map` and the rest. */
const iteratorPrototype = {
  __proto__: intrinsics.iteratorPrototype,
};

/** @param {{ pairs: any[] }} state read as it is at each step @param {(pair: Pair) => unknown} pick */
function iterate(state, pick) {
  let at = 0;
  const iterator = { __proto__: iteratorPrototype };
  define(iterator, 'next', () => (at < state.pairs.length ? { value: pick(state.pairs[at++]), done: false } : { value: undefined, done: true }));
  return iterator;
}

class URLSearchParams {
  #state = { pairs: newList(), changed: () => {} };

  static {
    stateOf = (params) => params.#state;
    define(this.prototype, intrinsics.toStringTag, 'URLSearchParams');
    define(iteratorPrototype, intrinsics.toStringTag, 'URLSearchParams Iterator');
  }

  /** @param {unknown} [init] text with or without `?`, pairs, an object, or another */
  constructor(init = '') {
    this.#state.pairs = pairsOf(init);
  }

  #tell() {
    this.#state.changed();
  }

  /** @param {(pair: Pair) => boolean} isKept */
  #keep(isKept) {
    const { pairs } = this.#state;
    const kept = newList();
    for (let i = 0; i < pairs.length; i++) {
      if (isKept(pairs[i])) {
        kept[kept.length] = pairs[i];
      }
    }
    this.#state.pairs = kept;
    this.#tell();
  }

  get size() {
    return this.#state.pairs.length;
  }

  /** @param {unknown} name @param {unknown} value */
  append(name, value) {
    checkCount('append', arguments.length, 2);
    const { pairs } = this.#state;
    pairs[pairs.length] = { name: textOf(name), value: textOf(value) };
    this.#tell();
  }

  /** @param {unknown} name @param {unknown} [value] only pairs with this value */
  delete(name, value = undefined) {
    checkCount('delete', arguments.length, 1);
    const wanted = textOf(name);
    const only = value === undefined ? undefined : textOf(value);
    this.#keep((pair) => pair.name !== wanted || (only !== undefined && pair.value !== only));
  }

  /** @param {unknown} name @returns {string | null} */
  get(name) {
    checkCount('get', arguments.length, 1);
    const { pairs } = this.#state;
    const at = positionOf(pairs, textOf(name));
    return at < 0 ? null : pairs[at].value;
  }

  /** @param {unknown} name @returns {string[]} */
  getAll(name) {
    checkCount('getAll', arguments.length, 1);
    const { pairs } = this.#state;
    const wanted = textOf(name);
    /** @type {string[]} */
    const values = [];
    for (let i = 0; i < pairs.length; i++) {
      if (pairs[i].name === wanted) {
        append(values, pairs[i].value);
      }
    }
    return values;
  }

  /** @param {unknown} name @param {unknown} [value] */
  has(name, value = undefined) {
    checkCount('has', arguments.length, 1);
    const { pairs } = this.#state;
    const wanted = textOf(name);
    const only = value === undefined ? undefined : textOf(value);
    for (let i = 0; i < pairs.length; i++) {
      if (pairs[i].name === wanted && (only === undefined || pairs[i].value === only)) {
        return true;
      }
    }
    return false;
  }

  /** @param {unknown} name @param {unknown} value in place of the first of that name; the others go */
  set(name, value) {
    checkCount('set', arguments.length, 2);
    const wanted = textOf(name);
    const text = textOf(value);
    const { pairs } = this.#state;
    const at = positionOf(pairs, wanted);
    if (at < 0) {
      pairs[pairs.length] = { name: wanted, value: text };
      this.#tell();
      return;
    }
    const first = pairs[at];
    first.value = text;
    this.#keep((pair) => pair === first || pair.name !== wanted);
  }

  sort() {
    intrinsics.sort(this.#state.pairs, byName);
    this.#tell();
  }

  /** @param {Function} callback @param {unknown} [self] */
  forEach(callback, self = undefined) {
    const state = this.#state;
    if (typeof callback !== 'function') {
      throw new intrinsics.TypeError('URLSearchParams.forEach expects a function');
    }
    for (let i = 0; i < state.pairs.length; i++) {
      intrinsics.apply(callback, self, [state.pairs[i].value, state.pairs[i].name, this]);
    }
  }

  keys() {
    return iterate(this.#state, (pair) => pair.name);
  }

  values() {
    return iterate(this.#state, (pair) => pair.value);
  }

  entries() {
    return iterate(this.#state, (pair) => [pair.name, pair.value]);
  }

  toString() {
    return formPairs.write(this.#state.pairs);
  }
}

define(URLSearchParams.prototype, intrinsics.iterator, URLSearchParams.prototype.entries);

/** `URLSearchParams`, and what a URL does with its own. */
export const searchParams = {
  URLSearchParams,

  /** @param {string} query without `?` @param {() => void} changed told of each change */
  linked(query, changed) {
    const params = new URLSearchParams();
    const state = stateOf(params);
    state.pairs = formPairs.parse(query);
    state.changed = changed;
    return params;
  },

  /** @param {URLSearchParams} params @returns {string} the query that they are now */
  written: (params) => formPairs.write(stateOf(params).pairs),

  /** @param {URLSearchParams} params @param {string} query which they have from now on */
  replace(params, query) {
    stateOf(params).pairs = formPairs.parse(query);
  },
};

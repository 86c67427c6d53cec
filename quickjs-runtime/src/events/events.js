import { define } from '../define.js';
import { intrinsics } from '../intrinsics.js';
import { newList } from '../newList.js';
import { reportError } from '../reportError.js';

const LISTENERS_MAX = 1000;
const NONE = 0;
const AT_TARGET = 2;

/** @typedef {{ type: string, callback: any, capture: boolean, once: boolean, passive: boolean, live: boolean }} Listener */

/** The state of events and targets, which only this file reaches; what the app sees are getters. */
let stateOf = (/** @type {any} */ _event) => /** @type {any} */ (undefined);
let listenersOf = (/** @type {any} */ _target) => /** @type {any} */ (undefined);
let now = () => 0;

class Event {
  #state;

  static {
    stateOf = (event) => event.#state;
    define(this.prototype, intrinsics.toStringTag, 'Event');
  }

  /** @param {string} type @param {{ bubbles?: boolean, cancelable?: boolean, composed?: boolean }} [options] */
  constructor(type, options = undefined) {
    if (arguments.length === 0) {
      throw new intrinsics.TypeError('Event expects a type');
    }
    const { bubbles = false, cancelable = false, composed = false } = options ?? { __proto__: null };
    this.#state = {
      type: '' + type,
      bubbles: !!bubbles,
      cancelable: !!cancelable,
      composed: !!composed,
      timeStamp: now(),
      target: null,
      current: null,
      phase: NONE,
      prevented: false,
      stopped: false,
      passive: false,
      trusted: false,
    };
  }

  get type() {
    return this.#state.type;
  }
  get target() {
    return this.#state.target;
  }
  get currentTarget() {
    return this.#state.current;
  }
  get eventPhase() {
    return this.#state.phase;
  }
  get bubbles() {
    return this.#state.bubbles;
  }
  get cancelable() {
    return this.#state.cancelable;
  }
  get composed() {
    return this.#state.composed;
  }
  get defaultPrevented() {
    return this.#state.prevented;
  }
  get timeStamp() {
    return this.#state.timeStamp;
  }
  get isTrusted() {
    return this.#state.trusted;
  }
  preventDefault() {
    const state = this.#state;
    state.prevented ||= state.cancelable && !state.passive;
  }
  /** There is no tree of targets to go up. */
  stopPropagation() {
    this.#state;
  }
  stopImmediatePropagation() {
    this.#state.stopped = true;
  }
  composedPath() {
    return this.#state.current === null ? [] : [this.#state.current];
  }
}

/** @param {any} target @param {any} event @param {any} state @param {Listener} listener */
function call(target, event, state, listener) {
  try {
    state.passive = listener.passive;
    const { callback } = listener;
    if (typeof callback === 'function') {
      intrinsics.apply(callback, target, [event]);
    } else {
      intrinsics.apply(callback.handleEvent, callback, [event]);
    }
  } catch (thrown) {
    reportError(thrown);
  }
  state.passive = false;
}

/** @param {any} target @param {any} event @returns {boolean} whether nobody prevented what comes by default */
function dispatch(target, event) {
  const state = stateOf(event);
  if (state.phase !== NONE) {
    throw new intrinsics.DOMException('The event is being dispatched', 'InvalidStateError');
  }
  state.target = state.current = target;
  state.phase = AT_TARGET;
  const list = listenersOf(target).list;
  // Listeners that are added on the way are not called, nor are those that are no longer live.
  const { length } = list;
  for (let i = 0; i < length && !state.stopped; i++) {
    if (list[i].type === state.type && list[i].live) {
      if (list[i].once) {
        remove(target, list[i]);
      }
      call(target, event, state, list[i]);
    }
  }
  state.current = null;
  state.phase = NONE;
  state.stopped = false;
  return !state.prevented;
}

/** @param {any} target @param {Listener} listener */
function remove(target, listener) {
  const { list } = listenersOf(target);
  const kept = newList();
  for (let i = 0; i < list.length; i++) {
    if (list[i] !== listener) {
      kept[kept.length] = list[i];
    }
  }
  listener.live = false;
  listenersOf(target).list = kept;
}

/** @param {any} target @param {Listener} listener */
function add(target, listener) {
  const { list } = listenersOf(target);
  if (list.length >= LISTENERS_MAX) {
    throw new intrinsics.RangeError('addEventListener has ' + LISTENERS_MAX + ' listeners, the most that a target may have');
  }
  list[list.length] = listener;
}

/** @param {any} target @param {string} type @param {unknown} callback @param {boolean} capture @returns {Listener | undefined} */
function find(target, type, callback, capture) {
  const { list } = listenersOf(target);
  for (let i = 0; i < list.length; i++) {
    if (list[i].type === type && list[i].callback === callback && list[i].capture === capture) {
      return list[i];
    }
  }
  return undefined;
}

/** @param {any} options @returns {boolean} */
const captureOf = (options) => (typeof options === 'object' && options !== null ? !!options.capture : !!options);

class EventTarget {
  #listeners = { list: newList() };

  static {
    listenersOf = (target) => target.#listeners;
    define(this.prototype, intrinsics.toStringTag, 'EventTarget');
  }

  /** @param {string} type @param {any} callback @param {any} [options] */
  addEventListener(type, callback, options = undefined) {
    this.#listeners;
    const name = '' + type;
    const capture = captureOf(options);
    /** @type {any} */
    const asked = typeof options === 'object' && options !== null ? options : { __proto__: null };
    const { once = false, passive = false, signal = undefined } = asked;
    if (callback === null || callback === undefined || signal?.aborted) {
      return;
    }
    if (typeof callback !== 'function' && typeof callback !== 'object') {
      throw new intrinsics.TypeError('addEventListener expects a function or an object');
    }
    if (find(this, name, callback, capture) !== undefined) {
      return;
    }
    const listener = { type: name, callback, capture, once: !!once, passive: !!passive, live: true };
    add(this, listener);
    if (signal !== undefined) {
      listenTo(signal, 'abort', () => remove(this, listener));
    }
  }

  /** @param {string} type @param {any} callback @param {any} [options] */
  removeEventListener(type, callback, options = undefined) {
    const found = find(this, '' + type, callback, captureOf(options));
    if (found !== undefined) {
      remove(this, found);
    }
  }

  /** @param {Event} event @returns {boolean} */
  dispatchEvent(event) {
    this.#listeners;
    stateOf(event).trusted = false;
    return dispatch(this, event);
  }
}

/** @param {any} target @param {string} type @param {(event: Event) => void} callback the SDK's own */
function listenTo(target, type, callback) {
  add(target, { type, callback, capture: false, once: true, passive: false, live: true });
}

/** `Event` and `EventTarget`, and what the SDK does with them past what the app may have put on their prototypes. */
export const events = {
  Event,
  EventTarget,
  listenTo,

  /** @param {any} target @param {string} type fires an event of the SDK's own */
  fire(target, type) {
    const event = new Event(type);
    stateOf(event).trusted = true;
    dispatch(target, event);
  },

  /** @param {() => number} clock of the run, in milliseconds */
  keepTimeBy(clock) {
    now = clock;
  },
};

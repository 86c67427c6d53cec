import { format } from './console/format.js';
import { inspect } from './console/inspect.js';
import { table } from './console/table.js';
import { define } from './define.js';
import { intrinsics } from './intrinsics.js';

const LABELS_MAX = 1000;
const GROUPS_MAX = 20;

/** @param {unknown} label @returns {string} */
const labelOf = (label) => intrinsics.slice(label === undefined ? 'default' : typeof label === 'string' ? label : inspect(label), 0, 100);

/** @param {string} text @param {string} indent before each line @returns {string} */
function indented(text, indent) {
  if (indent === '') {
    return text;
  }
  const lines = intrinsics.split(intrinsics.slice(text, 0, 4096), '\n');
  let all = '';
  for (let i = 0; i < lines.length; i++) {
    all += (i === 0 ? '' : '\n') + indent + lines[i];
  }
  return all;
}

/** @param {number} millis @returns {string} */
const lasted = (millis) => (millis < 1000 ? intrinsics.numberFixed(millis, 1) + ' ms' : intrinsics.numberFixed(millis / 1000, 3) + ' s');

/**
 * `console`, whose lines are entries of the run's log. No method throws, whatever it is given.
 *
 * @param {{ debug: Function, info: Function, warn: Function, error: Function }} log
 * @param {() => number} now the run's clock in milliseconds
 */
export function createConsole(log, now) {
  const counts = new intrinsics.Map();
  const starts = new intrinsics.Map();
  let groups = 0;

  /** @param {Function} write @param {string} text */
  const line = (write, text) => write(indented(text, intrinsics.repeat('  ', groups)));

  /** @param {any} map @param {string} label @param {number} value whether or not there is room */
  const keep = (map, label, value) => {
    if (intrinsics.mapHas(map, label) || intrinsics.mapSize(map) < LABELS_MAX) {
      intrinsics.mapSet(map, label, value);
    }
  };

  /** @param {unknown} label @param {unknown[]} more @param {boolean} isEnd */
  const tellTime = (label, more, isEnd) => {
    const name = labelOf(label);
    const start = intrinsics.mapGet(starts, name);
    if (start === undefined) {
      line(log.warn, "Timer '" + name + "' does not exist");
      return;
    }
    line(log.info, name + ': ' + lasted(now() - start) + (more.length === 0 ? '' : ' ' + format(more)));
    if (isEnd) {
      intrinsics.mapDelete(starts, name);
    }
  };

  const startGroup = (/** @type {unknown[]} */ ...values) => {
    if (values.length > 0) {
      line(log.info, format(values));
    }
    groups = intrinsics.min(groups + 1, GROUPS_MAX);
  };

  /** @param {Function} write @returns {(...values: unknown[]) => void} */
  const writer = (write) => (...values) => line(write, format(values));

  /** @type {Record<string, (...values: any[]) => void>} */
  const methods = {
    debug: writer(log.debug),
    log: writer(log.info),
    info: writer(log.info),
    warn: writer(log.warn),
    error: writer(log.error),
    trace(...values) {
      const stack = intrinsics.stackOf(new intrinsics.Error()) ?? '';
      line(log.debug, 'Trace: ' + format(values) + '\n' + stack);
    },
    assert(condition, ...values) {
      if (!condition) {
        line(log.error, 'Assertion failed' + (values.length === 0 ? '' : ': ' + format(values)));
      }
    },
    dir(value) {
      line(log.info, inspect(value));
    },
    dirxml: writer(log.info),
    table(data) {
      line(log.info, typeof data === 'object' && data !== null ? table(data) : format([data]));
    },
    count(label) {
      const name = labelOf(label);
      const count = (intrinsics.mapGet(counts, name) ?? 0) + 1;
      keep(counts, name, count);
      line(log.info, name + ': ' + count);
    },
    countReset(label) {
      intrinsics.mapDelete(counts, labelOf(label));
    },
    group: startGroup,
    groupCollapsed: startGroup,
    groupEnd() {
      groups = intrinsics.max(groups - 1, 0);
    },
    time(label) {
      keep(starts, labelOf(label), now());
    },
    timeLog(label, ...values) {
      tellTime(label, values, false);
    },
    timeEnd(label) {
      tellTime(label, [], true);
    },
  };

  const console = {};
  const names = intrinsics.keys(methods);
  for (let i = 0; i < names.length; i++) {
    const method = methods[names[i]];
    const safe = (/** @type {unknown[]} */ ...values) => {
      try {
        intrinsics.apply(method, undefined, values);
      } catch {
        // A full log is the host's matter; code that prints has no answer to look at.
      }
    };
    intrinsics.defineProperty(safe, 'name', /** @type {any} */ ({ __proto__: null, value: names[i] }));
    define(console, names[i], safe, true);
  }
  define(console, intrinsics.toStringTag, 'console');
  return console;
}

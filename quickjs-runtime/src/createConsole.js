import { encode } from './encode.js';
import { intrinsics } from './intrinsics.js';

/** @param {any} value @returns {string} */
function shown(value) {
  if (typeof value === 'string') {
    return value;
  }
  try {
    if (typeof value === 'object' && value !== null) {
      return value instanceof intrinsics.Error ? value.name + ': ' + value.message : encode(value);
    }
    return intrinsics.String(value);
  } catch {
    return '[not JSON]';
  }
}

/**
 * `console`, whose lines are entries of the run's log. It never throws.
 *
 * @param {{ debug: Function, info: Function, warn: Function, error: Function }} log
 */
export function createConsole(log) {
  /** @param {Function} write */
  const writer = (write) =>
    function () {
      let line = '';
      for (let i = 0; i < arguments.length; i++) {
        line += (i === 0 ? '' : ' ') + shown(arguments[i]);
      }
      try {
        write(line);
      } catch {
        // A full log is the host's matter; code that prints has no answer to look at.
      }
    };
  return {
    debug: writer(log.debug),
    log: writer(log.info),
    info: writer(log.info),
    warn: writer(log.warn),
    error: writer(log.error),
    trace: writer(log.debug),
  };
}

import { HostError } from './HostError.js';
import { intrinsics } from './intrinsics.js';

/**
 * Refuses options that the host would never see, so that a misspelt one is not silently ignored.
 *
 * @template T
 * @param {string} name wire name of the host function
 * @param {T} options what the app gave
 * @param {string} known the one option that there is
 * @returns {T}
 */
export function checkedOptions(name, options, known) {
  if (typeof options !== 'object' || options === null || intrinsics.isArray(options)) {
    const came = options === null ? 'null' : intrinsics.isArray(options) ? 'an array' : 'a ' + typeof options;
    throw new HostError({ code: 'BAD_ARGUMENT', message: name + ' got ' + came + ' as options, expected an object such as {' + known + ": '…'}" });
  }
  const keys = intrinsics.keys(options);
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] !== known) {
      const came = intrinsics.slice(keys[i], 0, 60);
      throw new HostError({ code: 'BAD_ARGUMENT', message: name + " has no option '" + came + "', it takes '" + known + "'" });
    }
  }
  return options;
}

import { intrinsics } from './intrinsics.js';

const TEXT_LENGTH_MAX = 4000;

/** The language's own prototypes and what they are called, whatever the app makes of their `name`. */
const names = new intrinsics.Map();
for (const name in intrinsics.errors) {
  intrinsics.mapSet(names, /** @type {any} */ (intrinsics.errors)[name].prototype, name);
}
intrinsics.mapSet(names, intrinsics.Error.prototype, 'Error');

/** @param {unknown} value @returns {string} */
const text = (value) => (typeof value === 'string' ? intrinsics.slice(value, 0, TEXT_LENGTH_MAX) : '');

/** @param {any} error @param {string} part @returns {string} what the error or a class of the app's says, else what the language does */
function told(error, part) {
  try {
    for (let holder = error; holder !== null; holder = intrinsics.prototypeOf(holder)) {
      if (holder === intrinsics.DOMException.prototype) {
        return part === 'name' ? intrinsics.domName(error) : intrinsics.domMessage(error);
      }
      const language = intrinsics.mapGet(names, holder);
      if (language !== undefined) {
        return part === 'name' ? language : '';
      }
      if (intrinsics.ownDescriptor(holder, part) !== undefined) {
        return text(error[part]);
      }
    }
  } catch {
    // A getter or a proxy of the app's: what it throws is not asked further.
  }
  return part === 'name' ? 'Error' : '';
}

/** @param {any} error @returns {string} the engine's own, else what the error says, as an error of the DOM does */
function stackOf(error) {
  try {
    return text(intrinsics.stackOf(error) ?? error.stack);
  } catch {
    return '';
  }
}

/**
 * What an error tells. Getters on it may run the app's code.
 *
 * @param {object} error
 * @returns {{ name: string, message: string, stack: string }} none over 4,000 characters
 */
export const errorParts = (error) => ({ name: told(error, 'name'), message: told(error, 'message'), stack: stackOf(error) });

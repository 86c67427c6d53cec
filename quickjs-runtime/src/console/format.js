import { intrinsics } from '../intrinsics.js';
import { inspect } from './inspect.js';

const TEXT_LENGTH_MAX = 4096;

/** @param {unknown} value @returns {string} as it stands on a line of its own */
const plain = (value) => (typeof value === 'string' ? intrinsics.slice(value, 0, TEXT_LENGTH_MAX) : inspect(value));

/** @param {string} mark @param {unknown} value @returns {string} */
function filled(mark, value) {
  switch (mark) {
    case 's':
      return plain(value);
    case 'd':
    case 'i':
    case 'f': {
      const number = typeof value === 'number' ? value : typeof value === 'string' ? +value : NaN;
      return typeof value === 'bigint' ? inspect(value) : intrinsics.String(mark === 'i' ? intrinsics.trunc(number) : number);
    }
    case 'c':
      // A style, of which a log has none.
      return '';
    default:
      return inspect(value);
  }
}

/**
 * One line of a console: a first text's `%s %d %i %f %o %O %j %c %%` are filled with the values after it, and what is left follows.
 *
 * @param {unknown[]} values
 * @returns {string}
 * @example format(['%s has %d rows', 'orders', 3, { a: 1 }]) // 'orders has 3 rows {"a":1}'
 */
export function format(values) {
  let line = '';
  let next = 0;
  if (values.length > 1 && typeof values[0] === 'string') {
    const text = intrinsics.slice(values[0], 0, TEXT_LENGTH_MAX);
    next = 1;
    let from = 0;
    for (let at = intrinsics.indexOf(text, '%'); at >= 0 && at + 1 < text.length; at = intrinsics.indexOf(text, '%', from)) {
      const mark = text[at + 1];
      const isMark = mark === '%' || (next < values.length && intrinsics.includes('sdifoOjc', mark));
      line += intrinsics.slice(text, from, at) + (!isMark ? '%' + mark : mark === '%' ? '%' : filled(mark, values[next++]));
      from = at + 2;
    }
    line += intrinsics.slice(text, from);
  }
  for (; next < values.length && line.length <= TEXT_LENGTH_MAX; next++) {
    line += (next === 0 ? '' : ' ') + plain(values[next]);
  }
  return line;
}

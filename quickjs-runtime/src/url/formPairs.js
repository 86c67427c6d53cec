import { intrinsics } from '../intrinsics.js';
import { newList } from '../newList.js';
import { percentDecode } from './percentDecode.js';
import { percentEncode } from './percentEncode.js';

/** @param {string} text @param {string} from @param {string} to both of one character @returns {string} */
function swapped(text, from, to) {
  if (!intrinsics.includes(text, from)) {
    return text;
  }
  const parts = intrinsics.split(text, from);
  let all = parts[0];
  for (let i = 1; i < parts.length; i++) {
    all += to + parts[i];
  }
  return all;
}

/** Names and values as `application/x-www-form-urlencoded`. */
export const formPairs = {
  /** @param {string} text @returns {{ name: string, value: string }[]} */
  parse(text) {
    const pairs = newList();
    const parts = intrinsics.split(text, '&');
    for (let i = 0; i < parts.length; i++) {
      if (parts[i] !== '') {
        const sign = intrinsics.indexOf(parts[i], '=');
        const name = sign < 0 ? parts[i] : intrinsics.slice(parts[i], 0, sign);
        const value = sign < 0 ? '' : intrinsics.slice(parts[i], sign + 1);
        pairs[pairs.length] = { name: percentDecode(swapped(name, '+', ' ')), value: percentDecode(swapped(value, '+', ' ')) };
      }
    }
    return pairs;
  },

  /** @param {{ name: string, value: string }[]} pairs @returns {string} */
  write(pairs) {
    const encoded = (/** @type {string} */ text) => {
      // What stands for a space is put in after the encoding, as a plus sign of the text is by then %2B.
      let written = '';
      const words = intrinsics.split(text, ' ');
      for (let i = 0; i < words.length; i++) {
        written += (i === 0 ? '' : '+') + percentEncode(words[i], 'form');
      }
      return written;
    };
    let text = '';
    for (let i = 0; i < pairs.length; i++) {
      text += (i === 0 ? '' : '&') + encoded(pairs[i].name) + '=' + encoded(pairs[i].value);
    }
    return text;
  },
};

import { intrinsics } from '../intrinsics.js';

const HEX = '0123456789ABCDEF';

/** Below 0x7F, what each set encodes beyond the control characters. */
const SETS = {
  __proto__: null,
  c0: '',
  fragment: ' "<>`',
  query: ' "#<>',
  specialQuery: ' "#<>\'',
  path: ' "#<>?`{}^',
  userinfo: ' "#<>?`{}/:;=@[\\]^|',
  form: ' !"#$%&\'()+,/:;<=>?@[\\]^`{|}~',
};

/** By set: a pattern that finds nothing in text that stays as it is. */
const PATTERNS = {
  __proto__: null,
  c0: /[^ -~]/,
  fragment: /[^ -~]|[ "<>`]/,
  query: /[^ -~]|[ "#<>]/,
  specialQuery: /[^ -~]|[ "#<>']/,
  path: /[^ -~]|[ "#<>?`{}^]/,
  userinfo: /[^ -~]|[ "#<>?`{}/:;=@[\\\]^|]/,
  form: /[^*\-.0-9A-Z_a-z]/,
};

/**
 * Writes what a part of a URL must not contain as `%XX` of its UTF-8 bytes; lone surrogates become U+FFFD.
 *
 * @param {string} text
 * @param {'c0' | 'fragment' | 'query' | 'specialQuery' | 'path' | 'userinfo' | 'form'} set by the URL Standard
 * @returns {string}
 * @example percentEncode('a b€', 'path') // 'a%20b%E2%82%AC'
 */
export function percentEncode(text, set) {
  if (intrinsics.exec(PATTERNS[set], text) === null) {
    return text;
  }
  const formed = intrinsics.toWellFormed(text);
  const encoded = SETS[set];
  let written = '';
  for (let i = 0; i < formed.length; i++) {
    const unit = intrinsics.charCodeAt(formed, i);
    if (unit < 0x80) {
      const isEncoded = unit < 0x20 || unit === 0x7f || intrinsics.includes(encoded, formed[i]);
      written += isEncoded ? '%' + HEX[unit >> 4] + HEX[unit & 15] : formed[i];
    } else if ((unit & 0xfc00) === 0xd800) {
      written += intrinsics.encodeUri(formed[i] + formed[++i]);
    } else {
      written += intrinsics.encodeUri(formed[i]);
    }
  }
  return written;
}

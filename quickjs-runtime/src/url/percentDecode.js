import { intrinsics } from '../intrinsics.js';
import { createUtf8Decoder } from '../text/createUtf8Decoder.js';

/** @param {string} digit @returns {number} NaN for no hexadecimal digit */
const hex = (digit) => (intrinsics.includes('0123456789abcdefABCDEF', digit) ? intrinsics.parseInt(digit, 16) : NaN);

/**
 * The text whose UTF-8 bytes are those of `text` with each `%XX` as its byte. Unlike `decodeURIComponent` it never throws: what is no
 * UTF-8 becomes U+FFFD, and a `%` that begins nothing stays.
 *
 * @param {string} text
 * @returns {string}
 * @example percentDecode('a%20b%zz%FF') // 'a b%zz\ufffd'
 */
export function percentDecode(text) {
  if (!intrinsics.includes(text, '%')) {
    return intrinsics.toWellFormed(text);
  }
  try {
    return intrinsics.decodeUri(intrinsics.toWellFormed(text));
  } catch {
    // The slow way, which knows what to do with what is not right.
  }
  const latin = intrinsics.unescape(intrinsics.encodeUri(intrinsics.toWellFormed(text)));
  const bytes = new intrinsics.Uint8Array(latin.length);
  let count = 0;
  for (let i = 0; i < latin.length; i++) {
    const value = latin[i] === '%' && i + 2 < latin.length ? hex(latin[i + 1]) * 16 + hex(latin[i + 2]) : NaN;
    const isByte = value >= 0;
    bytes[count++] = isByte ? value : intrinsics.charCodeAt(latin, i);
    i += isByte ? 2 : 0;
  }
  return createUtf8Decoder(false)(new intrinsics.Uint8Array(intrinsics.viewBuffer(bytes), 0, count), false);
}

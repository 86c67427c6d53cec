import { intrinsics } from '../intrinsics.js';

/** What the bytes 0x80 to 0x9F are; the others are as in Unicode. */
const UPPER =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

/** @param {Uint8Array} bytes @returns {string} */
export function decodeWindows1252(bytes) {
  let text = '';
  const count = intrinsics.viewCount(bytes);
  for (let i = 0; i < count; i++) {
    text += bytes[i] >= 0x80 && bytes[i] < 0xa0 ? UPPER[bytes[i] - 0x80] : intrinsics.fromCharCode(bytes[i]);
  }
  return text;
}

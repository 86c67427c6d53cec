import { intrinsics } from '../intrinsics.js';

/**
 * Decodes little-endian UTF-16 piece by piece.
 *
 * @param {boolean} fatal
 * @returns {(bytes: Uint8Array, more: boolean) => string}
 */
export function createUtf16Decoder(fatal) {
  let odd = -1;
  let kept = '';
  return (bytes, more) => {
    const count = intrinsics.viewCount(bytes);
    let text = kept;
    kept = '';
    for (let i = 0; i < count; i++) {
      if (odd < 0) {
        odd = bytes[i];
      } else {
        text += intrinsics.fromCharCode(odd | (bytes[i] << 8));
        odd = -1;
      }
    }
    const half = text !== '' && (intrinsics.charCodeAt(text, text.length - 1) & 0xfc00) === 0xd800;
    if (more && half) {
      kept = text[text.length - 1];
      text = intrinsics.slice(text, 0, -1);
    } else if (!more && odd >= 0) {
      odd = -1;
      text += half ? '' : '\ud800';
    }
    const formed = intrinsics.toWellFormed(text);
    if (fatal && formed !== text) {
      throw new intrinsics.TypeError('The encoded data was not valid utf-16le');
    }
    return formed;
  };
}

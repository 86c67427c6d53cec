import { define } from './define.js';
import { intrinsics } from './intrinsics.js';

const BYTES_MAX = 65536;
const HEX = '0123456789abcdef';

/**
 * `crypto.getRandomValues` and `crypto.randomUUID`, fed by the run. There is no `crypto.subtle`.
 *
 * @param {() => number} random 32-bit numbers
 */
export function createCrypto(random) {
  /** @param {any} view */
  const getRandomValues = (view) => {
    const tag = intrinsics.viewOf(view) ? intrinsics.viewTag(view) : undefined;
    if (tag === undefined || tag === 'Float32Array' || tag === 'Float64Array' || tag === 'Float16Array') {
      throw new intrinsics.TypeError('crypto.getRandomValues expects an array of whole numbers, as new Uint8Array(16)');
    }
    const count = intrinsics.viewLength(view);
    if (count > BYTES_MAX) {
      throw new intrinsics.RangeError('crypto.getRandomValues was asked for ' + count + ' bytes, at most ' + BYTES_MAX);
    }
    const bytes = new intrinsics.Uint8Array(intrinsics.viewBuffer(view), intrinsics.viewOffset(view), count);
    for (let i = 0; i < count; i++) {
      bytes[i] = random() >>> 24;
    }
    return view;
  };

  /** @returns {string} a version 4 UUID */
  const randomUUID = () => {
    let text = '';
    for (let i = 0; i < 16; i++) {
      let byte = random() >>> 24;
      if (i === 6) {
        byte = (byte & 0x0f) | 0x40;
      } else if (i === 8) {
        byte = (byte & 0x3f) | 0x80;
      }
      text += (i === 4 || i === 6 || i === 8 || i === 10 ? '-' : '') + HEX[byte >> 4] + HEX[byte & 15];
    }
    return text;
  };

  const crypto = { getRandomValues, randomUUID };
  define(crypto, intrinsics.toStringTag, 'Crypto');
  return crypto;
}

import { define } from '../define.js';
import { intrinsics } from '../intrinsics.js';
import { encodeUtf8 } from './encodeUtf8.js';

/** The global of that name: UTF-8. */
export class TextEncoder {
  #brand = true;

  static {
    define(this.prototype, intrinsics.toStringTag, 'TextEncoder');
  }

  get encoding() {
    this.#brand;
    return 'utf-8';
  }

  /** @param {unknown} [text] @returns {Uint8Array} */
  encode(text = '') {
    this.#brand;
    return encodeUtf8('' + text);
  }

  /**
   * @param {unknown} text
   * @param {Uint8Array} target
   * @returns {{ read: number, written: number }} UTF-16 units read, bytes written; no character is cut
   */
  encodeInto(text, target) {
    this.#brand;
    const formed = intrinsics.toWellFormed('' + text);
    if (!intrinsics.viewOf(target) || intrinsics.viewTag(target) !== 'Uint8Array') {
      throw new intrinsics.TypeError('TextEncoder.encodeInto expects a Uint8Array');
    }
    const room = intrinsics.viewCount(target);
    let read = 0;
    let written = 0;
    while (read < formed.length) {
      const point = intrinsics.codePointAt(formed, read);
      const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (written + size > room) {
        break;
      }
      if (size === 1) {
        target[written++] = point;
      } else {
        target[written++] = (0xf00 >> size) & 0xff | (point >> (6 * (size - 1)));
        for (let shift = 6 * (size - 2); shift >= 0; shift -= 6) {
          target[written++] = 0x80 | ((point >> shift) & 0x3f);
        }
      }
      read += size === 4 ? 2 : 1;
    }
    return { read, written };
  }
}

import { intrinsics } from '../intrinsics.js';

const CHUNK = 16384;
const NOT_ASCII = /[\x80-\xff]/;

/** Length of the sequence that a byte begins, and the least and the greatest byte that may follow it. @param {number} lead */
function sequenceOf(lead) {
  if (lead >= 0xc2 && lead <= 0xdf) {
    return { length: 2, least: 0x80, most: 0xbf };
  }
  if (lead >= 0xe0 && lead <= 0xef) {
    return { length: 3, least: lead === 0xe0 ? 0xa0 : 0x80, most: lead === 0xed ? 0x9f : 0xbf };
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    return { length: 4, least: lead === 0xf0 ? 0x90 : 0x80, most: lead === 0xf4 ? 0x8f : 0xbf };
  }
  return { length: 1, least: 0, most: 0 };
}

/** How many bytes at `from` belong together, valid or not. @param {Uint8Array} bytes @param {number} from @param {number} end */
function sequenceAt(bytes, from, end) {
  const { length, least, most } = sequenceOf(bytes[from]);
  let count = 1;
  while (count < length && from + count < end) {
    const byte = bytes[from + count];
    if (byte < (count === 1 ? least : 0x80) || byte > (count === 1 ? most : 0xbf)) {
      return { count, whole: false, cut: false };
    }
    count++;
  }
  return { count, whole: count === length && (length > 1 || bytes[from] < 0x80), cut: count < length };
}

/** @param {Uint8Array} bytes @param {number} from @param {number} to @returns {Uint8Array} */
const part = (bytes, from, to) => new intrinsics.Uint8Array(intrinsics.viewBuffer(bytes), intrinsics.viewOffset(bytes) + from, to - from);

/** @param {Uint8Array} bytes @returns {string} one character of the same number for each byte */
const latinText = (bytes) => intrinsics.atob(intrinsics.base64OfBytes(bytes));

/** @param {Uint8Array} bytes @returns {string} each sequence on its own, U+FFFD for what is none */
function repaired(bytes) {
  const end = intrinsics.viewCount(bytes);
  let text = '';
  for (let from = 0; from < end; ) {
    const { count, whole } = sequenceAt(bytes, from, end);
    text += whole ? intrinsics.decodeUri(intrinsics.escape(latinText(part(bytes, from, from + count)))) : '\ufffd';
    from += count;
  }
  return text;
}

/** @param {Uint8Array} bytes @param {boolean} fatal @returns {string} */
function decoded(bytes, fatal) {
  const latin = latinText(bytes);
  if (intrinsics.exec(NOT_ASCII, latin) === null) {
    return latin;
  }
  try {
    // The engine's own decoder, which refuses what is not valid.
    return intrinsics.decodeUri(intrinsics.escape(latin));
  } catch {
    if (fatal) {
      throw new intrinsics.TypeError('The encoded data was not valid utf-8');
    }
    return repaired(bytes);
  }
}

/**
 * Decodes UTF-8 piece by piece: what a piece leaves unfinished is kept for the next.
 *
 * @param {boolean} fatal whether what is not valid throws, and does not become U+FFFD
 * @returns {(bytes: Uint8Array, more: boolean) => string}
 */
export function createUtf8Decoder(fatal) {
  let kept = new intrinsics.Uint8Array(0);
  return (bytes, more) => {
    let all = bytes;
    if (intrinsics.viewCount(kept) > 0) {
      all = new intrinsics.Uint8Array(intrinsics.viewCount(kept) + intrinsics.viewCount(bytes));
      intrinsics.viewSet(all, kept, 0);
      intrinsics.viewSet(all, bytes, intrinsics.viewCount(kept));
      kept = new intrinsics.Uint8Array(0);
    }
    const end = intrinsics.viewCount(all);
    let text = '';
    for (let from = 0; from < end; ) {
      let to = intrinsics.min(from + CHUNK, end);
      // Back to where the last sequence begins, if it is not whole.
      let start = to - 1;
      while (start > from && start > to - 4 && (all[start] & 0xc0) === 0x80) {
        start--;
      }
      if (sequenceAt(all, start, to).cut) {
        if (to < end) {
          to = start;
        } else if (more) {
          kept = new intrinsics.Uint8Array(to - start);
          intrinsics.viewSet(kept, part(all, start, to), 0);
          to = start;
        }
      }
      text += decoded(part(all, from, to), fatal);
      from = to + intrinsics.viewCount(kept);
    }
    return text;
  };
}

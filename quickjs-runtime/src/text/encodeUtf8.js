import { intrinsics } from '../intrinsics.js';
import { newList } from '../newList.js';

const CHUNK = 16384;

/** @param {string} text well-formed @returns {Uint8Array} */
const chunkBytes = (text) => intrinsics.bytesFromBase64(intrinsics.btoa(intrinsics.unescape(intrinsics.encodeUri(text))));

/**
 * UTF-8 bytes of a text; lone surrogates become U+FFFD. The engine has no function for it, but four that together do it faster than
 * a loop here could. In pieces, as the text between them is up to nine times as long.
 *
 * @param {string} text
 * @returns {Uint8Array}
 */
export function encodeUtf8(text) {
  const formed = intrinsics.toWellFormed(text);
  if (formed.length <= CHUNK) {
    return chunkBytes(formed);
  }
  const parts = newList();
  let size = 0;
  for (let from = 0; from < formed.length; ) {
    let to = intrinsics.min(from + CHUNK, formed.length);
    // Not between the halves of a surrogate pair.
    to += to < formed.length && (intrinsics.charCodeAt(formed, to) & 0xfc00) === 0xdc00 ? 1 : 0;
    const bytes = chunkBytes(intrinsics.slice(formed, from, to));
    parts[parts.length] = bytes;
    size += intrinsics.viewLength(bytes);
    from = to;
  }
  const all = new intrinsics.Uint8Array(size);
  for (let i = 0, at = 0; i < parts.length; i++) {
    intrinsics.viewSet(all, parts[i], at);
    at += intrinsics.viewLength(parts[i]);
  }
  return all;
}

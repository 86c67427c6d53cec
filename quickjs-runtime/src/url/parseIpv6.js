import { intrinsics } from '../intrinsics.js';
import { newList } from '../newList.js';

const PIECE = /^[0-9a-fA-F]{1,4}$/;
const DECIMAL = /^(?:0|[1-9][0-9]{0,2})$/;

/** @param {string} text `1.2.3.4` @param {any[]} pieces gets two more @returns {boolean} */
function addIpv4(text, pieces) {
  const parts = intrinsics.split(text, '.');
  if (parts.length !== 4) {
    return false;
  }
  for (let i = 0; i < 4; i++) {
    if (intrinsics.exec(DECIMAL, parts[i]) === null || +parts[i] > 255) {
      return false;
    }
  }
  pieces[pieces.length] = +parts[0] * 256 + +parts[1];
  pieces[pieces.length] = +parts[2] * 256 + +parts[3];
  return true;
}

/** @param {string} text pieces between colons @param {boolean} isEnd where an IPv4 address may stand @returns {any[] | undefined} */
function piecesOf(text, isEnd) {
  const pieces = newList();
  if (text === '') {
    return pieces;
  }
  const parts = intrinsics.split(text, ':');
  for (let i = 0; i < parts.length; i++) {
    if (intrinsics.exec(PIECE, parts[i]) !== null) {
      pieces[pieces.length] = intrinsics.parseInt(parts[i], 16);
    } else if (!isEnd || i < parts.length - 1 || !addIpv4(parts[i], pieces)) {
      return undefined;
    }
  }
  return pieces;
}

/** @param {any[]} pieces eight @returns {string} the longest run of two zeros or more as `::` */
function written(pieces) {
  let from = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (i + run < 8 && pieces[i + run] === 0) {
      run++;
    }
    if (run > length) {
      from = i;
      length = run;
    }
  }
  let text = '';
  for (let i = 0; i < 8; i++) {
    if (i === from) {
      text += i === 0 ? '::' : ':';
      i += length - 1;
    } else {
      text += intrinsics.numberText(pieces[i], 16) + (i < 7 ? ':' : '');
    }
  }
  return text;
}

/**
 * @param {string} text what stands between brackets
 * @returns {string | undefined} its shortest form, undefined when it is no IPv6 address
 * @example parseIpv6('0:0::FFFF:192.0.2.1') // '::ffff:c000:201'
 */
export function parseIpv6(text) {
  const gap = intrinsics.indexOf(text, '::');
  if (gap < 0) {
    const pieces = piecesOf(text, true);
    return pieces?.length === 8 ? written(pieces) : undefined;
  }
  const head = piecesOf(intrinsics.slice(text, 0, gap), false);
  const tail = piecesOf(intrinsics.slice(text, gap + 2), true);
  if (head === undefined || tail === undefined || head.length + tail.length > 7) {
    return undefined;
  }
  const pieces = newList();
  for (let i = 0; i < 8; i++) {
    pieces[i] = i < head.length ? head[i] : i < 8 - tail.length ? 0 : tail[i - 8 + tail.length];
  }
  return written(pieces);
}

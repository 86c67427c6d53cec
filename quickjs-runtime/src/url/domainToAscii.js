import { intrinsics } from '../intrinsics.js';
import { punycode } from './punycode.js';

const NOT_ASCII = /[^\0-\x7f]/;
/** UTS 46 leaves these out: soft hyphen, zero-width space, word joiner, byte order mark, variation selectors and the like. */
const IGNORED = /[\u00ad\u034f\u180b-\u180d\u180f\u200b\u2060\u2064\ufe00-\ufe0f\ufeff]/;
/** Some of what UTS 46 forbids: what has no place in a word. A label may not begin with a combining mark. */
const FORBIDDEN = /[\p{C}\p{Z}\ufffd]/u;
const MARK_FIRST = /^\p{M}/u;

/** @param {string} label @returns {string} in the case, width and composition that UTS 46 maps it to, as far as Unicode's own mappings tell */
function mapped(label) {
  let text = '';
  for (let i = 0; i < label.length; i++) {
    const point = intrinsics.codePointAt(label, i);
    const letter = intrinsics.fromCodePoint(point);
    i += point > 0xffff ? 1 : 0;
    // Letter by letter, as a Σ at the end of a word would else become ς. The full stops of Chinese and Japanese separate labels too.
    const isStop = point === 0x3002 || point === 0xff61;
    text += isStop ? '.' : intrinsics.exec(IGNORED, letter) === null ? intrinsics.lowerCase(intrinsics.normalize(letter, 'NFKC')) : '';
  }
  return intrinsics.normalize(text, 'NFKC');
}

/** @param {string} label with letters beyond ASCII @returns {boolean} */
const isValid = (label) => mapped(label) === label && intrinsics.exec(FORBIDDEN, label) === null && intrinsics.exec(MARK_FIRST, label) === null;

/** @param {string} label mapped @returns {string | undefined} */
function labelToAscii(label) {
  if (intrinsics.startsWith(label, 'xn--')) {
    const decoded = punycode.decode(intrinsics.slice(label, 4));
    const isOne = decoded !== undefined && intrinsics.exec(NOT_ASCII, decoded) !== null && isValid(decoded);
    return isOne && intrinsics.exec(NOT_ASCII, label) === null ? label : undefined;
  }
  if (intrinsics.exec(NOT_ASCII, label) === null) {
    return label;
  }
  return isValid(label) ? 'xn--' + punycode.encode(label) : undefined;
}

/**
 * A host's name as the wire has it: lower case, Punycode. Instead of the tables of UTS 46 it uses Unicode's lower case and NFKC, which
 * map nearly all names alike. What is missing: code points that UTS 46 forbids beyond spaces, controls and unassigned ones, and the
 * rules for right-to-left and joiners.
 *
 * @param {string} domain
 * @returns {string | undefined} undefined when it is none
 * @example domainToAscii('BÜCHER.example') // 'xn--bcher-kva.example'
 */
export function domainToAscii(domain) {
  let ascii = intrinsics.lowerCase(domain);
  const isPlain = intrinsics.exec(NOT_ASCII, domain) === null;
  if (isPlain && !intrinsics.includes(ascii, 'xn--')) {
    return ascii;
  }
  const labels = intrinsics.split(mapped(domain), '.');
  ascii = '';
  for (let i = 0; i < labels.length; i++) {
    const label = labelToAscii(labels[i]);
    if (label === undefined) {
      return undefined;
    }
    ascii += (i === 0 ? '' : '.') + label;
  }
  return ascii;
}

import { intrinsics } from '../intrinsics.js';

const DECIMAL = /^[0-9]+$/;
const OCTAL = /^[0-7]*$/;
const HEXADECIMAL = /^[0-9a-fA-F]*$/;

/** @param {string} part @returns {number} NaN when it is no number */
function numberOf(part) {
  if (part === '') {
    return NaN;
  }
  if (intrinsics.startsWith(part, '0x') || intrinsics.startsWith(part, '0X')) {
    const digits = intrinsics.slice(part, 2);
    return intrinsics.exec(HEXADECIMAL, digits) === null ? NaN : digits === '' ? 0 : intrinsics.parseInt(digits, 16);
  }
  if (part.length > 1 && part[0] === '0') {
    const digits = intrinsics.slice(part, 1);
    return intrinsics.exec(OCTAL, digits) === null ? NaN : intrinsics.parseInt(digits, 8);
  }
  return intrinsics.exec(DECIMAL, part) === null ? NaN : intrinsics.parseInt(part, 10);
}

/**
 * The IPv4 address that a host is when it ends in a number, as `127.1` or `0x7f000001`.
 *
 * @param {string} host
 * @returns {string | null | undefined} in four decimal parts; null when it is none and wants to be one; undefined for a name
 */
export function parseIpv4(host) {
  const parts = intrinsics.split(host, '.');
  let count = parts.length;
  if (count > 1 && parts[count - 1] === '') {
    count--;
  }
  const last = parts[count - 1];
  if (intrinsics.exec(DECIMAL, last) === null && !(numberOf(last) >= 0 && (last[1] === 'x' || last[1] === 'X'))) {
    return undefined;
  }
  if (count > 4) {
    return null;
  }
  let address = 0;
  for (let i = 0; i < count; i++) {
    const number = numberOf(parts[i]);
    const isLast = i === count - 1;
    if (!(number >= 0) || number >= (isLast ? 256 ** (5 - count) : 256)) {
      return null;
    }
    address += isLast ? number : number * 256 ** (3 - i);
  }
  let text = '';
  for (let i = 3; i >= 0; i--) {
    text += (intrinsics.floor(address / 256 ** i) % 256) + (i > 0 ? '.' : '');
  }
  return text;
}

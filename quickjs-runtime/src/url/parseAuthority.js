import { intrinsics } from '../intrinsics.js';
import { parseHost } from './parseHost.js';
import { percentEncode } from './percentEncode.js';
import { specialPort } from './specialPort.js';
import { splitAt } from './splitAt.js';

const DIGITS = /^[0-9]*/;

/** @param {string} text @returns {number} where the port's colon is, -1 for none; colons in brackets are the address's */
function colonIn(text) {
  let inBrackets = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === ':' && !inBrackets) {
      return i;
    }
    inBrackets = text[i] === '[' || (inBrackets && text[i] !== ']');
  }
  return -1;
}

/**
 * Parts of a URL between `//` and its path. Each sets what it finds in a record and tells whether it is valid.
 */
export const parseAuthority = {
  /** @param {any} url a record @param {string} text `user:password@host:port` @returns {boolean} */
  all(url, text) {
    const at = intrinsics.lastIndexOf(text, '@');
    if (at >= 0) {
      const { before, after } = splitAt(intrinsics.slice(text, 0, at), ':');
      url.username = percentEncode(before, 'userinfo');
      url.password = percentEncode(after ?? '', 'userinfo');
      if (at === text.length - 1) {
        return false;
      }
    }
    const place = intrinsics.slice(text, at + 1);
    const colon = colonIn(place);
    const name = colon < 0 ? place : intrinsics.slice(place, 0, colon);
    return (
      (name !== '' || (colon < 0 && specialPort(url.scheme) === undefined)) &&
      this.host(url, name) &&
      (colon < 0 || this.port(url, intrinsics.slice(place, colon + 1)))
    );
  },

  /** @param {any} url @param {string} text @returns {boolean} */
  host(url, text) {
    const host = parseHost(text, specialPort(url.scheme) === undefined);
    if (host === undefined) {
      return false;
    }
    url.host = url.scheme === 'file' && host === 'localhost' ? '' : host;
    return true;
  },

  /** @param {any} url @param {string} text digits and nothing else @returns {boolean} */
  port(url, text) {
    const digits = /** @type {RegExpExecArray} */ (intrinsics.exec(DIGITS, text))[0];
    const port = digits === '' ? null : intrinsics.parseInt(digits, 10);
    if (digits.length !== text.length || (port !== null && port > 65535)) {
      return false;
    }
    url.port = port === specialPort(url.scheme) ? null : port;
    return true;
  },

  colonIn,
};

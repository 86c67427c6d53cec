import { intrinsics } from '../intrinsics.js';
import { domainToAscii } from './domainToAscii.js';
import { parseIpv4 } from './parseIpv4.js';
import { parseIpv6 } from './parseIpv6.js';
import { percentDecode } from './percentDecode.js';
import { percentEncode } from './percentEncode.js';

const FORBIDDEN = /[\0\t\n\r #/:<>?@[\\\]^|]/;
const FORBIDDEN_IN_DOMAIN = /[\0-\x20#%/:<>?@[\\\]^|\x7f]/;

/**
 * @param {string} text
 * @param {boolean} isOpaque of a scheme whose hosts are just text
 * @returns {string | undefined} undefined when it is no host
 */
export function parseHost(text, isOpaque) {
  if (intrinsics.startsWith(text, '[')) {
    const address = text[text.length - 1] === ']' ? parseIpv6(intrinsics.slice(text, 1, -1)) : undefined;
    return address === undefined ? undefined : '[' + address + ']';
  }
  if (isOpaque) {
    return intrinsics.exec(FORBIDDEN, text) === null ? percentEncode(text, 'c0') : undefined;
  }
  const domain = domainToAscii(percentDecode(text));
  if (domain === undefined || domain === '' || intrinsics.exec(FORBIDDEN_IN_DOMAIN, domain) !== null) {
    return undefined;
  }
  const address = parseIpv4(domain);
  return address === undefined ? domain : address === null ? undefined : address;
}

import { define } from '../define.js';
import { intrinsics } from '../intrinsics.js';
import { parseAuthority } from './parseAuthority.js';
import { parseUrl } from './parseUrl.js';
import { percentEncode } from './percentEncode.js';
import { searchParams } from './searchParams.js';
import { serializeUrl } from './serializeUrl.js';
import { specialPort } from './specialPort.js';

const SCHEME = /^[a-zA-Z][a-zA-Z0-9+\-.]*(?=:)/;
const DIGITS = /^[0-9]+/;
const AFTER_HOST = /[/?#]/;
const AFTER_SPECIAL_HOST = /[/?#\\]/;

/** @typedef {import('./parseUrl.js').UrlRecord} UrlRecord */

/** @param {unknown} text @param {unknown} base undefined for none @returns {UrlRecord | null} */
function parsed(text, base) {
  const baseUrl = base === undefined ? null : parseUrl.whole(intrinsics.toWellFormed('' + base), null);
  return base !== undefined && baseUrl === null ? null : parseUrl.whole(intrinsics.toWellFormed('' + text), baseUrl);
}

/** @param {unknown} text @returns {never} */
function refuse(text) {
  throw new intrinsics.TypeError('Invalid URL: ' + intrinsics.slice('' + text, 0, 200));
}

/** @param {unknown} value @returns {string} what a part is set to */
const partOf = (value) => parseUrl.withoutNewlines(intrinsics.toWellFormed('' + value));

/** @param {UrlRecord} url @returns {boolean} */
const hasCredentialsOrPort = (url) => url.username !== '' || url.password !== '' || url.port !== null;

/** @param {UrlRecord} url @returns {boolean} whether it may have a user or a port */
const hasRealHost = (url) => url.host !== null && url.host !== '' && url.scheme !== 'file';

/** @param {UrlRecord} url @param {string} text `host` or `host:port` @param {boolean} withPort */
function setHost(url, text, withPort) {
  const isSpecial = specialPort(url.scheme) !== undefined;
  const end = intrinsics.exec(isSpecial ? AFTER_SPECIAL_HOST : AFTER_HOST, text);
  const place = end === null ? text : intrinsics.slice(text, 0, end.index);
  const colon = url.scheme === 'file' ? -1 : parseAuthority.colonIn(place);
  const name = colon < 0 ? place : intrinsics.slice(place, 0, colon);
  if (colon >= 0 && (name === '' || !withPort)) {
    return;
  }
  if (name === '' && url.scheme !== 'file' && (isSpecial || hasCredentialsOrPort(url))) {
    return;
  }
  if (url.scheme === 'file' && name === '') {
    url.host = '';
  } else if (parseAuthority.host(url, name) && colon >= 0) {
    setPort(url, intrinsics.slice(place, colon + 1));
  }
}

/** @param {UrlRecord} url @param {string} text of which the digits that begin it count */
function setPort(url, text) {
  const digits = intrinsics.exec(DIGITS, text);
  if (digits !== null) {
    parseAuthority.port(url, digits[0]);
  }
}

/** @param {UrlRecord} url @param {string} text */
function setScheme(url, text) {
  const found = intrinsics.exec(SCHEME, text + ':');
  const scheme = found === null ? '' : intrinsics.lowerCase(found[0]);
  if (
    scheme === '' ||
    (specialPort(scheme) === undefined) !== (specialPort(url.scheme) === undefined) ||
    (scheme === 'file' && hasCredentialsOrPort(url)) ||
    (url.scheme === 'file' && url.host === '')
  ) {
    return;
  }
  url.scheme = scheme;
  url.port = url.port === specialPort(scheme) ? null : url.port;
}

/** The global of that name, by the URL Standard; `domainToAscii` says what is left out of it. */
export class URL {
  #parts;
  #params = /** @type {any} */ (null);
  #queryIsOld = false;

  static {
    define(this.prototype, intrinsics.toStringTag, 'URL');
  }

  /** @param {unknown} text @param {unknown} [base] */
  constructor(text, base = undefined) {
    if (arguments.length === 0) {
      throw new intrinsics.TypeError('URL expects a text');
    }
    this.#parts = parsed(text, base) ?? refuse(text);
  }

  /** @param {unknown} text @param {unknown} [base] @returns {boolean} */
  static canParse(text, base = undefined) {
    return parsed(text, base) !== null;
  }

  /** @param {unknown} text @param {unknown} [base] @returns {URL | null} */
  static parse(text, base = undefined) {
    const record = parsed(text, base);
    if (record === null) {
      return null;
    }
    const url = new URL('a:');
    url.#parts = record;
    return url;
  }

  /** A query is written when somebody looks, so that a thousand appended parameters are not written a thousand times. */
  get #url() {
    if (this.#queryIsOld) {
      const query = searchParams.written(this.#params);
      this.#parts.query = query === '' ? null : query;
      this.#queryIsOld = false;
    }
    return this.#parts;
  }

  #tellParams() {
    this.#queryIsOld = false;
    if (this.#params !== null) {
      searchParams.replace(this.#params, this.#parts.query ?? '');
    }
  }

  get href() {
    return serializeUrl.whole(this.#url);
  }
  set href(value) {
    this.#parts = parsed(value, undefined) ?? refuse(value);
    this.#tellParams();
  }

  get origin() {
    const url = this.#url;
    if (url.scheme === 'blob') {
      const inner = parseUrl.whole(url.path, null);
      return inner !== null && (inner.scheme === 'http' || inner.scheme === 'https') ? inner.scheme + '://' + serializeUrl.host(inner) : 'null';
    }
    return specialPort(url.scheme) === undefined || url.scheme === 'file' ? 'null' : url.scheme + '://' + serializeUrl.host(url);
  }

  get protocol() {
    return this.#url.scheme + ':';
  }
  set protocol(value) {
    setScheme(this.#url, partOf(value));
  }

  get username() {
    return this.#url.username;
  }
  set username(value) {
    if (hasRealHost(this.#url)) {
      this.#url.username = percentEncode(intrinsics.toWellFormed('' + value), 'userinfo');
    }
  }

  get password() {
    return this.#url.password;
  }
  set password(value) {
    if (hasRealHost(this.#url)) {
      this.#url.password = percentEncode(intrinsics.toWellFormed('' + value), 'userinfo');
    }
  }

  get host() {
    return serializeUrl.host(this.#url);
  }
  set host(value) {
    if (!this.#url.isOpaque) {
      setHost(this.#url, partOf(value), true);
    }
  }

  get hostname() {
    return this.#url.host ?? '';
  }
  set hostname(value) {
    if (!this.#url.isOpaque) {
      setHost(this.#url, partOf(value), false);
    }
  }

  get port() {
    return this.#url.port === null ? '' : '' + this.#url.port;
  }
  set port(value) {
    if (!hasRealHost(this.#url)) {
      return;
    }
    const text = partOf(value);
    if (text === '') {
      this.#url.port = null;
    } else {
      setPort(this.#url, text);
    }
  }

  get pathname() {
    return this.#url.path;
  }
  set pathname(value) {
    const url = this.#url;
    if (!url.isOpaque) {
      const text = partOf(value);
      const path = parseUrl.path(text, url.scheme);
      url.path = path === '' && url.host === null ? '/' : path;
    }
  }

  get search() {
    return this.#url.query === null || this.#url.query === '' ? '' : '?' + this.#url.query;
  }
  set search(value) {
    const text = intrinsics.toWellFormed('' + value);
    const query = intrinsics.startsWith(text, '?') ? intrinsics.slice(text, 1) : text;
    this.#url.query = text === '' ? null : parseUrl.query(parseUrl.withoutNewlines(query), this.#url.scheme);
    this.#tellParams();
  }

  get searchParams() {
    this.#params ??= searchParams.linked(this.#url.query ?? '', () => {
      this.#queryIsOld = true;
    });
    return this.#params;
  }

  get hash() {
    return this.#url.fragment === null || this.#url.fragment === '' ? '' : '#' + this.#url.fragment;
  }
  set hash(value) {
    const text = intrinsics.toWellFormed('' + value);
    const fragment = intrinsics.startsWith(text, '#') ? intrinsics.slice(text, 1) : text;
    this.#url.fragment = text === '' ? null : percentEncode(parseUrl.withoutNewlines(fragment), 'fragment');
  }

  toString() {
    return serializeUrl.whole(this.#url);
  }

  toJSON() {
    return serializeUrl.whole(this.#url);
  }
}

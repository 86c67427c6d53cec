import { intrinsics } from '../intrinsics.js';
import { parseAuthority } from './parseAuthority.js';
import { parsePath } from './parsePath.js';
import { percentEncode } from './percentEncode.js';
import { specialPort } from './specialPort.js';
import { splitAt } from './splitAt.js';

const SCHEME = /^[a-zA-Z][a-zA-Z0-9+\-.]*(?=:)/;
const DRIVE_FIRST = /^[a-zA-Z][:|](?:[/\\]|$)/;
const DRIVE = /^[a-zA-Z][:|]$/;
const DRIVE_OF_PATH = /^\/[a-zA-Z]:(?=\/|$)/;
const TAB_OR_NEWLINE = /[\t\n\r]/;

/**
 * @typedef {{ scheme: string, username: string, password: string, host: string | null, port: number | null, path: string,
 *   isOpaque: boolean, query: string | null, fragment: string | null }} UrlRecord path: of segments, each with its slash before
 *   it, or, when opaque, as it stands
 */

/** @param {string} scheme @returns {UrlRecord} */
const emptyUrl = (scheme) => ({
  scheme,
  username: '',
  password: '',
  host: null,
  port: null,
  path: '',
  isOpaque: false,
  query: null,
  fragment: null,
});

/** @param {string} text @param {number} at @param {boolean} isSpecial @returns {boolean} */
const isSlash = (text, at, isSpecial) => at < text.length && (text[at] === '/' || (isSpecial && text[at] === '\\'));

/** @param {string} text @returns {string} without control characters and spaces around it, and without tabs and newlines */
function stripped(text) {
  let from = 0;
  let to = text.length;
  while (from < to && text[from] <= ' ') {
    from++;
  }
  while (from < to && text[to - 1] <= ' ') {
    to--;
  }
  return parseUrl.withoutNewlines(intrinsics.slice(text, from, to));
}

/** @param {UrlRecord} url @param {string} rest what follows the slashes @returns {boolean} whether it is valid */
function authorityAndPath(url, rest) {
  const isSpecial = specialPort(url.scheme) !== undefined;
  let end = 0;
  while (end < rest.length && !isSlash(rest, end, isSpecial)) {
    end++;
  }
  if (!parseAuthority.all(url, intrinsics.slice(rest, 0, end))) {
    return false;
  }
  url.path = parseUrl.path(intrinsics.slice(rest, end), url.scheme);
  return true;
}

/** @param {UrlRecord} url @param {string} text with slashes of any number before it @returns {boolean} */
function afterSlashes(url, text) {
  let from = 0;
  while (isSlash(text, from, true)) {
    from++;
  }
  return authorityAndPath(url, intrinsics.slice(text, from));
}

/** @param {UrlRecord} url @param {UrlRecord} base @param {string} rest @param {boolean} hasQuery @returns {boolean} */
function relative(url, base, rest, hasQuery) {
  const isSpecial = specialPort(url.scheme) !== undefined;
  if (isSlash(rest, 0, isSpecial) && isSlash(rest, 1, isSpecial)) {
    const after = intrinsics.slice(rest, 2);
    return isSpecial ? afterSlashes(url, after) : authorityAndPath(url, after);
  }
  url.username = base.username;
  url.password = base.password;
  url.host = base.host;
  url.port = base.port;
  if (isSlash(rest, 0, isSpecial)) {
    url.path = parsePath.continued('', intrinsics.slice(rest, 1), url.scheme);
  } else if (rest !== '') {
    url.path = parsePath.continued(parsePath.shortened(base.path, url.scheme), rest, url.scheme);
  } else {
    url.path = base.path;
    url.query = hasQuery ? null : base.query;
  }
  return true;
}

/** @param {UrlRecord} url @param {string} text what follows `file://` @returns {boolean} */
function fileHost(url, text) {
  let end = 0;
  while (end < text.length && !isSlash(text, end, true)) {
    end++;
  }
  const name = intrinsics.slice(text, 0, end);
  if (intrinsics.exec(DRIVE, name) !== null) {
    url.path = parsePath.continued('', text, 'file');
    return true;
  }
  if (name !== '' && !parseAuthority.host(url, name)) {
    return false;
  }
  url.path = parseUrl.path(intrinsics.slice(text, end), 'file');
  return true;
}

/** @param {UrlRecord} url @param {UrlRecord | null} base @param {string} rest @param {boolean} hasQuery @returns {boolean} */
function file(url, base, rest, hasQuery) {
  url.host = '';
  const fileBase = base !== null && base.scheme === 'file' ? base : null;
  if (isSlash(rest, 0, true)) {
    if (isSlash(rest, 1, true)) {
      return fileHost(url, intrinsics.slice(rest, 2));
    }
    const after = intrinsics.slice(rest, 1);
    let start = '';
    if (fileBase !== null) {
      url.host = fileBase.host;
      const drive = intrinsics.exec(DRIVE_FIRST, after) === null ? intrinsics.exec(DRIVE_OF_PATH, fileBase.path) : null;
      start = drive === null ? '' : drive[0];
    }
    url.path = parsePath.continued(start, after, 'file');
    return true;
  }
  if (fileBase === null) {
    url.path = parsePath.continued('', rest, 'file');
    return true;
  }
  url.host = fileBase.host;
  if (rest === '') {
    url.path = fileBase.path;
    url.query = hasQuery ? null : fileBase.query;
  } else {
    const start = intrinsics.exec(DRIVE_FIRST, rest) === null ? parsePath.shortened(fileBase.path, 'file') : '';
    url.path = parsePath.continued(start, rest, 'file');
  }
  return true;
}

/** @param {string} rest without query and fragment @param {UrlRecord | null} base @param {boolean} hasQuery @param {boolean} hasFragment */
function withoutQuery(rest, base, hasQuery, hasFragment) {
  const scheme = intrinsics.exec(SCHEME, rest);
  if (scheme === null) {
    if (base === null || (base.isOpaque && (rest !== '' || hasQuery || !hasFragment))) {
      return null;
    }
    const url = emptyUrl(base.scheme);
    if (base.isOpaque) {
      url.isOpaque = true;
      url.path = base.path;
      url.query = base.query;
      return url;
    }
    return (base.scheme === 'file' ? file : relative)(url, base, rest, hasQuery) ? url : null;
  }
  const url = emptyUrl(intrinsics.lowerCase(scheme[0]));
  const after = intrinsics.slice(rest, scheme[0].length + 1);
  const isSpecial = specialPort(url.scheme) !== undefined;
  let isValid = true;
  if (url.scheme === 'file') {
    isValid = file(url, base, after, hasQuery);
  } else if (isSpecial) {
    const isRelative = base !== null && base.scheme === url.scheme && !intrinsics.startsWith(after, '//');
    isValid = isRelative ? relative(url, base, after, hasQuery) : afterSlashes(url, after);
  } else if (intrinsics.startsWith(after, '//')) {
    isValid = authorityAndPath(url, intrinsics.slice(after, 2));
  } else if (intrinsics.startsWith(after, '/')) {
    url.path = parsePath.continued('', intrinsics.slice(after, 1), url.scheme);
  } else {
    url.isOpaque = true;
    // Trailing spaces would be lost with the query or fragment behind them.
    const endsInSpace = (hasQuery || hasFragment) && after !== '' && after[after.length - 1] === ' ';
    url.path = percentEncode(endsInSpace ? intrinsics.slice(after, 0, -1) : after, 'c0') + (endsInSpace ? '%20' : '');
  }
  return isValid ? url : null;
}

/**
 * The parser of the URL Standard, as of 2025. Its state machine reads one character at a time; as the first `#` and the first `?`
 * end everything before them, this one cuts there first, and then takes the parts as a whole.
 */
export const parseUrl = {
  /**
   * @param {string} text
   * @param {UrlRecord | null} base
   * @returns {UrlRecord | null} null when it is no URL
   */
  whole(text, base) {
    const { before: upToQuery, after: fragment } = splitAt(stripped(text), '#');
    const { before: rest, after: query } = splitAt(upToQuery, '?');
    const url = withoutQuery(rest, base, query !== null, fragment !== null);
    if (url !== null) {
      url.query = query === null ? url.query : parseUrl.query(query, url.scheme);
      url.fragment = fragment === null ? null : percentEncode(fragment, 'fragment');
    }
    return url;
  },

  /** @param {string} text what follows the host @param {string} scheme @returns {string} */
  path(text, scheme) {
    const isSpecial = specialPort(scheme) !== undefined;
    return text === '' && !isSpecial ? '' : parsePath.continued('', isSlash(text, 0, isSpecial) ? intrinsics.slice(text, 1) : text, scheme);
  },

  /** @param {string} text @param {string} scheme @returns {string} */
  query: (text, scheme) => percentEncode(text, specialPort(scheme) === undefined ? 'query' : 'specialQuery'),

  /** @param {string} text @returns {string} */
  withoutNewlines(text) {
    if (intrinsics.exec(TAB_OR_NEWLINE, text) === null) {
      return text;
    }
    let kept = '';
    for (let i = 0; i < text.length; i++) {
      kept += text[i] === '\t' || text[i] === '\n' || text[i] === '\r' ? '' : text[i];
    }
    return kept;
  },
};

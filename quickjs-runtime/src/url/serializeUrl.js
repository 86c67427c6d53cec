import { intrinsics } from '../intrinsics.js';

/** @typedef {import('./parseUrl.js').UrlRecord} UrlRecord */

/** A record as text, whole and in parts. */
export const serializeUrl = {
  /** @param {UrlRecord} url @returns {string} */
  whole(url) {
    let text = url.scheme + ':';
    if (url.host !== null) {
      text += '//';
      if (url.username !== '' || url.password !== '') {
        text += url.username + (url.password === '' ? '' : ':' + url.password) + '@';
      }
      text += serializeUrl.host(url);
    } else if (!url.isOpaque && intrinsics.startsWith(url.path, '//')) {
      // Or the path would be read as a host.
      text += '/.';
    }
    return text + url.path + (url.query === null ? '' : '?' + url.query) + (url.fragment === null ? '' : '#' + url.fragment);
  },

  /** @param {UrlRecord} url @returns {string} */
  host: (url) => (url.host ?? '') + (url.port === null ? '' : ':' + url.port),
};

import { intrinsics } from '../intrinsics.js';
import { percentEncode } from './percentEncode.js';
import { specialPort } from './specialPort.js';

const DRIVE = /^[a-zA-Z][:|]$/;
const ONLY_DRIVE = /^\/[a-zA-Z]:$/;

/** @param {string} path @param {string} scheme @returns {string} without its last segment; a drive stays */
function shortened(path, scheme) {
  if (scheme === 'file' && intrinsics.exec(ONLY_DRIVE, path) !== null) {
    return path;
  }
  return intrinsics.slice(path, 0, intrinsics.max(0, intrinsics.lastIndexOf(path, '/')));
}

/** @param {string} segment @returns {number} 1 of `.`, 2 of `..`, 0 of all else */
function dotsOf(segment) {
  if (segment.length > 6) {
    return 0;
  }
  let rest = intrinsics.lowerCase(segment);
  let dots = 0;
  while (rest !== '') {
    const length = rest[0] === '.' ? 1 : intrinsics.startsWith(rest, '%2e') ? 3 : 0;
    if (length === 0 || dots === 2) {
      return 0;
    }
    rest = intrinsics.slice(rest, length);
    dots++;
  }
  return dots;
}

/** Paths are text in which each segment has its slash before it: `''` has none, `'/'` one that is empty. */
export const parsePath = {
  shortened,

  /**
   * @param {string} start the path that this one is put to, as a base's without its last segment
   * @param {string} text relative, without the slash that begins it
   * @param {string} scheme
   * @returns {string} with `.` and `..` followed, encoded
   */
  continued(start, text, scheme) {
    const isSpecial = specialPort(scheme) !== undefined;
    let path = start;
    for (let from = 0; from <= text.length; ) {
      let to = from;
      while (to < text.length && text[to] !== '/' && !(isSpecial && text[to] === '\\')) {
        to++;
      }
      const segment = intrinsics.slice(text, from, to);
      const isLast = to === text.length;
      const dots = dotsOf(segment);
      path = dots === 2 ? shortened(path, scheme) : path;
      if (dots === 0) {
        const isDrive = scheme === 'file' && path === '' && intrinsics.exec(DRIVE, segment) !== null;
        path += '/' + (isDrive ? segment[0] + ':' : percentEncode(segment, 'path'));
      } else if (isLast) {
        path += '/';
      }
      from = to + 1;
    }
    return path;
  },
};

import { intrinsics } from '../intrinsics.js';

/**
 * @param {string} text
 * @param {string} mark one character
 * @returns {{ before: string, after: string | null }} null when the mark is not in it
 */
export function splitAt(text, mark) {
  const at = intrinsics.indexOf(text, mark);
  return at < 0 ? { before: text, after: null } : { before: intrinsics.slice(text, 0, at), after: intrinsics.slice(text, at + 1) };
}

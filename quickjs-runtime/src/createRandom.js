import { intrinsics } from './intrinsics.js';

/**
 * Random 32-bit numbers from a seed (sfc32 by Chris Doty-Humphrey): fast in plain integers, the same for the same seed, so that
 * a run can be repeated. Not for secrets.
 *
 * @param {string} seed 32 letters from `a` to `p`, four bits each: read letter by letter, so that every seed costs a run the same
 * @returns {() => number} whole numbers from 0 to 2³² − 1
 */
export function createRandom(seed) {
  /** @param {number} from */
  const part = (from) => {
    let bits = 0;
    for (let i = from; i < from + 8; i++) {
      bits = (bits << 4) | (intrinsics.charCodeAt(seed, i) - 97);
    }
    return bits;
  };
  let a = part(0);
  let b = part(8);
  let c = part(16);
  let d = part(24);
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 15; i++) {
    next();
  }
  return next;
}

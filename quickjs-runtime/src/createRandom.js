/**
 * Random 32-bit numbers from a seed (sfc32 by Chris Doty-Humphrey): fast in plain integers, the same for the same seed, so that
 * a run can be repeated. Not for secrets.
 *
 * @param {{ a: number, b: number, c: number, d: number }} seed four 32-bit numbers
 * @returns {() => number} whole numbers from 0 to 2³² − 1
 */
export function createRandom(seed) {
  let a = seed.a | 0;
  let b = seed.b | 0;
  let c = seed.c | 0;
  let d = seed.d | 0;
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

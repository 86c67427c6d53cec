import { intrinsics } from '../intrinsics.js';
import { newList } from '../newList.js';

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_POINT = 128;
const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** @param {number} delta @param {number} count @param {boolean} first @returns {number} the next bias */
function adapted(delta, count, first) {
  let left = first ? intrinsics.floor(delta / DAMP) : delta >> 1;
  left += intrinsics.floor(left / count);
  let k = 0;
  while (left > ((BASE - T_MIN) * T_MAX) >> 1) {
    left = intrinsics.floor(left / (BASE - T_MIN));
    k += BASE;
  }
  return k + intrinsics.floor(((BASE - T_MIN + 1) * left) / (left + SKEW));
}

/** @param {number} k @param {number} bias @returns {number} */
const threshold = (k, bias) => (k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias);

/** @param {string} label @returns {any[]} its code points */
function pointsOf(label) {
  const points = newList();
  for (let i = 0; i < label.length; i++) {
    const point = intrinsics.codePointAt(label, i);
    points[points.length] = point;
    i += point > 0xffff ? 1 : 0;
  }
  return points;
}

/** Punycode of RFC 3492, for one label without its `xn--`. */
export const punycode = {
  /** @param {string} label @returns {string} */
  encode(label) {
    const points = pointsOf(label);
    let text = '';
    for (let i = 0; i < points.length; i++) {
      text += points[i] < FIRST_POINT ? intrinsics.fromCharCode(points[i]) : '';
    }
    const basic = text.length;
    let handled = basic;
    text += basic > 0 ? '-' : '';
    let at = FIRST_POINT;
    let delta = 0;
    let bias = FIRST_BIAS;
    while (handled < points.length) {
      let next = Infinity;
      for (let i = 0; i < points.length; i++) {
        next = points[i] >= at && points[i] < next ? points[i] : next;
      }
      delta += (next - at) * (handled + 1);
      at = next;
      for (let i = 0; i < points.length; i++) {
        delta += points[i] < at ? 1 : 0;
        if (points[i] === at) {
          let left = delta;
          for (let k = BASE; left >= threshold(k, bias); k += BASE) {
            const t = threshold(k, bias);
            text += DIGITS[t + ((left - t) % (BASE - t))];
            left = intrinsics.floor((left - t) / (BASE - t));
          }
          text += DIGITS[left];
          bias = adapted(delta, handled + 1, handled === basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      at++;
    }
    return text;
  },

  /** @param {string} text lower case @returns {string | undefined} undefined when it is no Punycode */
  decode(text) {
    const dash = intrinsics.lastIndexOf(text, '-');
    let points = pointsOf(dash > 0 ? intrinsics.slice(text, 0, dash) : '');
    let at = FIRST_POINT;
    let place = 0;
    let bias = FIRST_BIAS;
    for (let i = dash > 0 ? dash + 1 : 0; i < text.length; ) {
      const before = place;
      let weight = 1;
      for (let k = BASE; ; k += BASE) {
        const digit = i < text.length ? intrinsics.indexOf(DIGITS, text[i++]) : -1;
        if (digit < 0) {
          return undefined;
        }
        place += digit * weight;
        const t = threshold(k, bias);
        if (digit < t) {
          break;
        }
        weight *= BASE - t;
        if (weight > 0x7fffffff) {
          return undefined;
        }
      }
      bias = adapted(place - before, points.length + 1, before === 0);
      at += intrinsics.floor(place / (points.length + 1));
      place %= points.length + 1;
      if (at > 0x10ffff || (at >= 0xd800 && at < 0xe000)) {
        return undefined;
      }
      const next = newList();
      for (let j = 0; j <= points.length; j++) {
        next[j] = j < place ? points[j] : j === place ? at : points[j - 1];
      }
      points = next;
      place++;
    }
    let label = '';
    for (let i = 0; i < points.length; i++) {
      label += intrinsics.fromCodePoint(points[i]);
    }
    return label;
  },
};

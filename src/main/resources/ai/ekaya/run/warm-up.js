/**
 * What the server runs by itself after its start (ai.ekaya.run.WarmUp), so that the engine is compiled when people need it: small
 * programs in the manner of apps. Each returns something that depends on all of its work. `input.program` names one.
 */

const words = 'the order of a customer who buys books and pens by mail in March or in the week after the sale'.split(' ');

/** Numbers that look random and are the same each time. */
function* numbersFrom(seed, count) {
  let state = seed;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state;
  }
}

const rowsOf = (count) =>
  [...numbersFrom(7, count)].map((n, id) => ({
    id,
    name: `${words[n % words.length]} ${words[(n >>> 8) % words.length]}`,
    country: ['DE', 'FR', 'IT', null][n % 4],
    amount: (n % 100_000) / 100,
    tags: n % 3 === 0 ? ['late', 'open'] : [],
  }));

class Shape {
  #name;
  constructor(name) {
    this.#name = name;
  }
  get name() {
    return this.#name;
  }
  area() {
    return 0;
  }
  static compare(a, b) {
    return a.area() - b.area() || (a.name < b.name ? -1 : 1);
  }
}

class Box extends Shape {
  constructor(name, width, height) {
    super(name);
    Object.assign(this, { width, height });
  }
  area() {
    return super.area() + this.width * this.height;
  }
  toString() {
    return `${this.name}: ${this.width}×${this.height}`;
  }
}

const programs = {
  objects() {
    const byCountry = new Map();
    for (const { country, amount, ...rest } of rowsOf(300)) {
      const of = byCountry.get(country) ?? { count: 0, amount: 0, names: new Set() };
      byCountry.set(country, { ...of, count: of.count + 1, amount: of.amount + amount, names: of.names.add(rest.name) });
    }
    const plain = Object.fromEntries([...byCountry].map(([key, value]) => [key ?? 'none', { ...value, names: [...value.names].length }]));
    for (const key of Object.keys(plain)) {
      if (key in plain && plain[key]?.count === 0) delete plain[key];
    }
    return Object.entries(plain).reduce((sum, [key, { count }]) => sum + key.length * count, 0);
  },

  strings() {
    let text = '';
    for (let i = 0; i < 400; i++) {
      text += `${words[i % words.length].toUpperCase().padStart(10, '.')}|${String(i).padEnd(5)}`;
    }
    const parts = text.split('|').map((part) => part.trim().replaceAll('.', '').slice(0, 6));
    return parts.filter((part) => part.includes('E') && !part.startsWith('T')).join(',').length + text.indexOf('SALE') + [...'grüße 🙂'].length;
  },

  regex() {
    const lines = rowsOf(120).map(({ id, name, amount }) => `2026-03-${String((id % 28) + 1).padStart(2, '0')} ${name} EUR ${amount.toFixed(2)}`);
    let sum = 0;
    for (const line of lines) {
      const match = /^(?<year>\d{4})-(\d\d)-(\d\d)\s+(.*?)\s+EUR\s+([\d.]+)$/.exec(line);
      sum += Number(match?.[5] ?? 0) + Number(match?.groups?.year);
      sum += line.replace(/[aeiou]+/gi, (vowels) => vowels.length).length + [...line.matchAll(/\b\w{3}\b/g)].length;
    }
    return Math.round(sum);
  },

  json() {
    const text = JSON.stringify({ rows: rowsOf(200), at: new Date(0) });
    const read = JSON.parse(text, (key, value) => (key === 'amount' ? Math.floor(value) : value));
    return JSON.stringify(structuredCloneOf(read), null, 2).length;
  },

  sort() {
    const rows = rowsOf(400);
    rows.sort((a, b) => a.name.localeCompare(b.name) || b.amount - a.amount || a.id - b.id);
    const numbers = Float64Array.from(numbersFrom(3, 500)).sort();
    return rows[17].id + numbers.findIndex((n) => n > 1e9) + [...rows.keys()].reverse().at(-1);
  },

  classes() {
    const boxes = [...numbersFrom(5, 250)].map((n) => new Box(words[n % words.length], n % 17, n % 23));
    boxes.sort(Shape.compare);
    let text = 0;
    for (const box of boxes) {
      text += `${box}`.length + (box instanceof Shape ? 1 : 0);
    }
    return text + boxes[boxes.length >> 1].area();
  },

  closures() {
    const counter = (step) => {
      let count = 0;
      return { next: () => (count += step), reset: () => void (count = 0) };
    };
    const compose = (...functions) => (value) => functions.reduce((result, each) => each(result), value);
    const change = compose((n) => n + 1, (n) => n * 2, (n) => n % 9_973);
    const { next } = counter(3);
    let value = 1;
    for (let i = 0; i < 1_500; i++) {
      value = change(value + next());
      try {
        if (value % 500 === 0) throw new RangeError(`at ${i}`);
      } catch (problem) {
        value += problem.message.length;
      }
    }
    const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
    return value + fib(14);
  },

  async promises(host) {
    const later = async (n) => (await Promise.resolve(n)) + 1;
    let sum = 0;
    for (let i = 0; i < 60; i++) {
      sum += await later(i);
    }
    const settled = await Promise.allSettled([later(1), Promise.reject(new Error('no')), host.datasource.query('SELECT 1', [])]);
    return sum + settled.filter(({ status }) => status === 'fulfilled').length;
  },

  numbers() {
    let sum = 0;
    for (let i = 1; i < 8_000; i++) {
      sum = (sum + Math.sqrt(i) * (i & 7) - (i % 3 ? 0.5 : i >>> 2)) % 1e9;
    }
    const bytes = new Uint8Array(512);
    for (let i = 0; i < bytes.length; i++) {
      bytes[i] = i ^ (bytes[i >> 1] + 31);
    }
    const big = [...bytes].reduce((product, byte) => (product * BigInt(byte + 1)) % 1_000_000_007n, 1n);
    return Math.round(sum) + Number(big) + Number.parseFloat('12.50') + parseInt('ff', 16);
  },

  /** Memory that grows, strings that are glued and cut, objects in circles that only a collection frees. */
  heap() {
    let kept = 0;
    const rings = [];
    for (let i = 0; i < 3_000; i++) {
      const one = { i, other: null, label: `ring ${i}` };
      one.other = { back: one, values: [i, i + 1] };
      if (i % 16 === 0) rings.push(one);
      kept += one.other.values.length;
    }
    const chunks = [];
    for (let size = 64; size <= 262_144; size *= 4) {
      chunks.push(new Uint8Array(size).fill(size & 255), 'ab'.repeat(size / 4));
    }
    const index = new Map(rings.map((ring) => [ring.label, ring]));
    for (const ring of rings) if (ring.i % 64 === 0) index.delete(ring.label);
    const weak = new WeakMap([[rings[0], 1]]);
    return kept + chunks.reduce((sum, chunk) => sum + chunk.length, 0) + index.size + (weak.get(rings[0]) ?? 0);
  },

  /** Text beyond Latin, which the engine keeps in another form. */
  text() {
    const names = ['Zoë – 東京', 'Łódź … 12 €', 'Ωmega “quoted”', 'naïve café', 'шлях 🙂 emoji', 'plain'];
    let out = '';
    for (let i = 0; i < 90; i++) {
      const name = names[i % names.length];
      out += `${i === 0 ? '' : ', '}${name} … ${name.length} → ${name.toUpperCase().normalize('NFD').length}`;
      out = out.length > 3_000 ? out.slice(-500).trimStart() : out;
    }
    const points = [...out].map((char) => char.codePointAt(0)).filter((point) => point > 127);
    const parts = out.split(/[\s,→]+/u).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const escaped = JSON.stringify({ out, quote: '"\\\n\t\u0001', '§': names });
    return JSON.parse(escaped).out.length + points.length + parts.indexOf('plain') + encodeURIComponent(names[0]).length
      + String.fromCodePoint(...points.slice(0, 9)).localeCompare('é') + out.lastIndexOf('…') + out.charCodeAt(3) + (out.at(-1) === '!' ? 1 : 0);
  },

  /** Ways to go through things, and to leave early. */
  iteration() {
    class Tree {
      constructor(value, left = null, right = null) {
        this.value = value;
        this.left = left;
        this.right = right;
      }
      *[Symbol.iterator]() {
        if (this.left) yield* this.left;
        yield this.value;
        if (this.right) yield* this.right;
      }
      static of(from, to) {
        if (from > to) return null;
        const middle = (from + to) >> 1;
        return new Tree(middle, Tree.of(from, middle - 1), Tree.of(middle + 1, to));
      }
    }
    let sum = 0;
    outer: for (const value of Tree.of(0, 90)) {
      for (let i = 0; ; i++) {
        if (i > value % 5) continue outer;
        if (value > 80) break outer;
        sum += i;
      }
    }
    const table = { a: 1, b: null, c: undefined, d: [1, , 3], ['e' + 1]: { f: 'g' } };
    for (const key in table) sum += key.length + (table[key] ?? 5 ? 1 : 0);
    const [first = 9, , ...rest] = table.d;
    const { a, c = 'none', ...others } = table;
    const set = new Set([...rest, first, a, c.length]);
    for (const [n, each] of [...set].entries()) sum += n * each;
    const letters = Array.from({ length: 40 }, (_, i) => String.fromCharCode(97 + (i % 26)));
    const counted = letters.reduce((counts, letter) => ({ ...counts, [letter]: (counts[letter] ?? 0) + 1 }), {});
    const nested = letters.map((letter, i) => [letter, i]).flatMap(([letter, i]) => (i % 2 ? [] : [letter, i])).flat(2);
    let steps = 0;
    do {
      steps += nested.includes(steps) ? 2 : 1;
    } while (steps < 30);
    while (letters.length > 20) letters.length % 2 ? letters.pop() : letters.shift();
    letters.splice(3, 2, 'x', 'y', 'z');
    letters.unshift('first');
    return sum + Object.keys({ ...others, ...counted }).length + letters.concat(nested).slice(2, -2).lastIndexOf('x') + steps + letters.fill('q', 4, 6).some((l) => l === 'q')
      + letters.every(Boolean) + letters.find((l) => l > 'p').length + [3, 1, 2].toSorted().with(0, 7).toReversed()[0] + Math.max(...rest);
  },

  /** What goes wrong and what is asked of values. */
  errors() {
    let told = 0;
    const risky = (n) => {
      switch (n % 6) {
        case 0:
          return null.value;
        case 1:
          throw new TypeError('wrong type', { cause: new Error('inner') });
        case 2:
          return JSON.parse('{"a":');
        case 3:
          return undefined_name_of_nobody;
        case 4:
          return Object.freeze([1]).push(2);
        default:
          return 'fine';
      }
    };
    for (let i = 0; i < 60; i++) {
      try {
        told += risky(i).length;
      } catch (problem) {
        told += problem.message.length + (problem instanceof TypeError ? 1 : 0) + (problem.stack?.length > 0 ? 1 : 0);
      } finally {
        told++;
      }
    }
    const kinds = [1, 1.5, -0, NaN, Infinity, '12', '', null, undefined, true, [], {}, Symbol.iterator, 10n, () => 1, /x/, new Date(5)];
    for (const value of kinds) {
      told += typeof value === 'symbol' ? 6 : String(value).length + (value == null ? 1 : 0) + (value ? 1 : 0);
      told += typeof value === 'number' || typeof value === 'string' ? Number(value) > 1 ? 2 : 1 : 0;
    }
    const tracked = new Proxy({ count: 0 }, { get: (target, key) => (key in target ? target[key] : String(key)), set: (target, key, value) => Reflect.set(target, key, value) });
    tracked.count += 2;
    const counter = { n: 0, get next() { return ++this.n; }, set next(value) { this.n = value; } };
    counter.next = 4;
    function varied() {
      return arguments.length + (this?.n ?? 0);
    }
    return told + tracked.missing.length + tracked.count + counter.next + varied.call(counter, 1, 2) + varied.apply(null, [1]) + varied.bind(counter)();
  },

  dates() {
    let sum = 0;
    for (let i = 0; i < 40; i++) {
      const at = new Date(Date.UTC(2026, i % 12, (i % 28) + 1, i % 24, i, 5, 7));
      const day = at.toISOString().slice(0, 10);
      const later = new Date(Date.parse(`${day}T10:00:00+02:00`) + i * 86_400_000);
      sum += later.getUTCDay() + at.getFullYear() + later.getTime() - at.valueOf() + JSON.stringify({ at, later }).length;
      sum += `${at.getUTCMonth() + 1}`.padStart(2, '0').length + (later > at ? 1 : 0) + new Date(2026, 0, i).getDate();
    }
    return sum + Math.round(Math.random() * 0) + [0.1 + 0.2, 1e21, 123456.789, -1.005, 1 / 3].map((n) => n.toFixed(2) + n.toString() + n.toPrecision(3)).join().length
      + (255).toString(2).length + Math.trunc(-4.7) + Math.hypot(3, 4) + Math.floor(-0.5) + (7 % -3) + 2 ** 10 + (1 << 31 >>> 0) + Number.MAX_SAFE_INTEGER % 97;
  },

  /** What most apps do: read rows, group them, write text and log. */
  async report(host) {
    const tables = [];
    for (let i = 0; i < 12; i++) {
      const { columns, rows } = await host.datasource.query(`SELECT * FROM ${words[i]} WHERE id > $1`, [i]);
      const named = rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
      tables.push({ table: words[i], columns: columns.length, rows: named.length, empty: named.filter((row) => row.id === null).length });
      host.log.debug('Read a table', { table: words[i], rows: rows.length });
    }
    const grouped = Object.groupBy(rowsOf(150), ({ country }) => country ?? 'none');
    const lines = Object.entries(grouped)
      .map(([country, rows]) => ({ country, rows: rows.length, amount: rows.reduce((sum, row) => sum + row.amount, 0).toFixed(2) }))
      .toSorted((a, b) => b.rows - a.rows);
    return { tables, lines, text: lines.map(({ country, rows }) => `${country.padEnd(6)} ${'#'.repeat(rows / 4)}`).join('\n') };
  },
};

/** A deep copy without the engine's own. */
function structuredCloneOf(value) {
  if (Array.isArray(value)) return value.map(structuredCloneOf);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, structuredCloneOf(each)]));
  }
  return value;
}

export default async function ({ input, host }) {
  return programs[input.program](host);
}

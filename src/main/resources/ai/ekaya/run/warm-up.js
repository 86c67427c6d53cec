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

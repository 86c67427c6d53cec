// Map, Set, weak collections, JSON, Date.
//# map keys
const m = new Map([[NaN, 1], [0, 2], ['0', 3], [null, 4]]); const k = {}; m.set(k, 5).set(-0, 6); [m.size, m.get(NaN), m.get(0), m.get('0'), m.get(k), m.get({}), m.has(null), m.delete(k), m.delete(k), [...m.keys()]]
//# map order and changes while iterating
const m = new Map([[1, 'a'], [2, 'b']]), seen = []; for (const [k] of m) { seen.push(k); if (k === 1) { m.delete(2); m.set(3, 'c'); m.set(2, 'd'); } } seen
//# many entries
const m = new Map(); for (let i = 0; i < 500; i++) m.set('k' + i % 77, i); let s = 0; m.forEach((v) => s += v); [m.size, s, [...m][5]]
//# set
const s = new Set([1, 1, '1', NaN, NaN, 0, -0]); [s.size, [...s], s.has('1'), s.add(9) === s, [...s.entries()][0]]
//# set methods
const a = new Set([1, 2, 3]), b = new Set([3, 4]); [a.union(b), a.intersection(b), a.difference(b), a.symmetricDifference(b), a.isSubsetOf(b), new Set([3]).isSubsetOf(b), a.isDisjointFrom(new Set([7])), a.isSupersetOf(new Set([1]))]
//# set methods of what is no set
new Set([1]).union([1])
//# clearing while iterating
const s = new Set([1, 2, 3]), seen = []; for (const x of s) { seen.push(x); if (x === 1) { s.clear(); s.add(7); } } seen
//# weak collections
const k = {}, w = new WeakMap([[k, 1]]), s = new WeakSet([k]); [w.get(k), w.has({}), s.has(k), w.delete(k), w.has(k), w.set(Symbol('x'), 2).has(k)]
//# weak keys
new WeakMap().set('x', 1)
//# WeakRef
const o = { a: 1 }; [new WeakRef(o).deref() === o, Object.prototype.toString.call(new WeakRef(o))]
//# map without new
Map()
//# map of bad entries
new Map([1])
//# json of all kinds
JSON.stringify({ a: [1, 'x', null, undefined, () => 1, Symbol('s'), NaN, -0, new Date(0), new Map([[1, 2]])], b: undefined, c: { d: {} }, [Symbol('k')]: 1 })
//# json text
['\u2028', '\ud800', '"\\/\b\f\n\r\t\u0001', '😀', 'é'].map((s) => JSON.stringify(s))
//# json with indentation
[JSON.stringify({ a: [1, { b: 2 }], c: {} , d: [] }, null, 2), JSON.stringify([1, [2]], null, '--'), JSON.stringify([1], null, 20)]
//# json with a replacer
[JSON.stringify({ a: 1, b: { a: 2, c: 3 } }, ['a', 'b']), JSON.stringify({ a: 1, b: [2] }, function (k, v) { return typeof v === 'number' ? v * 10 : v; })]
//# toJSON
JSON.stringify({ a: { toJSON(k) { return 'key ' + k; } }, d: new Date(86400000), b: Object(1n) === 1 })
//# json of a cycle
const o = { a: [] }; o.a.push({ o }); JSON.stringify(o)
//# json of primitives
[JSON.stringify(undefined), JSON.stringify(() => 1), JSON.stringify(null), JSON.stringify('a'), JSON.stringify(Object('b')), JSON.stringify(Infinity)]
//# parse
[JSON.parse('[1, 2.5e3, -0, "a\\u0041\\n", true, null, {"a": {"b": []}}]'), JSON.parse(' 1 '), JSON.parse('"😀"'), JSON.parse('{"__proto__": 1, "a": 1, "a": 2}')]
//# parse with a reviver
JSON.parse('{"a": 1, "b": [2, 3], "c": null}', function (k, v) { return k === 'c' ? undefined : typeof v === 'number' ? v + 1 : v; })
//# parse of a trailing comma
JSON.parse('[1,]')
//# parse of single quotes
JSON.parse("{'a': 1}")
//# parse of nothing
JSON.parse('')
//# parse of a number with a leading zero
JSON.parse('01')
//# parse of a control character
JSON.parse('"a\nb"')
//# parse of what goes on
JSON.parse('{"a": 1} x')
//# deep parse
let d = 0; for (let x = JSON.parse('['.repeat(200) + ']'.repeat(200)); x; x = x[0]) d++; d
//# numbers through json
['1e400', '1E-400', '123456789012345678901', '0.1', '-1e21', '5e-324'].map((s) => JSON.parse(s))
//# round trip of rows
const rows = Array.from({ length: 50 }, (_, i) => ({ id: i, name: 'n' + i, v: i / 7, t: [i, { k: null }] })); JSON.stringify(JSON.parse(JSON.stringify(rows))) === JSON.stringify(rows)
//# date parts
const d = new Date(Date.UTC(2024, 1, 29, 12, 34, 56, 789)); [d.getTime(), d.toISOString(), d.getUTCDay(), d.getFullYear(), d.getMonth(), d.getDate(), d.getHours(), d.getTimezoneOffset(), d.toJSON()]
//# date parsing
['2024-02-29', '2024-02-29T10:00', '2024-02-29T10:00:00Z', '2024-02-29T10:00:00+02:00', '2024-02-30', 'Thu, 01 Jan 1970 00:00:00 GMT', 'Jan 5 2020', '2024-13-01', 'x', '+010000-01-01T00:00:00Z'].map((s) => Date.parse(s))
//# date overflow
[new Date(2024, 0, 32).getDate(), new Date(2024, 12, 1).toISOString(), new Date(8.64e15).toISOString(), new Date(8.64e15 + 1).getTime(), new Date(2024, 1, 29, 25).toISOString(), Date.UTC(99, 0)]
//# invalid date to iso
new Date(NaN).toISOString()
//# date setters
const d = new Date(0); d.setUTCMonth(13, 31); d.setUTCHours(-1); d.setUTCMilliseconds(1500); [d.toISOString(), d.setTime(5), d.setUTCFullYear(2000, 1, 30), d.toISOString()]
//# date text
const d = new Date(Date.UTC(2023, 10, 5, 6, 7, 8)); [d.toString(), d.toDateString(), d.toUTCString(), d.toTimeString(), String(new Date(NaN))]
//# date arithmetic
const a = new Date(2024, 0, 1), b = new Date(2024, 2, 1); [(b - a) / 864e5, a < b, a + 1 === String(a) + '1', new Date(a) - a, typeof Date()]
//# date to primitive
[new Date(5)[Symbol.toPrimitive]('number'), `${new Date(0)}`, new Date(7) * 2, new Date(1) == 1]
//# lru cache
class Lru { #m = new Map(); constructor(n) { this.n = n; } get(k) { if (!this.#m.has(k)) return; const v = this.#m.get(k); this.#m.delete(k); this.#m.set(k, v); return v; } set(k, v) { this.#m.delete(k); this.#m.set(k, v); if (this.#m.size > this.n) this.#m.delete(this.#m.keys().next().value); } keys() { return [...this.#m.keys()]; } } const l = new Lru(2); l.set('a', 1); l.set('b', 2); l.get('a'); l.set('c', 3); l.keys()

// Iterators and generators.
//# generator protocol
function* g() { const a = yield 1; const b = yield a + 1; return b * 2; } const i = g(); [i.next('ignored'), i.next(10), i.next(5), i.next()]
//# delegation
function* inner() { const x = yield 'i'; return 'r' + x; } function* outer() { const r = yield* inner(); yield r; yield* 'ab'; } const i = outer(); [i.next(), i.next(7), ...i]
//# return and throw
function* g() { try { yield 1; yield 2; } finally { yield 'f'; } } const a = g(), b = g(); a.next(); b.next(); [a.return(9), a.next(), b.throw.name, a.next()]
//# throw into a generator
function* g() { while (true) try { yield 1; } catch (e) { yield 'caught ' + e; } } const i = g(); i.next(); [i.throw('x'), i.next(), i.throw('y')]
//# throw into one that has not begun
function* g() { yield 1; } const i = g(); let t; try { i.throw(new TypeError('early')); } catch (e) { t = e; } [t, i.next()]
//# running generator
function* g() { i.next(); yield 1; } const i = g(); i.next()
//# infinite generators taken in part
function* nat() { let n = 0; while (true) yield n++; } const out = []; for (const n of nat()) { if (n > 5) break; out.push(n); } out
//# closing by break, return, throw
const log = []; const it = (n) => ({ [Symbol.iterator]() { return { i: 0, next() { return { value: this.i++, done: this.i > 3 }; }, return() { log.push('closed ' + n); return {}; } }; } }); for (const x of it('b')) break; (() => { for (const x of it('r')) return; })(); try { for (const x of it('t')) throw 1; } catch {} for (const x of it('n')); log
//# return that gives no object
for (const x of { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return: () => 1 }) }) break
//# next that gives no object
for (const x of { [Symbol.iterator]: () => ({ next: () => 1 }) });
//# not iterable
for (const x of {});
//# not a function as iterator
[...{ [Symbol.iterator]: 5 }]
//# fibonacci
function* fib() { let [a, b] = [0, 1]; for (;;) { yield a; [a, b] = [b, a + b]; } } const o = []; for (const x of fib()) { if (x > 500) break; o.push(x); } o
//# tree walk
function* walk(t) { if (t) { yield* walk(t.l); yield t.v; yield* walk(t.r); } } const ins = (t, v) => t ? (v < t.v ? { ...t, l: ins(t.l, v) } : { ...t, r: ins(t.r, v) }) : { v }; [...walk([5, 2, 8, 1, 9, 3].reduce(ins, null))]
//# iterator helpers
[[1, 2, 3, 4].values().map((x) => x * 2).filter((x) => x > 2).take(2).toArray(), [...[1, 2, 3].values().drop(1)], [1, 2].values().flatMap((x) => [x, x]).toArray(), [1, 2, 3].values().reduce((a, b) => a + b), [1, 2].values().some((x) => x > 1), [3].values().find((x) => x)]
//# iterator helpers are lazy
const log = []; const i = [1, 2, 3].values().map((x) => (log.push(x), x)); i.next(); log
//# Iterator.from
Iterator.from({ next() { return { done: this.n > 2, value: this.n++ }; }, n: 0 }).toArray()
//# taking less than nothing
[1].values().take(-1)
//# spread of a map and entries
const m = new Map([['a', 1], ['b', 2]]); [[...m], [...m.keys()], Object.fromEntries(m), Math.max(...m.values())]
//# generator objects
function* g() {} const i = g(); [String(i), typeof i.next, i[Symbol.iterator]() === i, g.prototype.isPrototypeOf(i), Object.prototype.toString.call(g)]
//# new of a generator
function* g() {} new g()
//# generator with arguments and this
function* g() { yield arguments.length; yield this.k; } [...g.call({ k: 'this' }, 1, 2)]
//# yield as an operand
function* g() { return [yield 1, yield 2].concat((yield) ?? 'none'); } const i = g(); i.next(); i.next('a'); i.next('b'); i.next()
//# array destructuring from a generator
function* g() { try { yield 1; yield 2; yield 3; } finally { done = true; } } let done = false; const [a, b] = g(); [a, b, done]
//# primes by generator
function* primes() { const seen = []; for (let n = 2; ; n++) if (seen.every((p) => n % p)) { seen.push(n); yield n; } } const out = []; for (const p of primes()) { if (out.length === 20) break; out.push(p); } out
//# zip
function* zip(...its) { const a = its.map((x) => x[Symbol.iterator]()); for (;;) { const r = a.map((i) => i.next()); if (r.some((x) => x.done)) return; yield r.map((x) => x.value); } } [...zip([1, 2, 3], 'ab', new Set(['x', 'y', 'z']))]
//# finally that overrides a return
function* g() { try { return 'try'; } finally { return 'finally'; } } g().next()

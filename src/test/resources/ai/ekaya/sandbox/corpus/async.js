// Promises, async functions, order of jobs.
//# order of reactions
const log = []; Promise.resolve().then(() => log.push('p1')).then(() => log.push('p2')); (async () => { log.push('a1'); await null; log.push('a2'); })(); queueMicrotask?.(() => log.push('m')); log.push('sync'); log
//# await of values, promises and thenables
(async () => [await 1, await Promise.resolve(2), await { then(r) { r(3); } }, await { then: 4 }])()
//# await takes one turn
const log = []; (async () => { await 0; log.push('a'); await 0; log.push('b'); })(); Promise.resolve().then(() => log.push(1)).then(() => log.push(2)).then(() => log.push(3)); log
//# return of a promise from async takes more turns
const log = []; (async () => Promise.resolve())().then(() => log.push('async')); Promise.resolve().then(() => log.push(1)).then(() => log.push(2)).then(() => log.push(3)).then(() => log.push(4)); log
//# throwing and catching
(async () => { try { await Promise.reject(new TypeError('x')); } catch (e) { return e.message; } finally { await 0; } })()
//# unhandled rejection as answer
Promise.reject(new RangeError('out'))
//# finally passes values on
Promise.resolve(1).finally(() => 2).then((v) => [v])
//# finally that throws
Promise.resolve(1).finally(() => { throw 'f'; })
//# all
Promise.all([1, Promise.resolve(2), { then: (r) => r(3) }])
//# all with a rejection
Promise.all([1, Promise.reject('no'), new Promise(() => {})])
//# allSettled
Promise.allSettled([1, Promise.reject('no')])
//# any
Promise.any([Promise.reject(1), Promise.resolve(2)])
//# any of none
Promise.any([Promise.reject(1), Promise.reject(2)])
//# race
Promise.race([new Promise(() => {}), Promise.resolve('first'), 'second'])
//# withResolvers
const { promise, resolve } = Promise.withResolvers(); resolve('done'); promise
//# resolving with itself
let r; const p = new Promise((x) => { r = x; }); r(p); p
//# resolving twice
new Promise((res, rej) => { res(1); rej(2); res(3); throw 4; })
//# executor that throws
new Promise(() => { throw new Error('executor'); })
//# thenable that throws
Promise.resolve({ get then() { throw 'getter'; } })
//# constructor without function
new Promise(5)
//# chains
Promise.resolve(1).then((x) => x + 1).then(null).then((x) => { throw x; }).catch((x) => x * 10).then((x) => Promise.resolve(x + 1))
//# for await
(async () => { const out = []; for await (const x of [1, Promise.resolve(2), (async () => 3)()]) out.push(x); return out; })()
//# async generators
(async () => { async function* g() { try { yield 1; yield Promise.resolve(2); } finally { log.push('closed'); } } const log = [], out = []; for await (const x of g()) { out.push(x); if (x === 2) break; } return [out, log]; })()
//# queue of an async generator
(async () => { async function* g() { yield 'a'; yield 'b'; } const i = g(); return Promise.all([i.next(), i.next(), i.next(), i.return('r')]); })()
//# async iteration of a sync iterator closes it
(async () => { let closed = 0; const it = { [Symbol.iterator]: () => ({ next: () => ({ value: Promise.resolve(1), done: false }), return() { closed++; return {}; } }) }; for await (const x of it) break; return closed; })()
//# async arrow and method
(async () => { const o = { async m() { return this.k; }, k: 5 }; const f = async (x) => x + await o.m(); return [await f(1), f.name, (async () => {}).constructor.name]; })()
//# sequential and parallel
(async () => { const log = []; const step = async (n) => { log.push('s' + n); await 0; log.push('e' + n); return n; }; const a = await step(1) + await step(2); const [b, c] = await Promise.all([step(3), step(4)]); return [a, b, c, log]; })()
//# recursion with await
(async () => { const sum = async (n) => n === 0 ? 0 : n + await sum(n - 1); return sum(50); })()
//# top-level return value is a plain promise
Promise.resolve([1, { a: 2 }])
//# await in parameters
eval('async (x = await 1) => x')
//# pending for ever
new Promise(() => {})
//# subclass
class P extends Promise { static get [Symbol.species]() { return Promise; } } const p = P.resolve(1); [p instanceof P, p.then(() => {}) instanceof P, P.all([]) instanceof P]
//# errors in async stacks
(async () => { await 0; null.x; })()
//# AggregateError
new AggregateError([1, new Error('two')], 'both')
//# try, where there is
typeof Promise.try === 'function' ? Promise.try((x) => x * 2, 4) : 8

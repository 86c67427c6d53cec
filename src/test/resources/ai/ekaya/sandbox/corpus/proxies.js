// Proxy and Reflect.
//# all traps
const log = []; const p = new Proxy(function () {}, new Proxy({}, { get: (_, name) => (...a) => (log.push(name), Reflect[name](...a)) })); p.a = 1; p.a; 'a' in p; delete p.a; Object.keys(p); Object.defineProperty(p, 'b', { value: 1, configurable: true }); Object.getPrototypeOf(p); Object.isExtensible(p); p(); new p(); log
//# get and set
const p = new Proxy({}, { get: (t, k, r) => k in t ? t[k] : `no ${String(k)}`, set(t, k, v) { t[k] = v * 2; return true; } }); p.x = 4; [p.x, p.y]
//# set that refuses, strict
'use strict'; new Proxy({}, { set: () => false }).x = 1
//# set that refuses, sloppy
const p = new Proxy({}, { set: () => false }); p.x = 1; p.x
//# has
const p = new Proxy({}, { has: (t, k) => k.startsWith('a') }); ['abc' in p, 'b' in p]
//# ownKeys and descriptors
const p = new Proxy({}, { ownKeys: () => ['a', 'b', Symbol.for('s')], getOwnPropertyDescriptor: (t, k) => k === 'a' ? { value: 1, enumerable: true, configurable: true } : undefined }); [Object.keys(p), Reflect.ownKeys(p), { ...p }]
//# invariant of get
const t = Object.defineProperty({}, 'a', { value: 1 }); new Proxy(t, { get: () => 2 }).a
//# invariant of ownKeys
Object.keys(new Proxy(Object.preventExtensions({ a: 1 }), { ownKeys: () => [] }))
//# ownKeys with a repeated key
Object.keys(new Proxy({}, { ownKeys: () => ['a', 'a'] }))
//# invariant of getPrototypeOf
Object.getPrototypeOf(new Proxy(Object.preventExtensions({}), { getPrototypeOf: () => Array.prototype }))
//# deleteProperty that refuses
'use strict'; delete new Proxy({}, { deleteProperty: () => false }).a
//# apply and construct
const p = new Proxy(class { constructor(x) { this.x = x; } }, { construct: (T, a) => new T(a[0] + 1) }), q = new Proxy((a, b) => a + b, { apply: (f, t, a) => f(...a) * 10 }); [new p(1).x, q(1, 2)]
//# construct that gives no object
new (new Proxy(class {}, { construct: () => 1 }))()
//# calling a proxy of an object
new Proxy({}, {})()
//# revoked
const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); proxy.a
//# proxy of an array
const p = new Proxy([1, 2], {}); p.push(3); [p.length, Array.isArray(p), p.map((x) => x * 2), JSON.stringify(p), [...p], p.concat(4)]
//# proxy as prototype
const o = Object.create(new Proxy({}, { get: (t, k, r) => typeof k === 'string' ? 'proto ' + k : undefined })); [o.x, o.y]
//# private members do not pass
class C { #x = 1; get() { return this.#x; } } new Proxy(new C(), {}).get()
//# map through a proxy
new Proxy(new Map(), {}).size
//# typeof and identity
const t = {}, p = new Proxy(t, {}); [typeof p, typeof new Proxy(() => {}, {}), p === t, new Proxy(p, {}) instanceof Object]
//# counting accesses
let n = 0; const p = new Proxy({ a: { b: 1 } }, { get(t, k, r) { n++; return Reflect.get(t, k, r); } }); p.a.b; p.a; n
//# negative indices
const neg = (a) => new Proxy(a, { get: (t, k, r) => Reflect.get(t, typeof k === 'string' && /^-\d+$/.test(k) ? t.length + +k : k, r) }); [neg([1, 2, 3])[-1], neg([1, 2, 3]).length]
//# defaults through proxies
const d = (f) => new Proxy({}, { get: (t, k) => t[k] ??= f(k) }); const m = d(() => []); m.x.push(1); m.x.push(2); m.y.push(3); m
//# Reflect
[Reflect.has({ a: 1 }, 'a'), Reflect.ownKeys({ b: 1, a: 2, 1: 3 }), Reflect.apply(Math.max, null, [1, 2]), Reflect.construct(Date, [0]).getTime(), Reflect.defineProperty({}, 'a', { value: 1 }), Reflect.set(Object.freeze({ a: 1 }), 'a', 2), Reflect.getPrototypeOf([]) === Array.prototype]
//# Reflect with a receiver
class A { get n() { return this.v; } set n(x) { this.v = x; } } const o = {}; Reflect.set(A.prototype, 'n', 5, o); [o.v, Reflect.get(A.prototype, 'n', { v: 6 })]
//# Reflect.construct with newTarget
class A { constructor() { this.t = new.target.name; } } class B {} const o = Reflect.construct(A, [], B); [o.t, o instanceof B, o instanceof A]
//# Reflect on a primitive
Reflect.get(1, 'a')
//# proxy that throws in text
`${new Proxy({}, { get() { throw new EvalError('trap'); } })}`
//# proxies within proxies
let p = { v: 1 }; for (let i = 0; i < 50; i++) p = new Proxy(p, { get: (t, k) => k === 'v' ? t[k] + 1 : t[k] }); p.v

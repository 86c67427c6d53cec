// Objects, properties, symbols.
//# order of keys
Object.keys({ b: 1, 2: 1, a: 1, 1: 1, [Symbol('s')]: 1, '-1': 1, '01': 1 })
//# literals
const k = 'x', o = { [k + 1]: 1, k, f() { return super.toString === Object.prototype.toString; }, get g() { return 2; }, set g(v) {}, async *h() {}, 'a b': 3, 1e3: 4 }; [o, o.f(), o.g]
//# __proto__ in literals
const p = { y: 1 }, a = { __proto__: p }, b = { ['__proto__']: p }, __proto__ = p, c = { __proto__ }; [Object.getPrototypeOf(a) === p, Object.keys(b), Object.getPrototypeOf(c) === Object.prototype]
//# repeated __proto__
eval('({ __proto__: null, __proto__: null })')
//# descriptors
const o = Object.defineProperties({}, { a: { value: 1 }, b: { get: () => 2, enumerable: true }, c: { value: 3, writable: true, configurable: true } }); [o, Object.getOwnPropertyDescriptors(o)]
//# redefinition that is not allowed
Object.defineProperty(Object.defineProperty({}, 'a', { value: 1 }), 'a', { value: 2 })
//# redefinition that is allowed
Object.defineProperty(Object.defineProperty({}, 'a', { value: NaN }), 'a', { value: NaN })
//# writing to what is read-only, sloppy
const o = Object.freeze({ a: 1 }); o.a = 2; o.b = 3; delete o.a; o
//# writing to what is read-only, strict
'use strict'; Object.freeze({ a: 1 }).a = 2
//# adding to what is not extensible
'use strict'; Object.preventExtensions({}).a = 1
//# getter without a setter
'use strict'; ({ get a() { return 1; } }).a = 2
//# frozen, sealed, extensible
const o = Object.seal({ a: 1 }); [Object.isFrozen(o), Object.isSealed(o), Object.isExtensible(o), Object.isFrozen('x'), Object.isFrozen(Object.freeze([1]))]
//# assign
const log = []; Object.assign({ set a(v) { log.push(v); } }, { get a() { return 1; } }, null, 'xy', { b: 2 }); log
//# entries and fromEntries
[Object.entries({ a: 1, b: [2] }), Object.fromEntries([['x', 1], ['y', 2]]), Object.fromEntries(new Map([['k', 'v']])), Object.values('ab')]
//# spread and rest
const { a, ...rest } = { a: 1, b: 2, [Symbol.for('s')]: 3 }; [rest, { ...null, ...'hi', ...[9], ...rest, b: 5 }]
//# prototype chains
function A() {} A.prototype.x = 1; const a = new A(); a.y = 2; const keys = []; for (const k in a) keys.push(k); [keys, a.hasOwnProperty('x'), 'x' in a, Object.hasOwn(a, 'y'), a.constructor === A]
//# cyclic prototypes
const a = {}, b = Object.create(a); Object.setPrototypeOf(a, b)
//# for-in with shadowing and deletion
const o = Object.create({ a: 1, b: 2, z: 3 }, { b: { value: 1, enumerable: false } }); o.c = 3; const k = []; for (const x in o) { k.push(x); delete o.z; } k
//# for-in over text, arrays, null
const k = []; for (const x in 'ab') k.push(x); for (const x in [7, , 8]) k.push(x); for (const x in null) k.push(x); for (const x in 5) k.push(x); k
//# getters on prototypes see the receiver
const p = { get me() { return this.v; } }; [Object.create(p, { v: { value: 5 } }).me, Reflect.get(p, 'me', { v: 6 })]
//# setters on prototypes
const o = Object.create({ set a(v) { this._a = v; } }); o.a = 3; [o, Object.keys(o)]
//# symbols
const s = Symbol('d'); [String(s), s.description, Symbol.for('k') === Symbol.for('k'), Symbol.keyFor(Symbol.for('k')), Symbol().description, typeof s, Object(s) == s]
//# symbol to text
Symbol('x') + ''
//# new Symbol
new Symbol()
//# well-known symbols
const o = { get [Symbol.toStringTag]() { return 'Mine'; }, [Symbol.hasInstance]: (x) => x === 1 }; [String(o), Object.prototype.toString.call(null), Object.prototype.toString.call(function () {}), Object.prototype.toString.call(new Date(0))]
//# hasInstance
class Even { static [Symbol.hasInstance](n) { return n % 2 === 0; } } [2 instanceof Even, 3 instanceof Even]
//# unscopables
const values = 'outer'; with ([]) { typeof values; }
//# with
const o = { x: 1 }; let x = 5; with (o) { x = 2; } [o.x, x]
//# null-prototype objects
const o = Object.create(null); o.a = 1; [o, 'toString' in o, Object.keys(o)]
//# null-prototype object to text
`${Object.create(null)}`
//# property of undefined
undefined.foo
//# property of null, named
const user = null; user.name.first
//# writing a property of undefined
let x; x.y = 1
//# calling what is no function
const o = { a: { b: 3 } }; o.a.b()
//# calling undefined of an object
({}).missing()
//# property of a primitive
[(5).x, 'a'.b, true.c, (5).constructor.name, 'abc'.length = 5]
//# many properties
const o = {}; for (let i = 0; i < 300; i++) o['k' + i] = i; for (let i = 0; i < 300; i += 2) delete o['k' + i]; [Object.keys(o).length, o.k7, o.k8, Object.keys(o)[100]]
//# deep equality
const eq = (a, b) => a === b || (typeof a === 'object' && typeof b === 'object' && a && b && Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((k) => eq(a[k], b[k]))); [eq({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }), eq({ a: 1 }, { a: 2 })]
//# __lookupGetter__ and friends
const o = {}; o.__defineGetter__('x', () => 4); [o.x, typeof o.__lookupGetter__('x'), o.__lookupSetter__('x'), o.__proto__ === Object.prototype]
//# object is
[Object.is(NaN, 0 / 0), Object.is('a', 'a'), Object.is({}, {}), Object.is(0, -0)]

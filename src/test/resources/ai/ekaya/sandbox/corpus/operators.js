// Operators and coercion.
//# addition of mixed types
[1 + '2', '3' - 1, null + 1, undefined + 1, true + true, [] + [], [] + {}, [1, 2] + 3, {} + 'x', 1 + 2 + '3' + 4]
//# unary plus
[+'', +' 12 ', +'0x1f', +'0b11', +'0o17', +'1e3', +'1_0', +null, +undefined, +true, +[], +[7], +[1, 2], +{}, +'-0', +'∞', +'Infinity']
//# loose equality
[null == undefined, null == 0, '' == 0, '0' == false, [] == false, [] == ![], [1] == 1, '1,2' == [1, 2], NaN == NaN, 1n == 1, '1' == 1n]
//# strict equality
[NaN === NaN, 0 === -0, 1n === 1, 'a' === 'a', [] === [], null === undefined, Object.is(0, -0), Object.is(NaN, NaN)]
//# relational with strings and numbers
['b' > 'a', 'B' > 'a', '10' < '9', '10' < 9, null >= 0, null > 0, undefined >= 0, NaN < 1, [2] > 1, 'a' < 1, 1n < 1.5, 2n > '1']
//# order of operand evaluation
const log = []; const v = (n) => ({ valueOf() { log.push(n); return n; } }); [v(1) + v(2) * v(3) ** v(2), log]
//# toPrimitive hints
const o = { [Symbol.toPrimitive](hint) { return hint; } }; [`${o}`, o + '', +o, o == 'default', o * 1, [o] + '', new Date(0)[Symbol.toPrimitive]('number')]
//# toPrimitive that gives an object
[] + { [Symbol.toPrimitive]: () => ({}) }
//# valueOf before toString
const a = { valueOf: () => 1, toString: () => 'a' }; [a + 1, `${a}`, a == 1, String(a), [a].join(), JSON.stringify({ a })]
//# shifts
[1 << 31, 1 << 32, 1 << 33, -1 >>> 0, -1 >>> 31, -8 >> 1, 2 ** 32 >> 0, 2 ** 53 | 0, 1.9 | 0, -1.9 | 0, '8' >> '1', NaN << 1, 5 >>> -1]
//# bitwise
[5 & 3, 5 | 3, 5 ^ 3, ~5, ~~'7.9', ~-1, ~NaN, 0xffffffff & 0xff, 0xffffffff | 0, -1 ^ 0x7fffffff]
//# exponent
[2 ** 10, 2 ** -1, (-2) ** 2, 2 ** 3 ** 2, NaN ** 0, 1 ** Infinity, (-8) ** (1 / 3), 0 ** 0, (-0) ** -1]
//# exponent of an unparenthesised negation
eval('-2 ** 2')
//# remainder
[5 % 3, -5 % 3, 5 % -3, 5.5 % 2, -0 % 1, 5 % 0, Infinity % 5, 5 % Infinity, 2 ** 53 % 3, 1e308 % 7]
//# division
[1 / 0, -1 / 0, 0 / 0, 1 / -0, 7 / 2, 1 / 3, 2 ** -1074 / 2, 1e308 * 10]
//# increments
let x = '5'; const r = [x++, x, ++x, x--, --x]; let u; u++; let big = 1n; big++; [r, u, big]
//# compound assignment
let a = 5; const r = []; r.push(a += 2, a -= 1, a *= 3, a /= 2, a %= 5, a **= 2, a <<= 1, a >>= 1, a >>>= 0, a &= 13, a |= 2, a ^= 7); r
//# logical assignment
const o = { a: 0, b: null, c: 1 }; o.a ||= 10; o.b ??= 20; o.c &&= 30; o.d ??= 40; o
//# logical assignment does not evaluate what it need not
let n = 0; const o = { get a() { n++; return 1; }, set a(v) { n += 100; } }; o.a ||= (n += 1000); o.a ??= (n += 1000); n
//# nullish and short circuit
[0 ?? 1, null ?? 1, undefined ?? 1, '' || 2, '' && 2, 0 || null, NaN ?? 3, (null || undefined) ?? 'z']
//# mixing nullish and or
eval('1 || 2 ?? 3')
//# optional chaining
const o = { f() { return this?.x; }, x: 1, n: null }; [o?.x, o?.f(), o.n?.y, o.n?.y.z.w, o.g?.(), o?.['x'], o.n?.[fail()], delete o?.x, o.x]
//# optional call of a non-function
const o = { x: 1 }; o.x?.()
//# comma and void
[(1, 2, 3), void 0, void 'x', typeof void 0]
//# typeof
[typeof 1, typeof 'a', typeof 1n, typeof null, typeof undefined, typeof undeclared, typeof {}, typeof [], typeof (() => 1), typeof class {}, typeof Symbol()]
//# delete
const o = { a: 1, get b() { return 1; } }; Object.defineProperty(o, 'c', { value: 1 }); [delete o.a, delete o.b, delete o.c, delete o.nope, delete [1][0], delete 1, Object.keys(o), 'c' in o]
//# delete in strict mode
'use strict'; delete Object.freeze({ a: 1 }).a
//# in and instanceof
class A {} class B extends A {} [0 in [1], 1 in [1], 'length' in [], 'x' in { __proto__: { x: 1 } }, new B() instanceof A, new A() instanceof B, {} instanceof Object, Object.create(null) instanceof Object]
//# in of a primitive
'a' in 'abc'
//# instanceof of a non-callable
({}) instanceof {}
//# Symbol.hasInstance
class Even { static [Symbol.hasInstance](n) { return n % 2 === 0; } } [2 instanceof Even, 3 instanceof Even]
//# symbol to number
+Symbol('s')
//# symbol in a template
`${Symbol('s')}`
//# BigInt mixed with number
1n + 1
//# conditional chains
[1, 2, 3, 4, 5].map((n) => n < 2 ? 'a' : n < 3 ? 'b' : n < 4 ? 'c' : 'd').join('')
//# assignment is right to left
let a, b; const o = {}; a = b = o.x = 5; [a, b, o]
//# assignment to a constant
const c = 1; c = 2
//# member target is evaluated before the value
const log = []; const t = (n) => (log.push(n), n); const o = {}; o[t('key')] = t('value'); [log, o]
//# primitive properties
'use strict'; 'abc'.length = 1
//# wrapper objects
[typeof new Number(1), new Boolean(false) ? 1 : 2, new String('a') == 'a', new Number(1) + 1, Object(1n) + 1n, Object('ab')]
//# read of a property of undefined
let o; o.x
//# read of a computed property of null
null['a' + 'b']

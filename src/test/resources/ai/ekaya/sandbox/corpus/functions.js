// Functions, closures, scope, destructuring.
//# closures over let and var
const a = [], b = []; for (let i = 0; i < 3; i++) a.push(() => i); for (var j = 0; j < 3; j++) b.push(() => j); [a.map((f) => f()), b.map((f) => f())]
//# closures that change what they share
const mk = () => { let n = 0; return { inc: () => ++n, get: () => n, reset() { n = 0; } }; }; const c = mk(), d = mk(); c.inc(); c.inc(); d.inc(); c.reset(); c.inc(); [c.get(), d.get()]
//# let in loops with changes in the body
const f = []; for (let i = 0; i < 6; i++) { f.push(() => i); i++; } f.map((g) => g())
//# hoisting
[typeof h, typeof v, h()]; var v = 1; function h() { return 'hoisted'; }
//# temporal dead zone
x; let x = 1
//# dead zone in a default
(function (a = b, b = 1) { return a; })()
//# const
const c = 1; c = 2
//# default parameters
const f = (a, b = a * 2, { c = 3, d: [e = 4] = [] } = {}) => [a, b, c, e]; [f(1), f(1, undefined, { c: null, d: [7] }), f.length]
//# arguments object, sloppy
(function (a, b) { arguments[0] = 9; b = 8; return [a, arguments[1], arguments.length, [...arguments]]; })(1, 2, 3)
//# arguments object, strict
(function (a) { 'use strict'; arguments[0] = 9; return [a, arguments.length, typeof Object.getOwnPropertyDescriptor(arguments, 'callee').get]; })(1)
//# rest parameters
((a, ...r) => [a, r, r.length])(1, 2, 3)
//# spread
[Math.max(...[1, 2], 3, ...'45'), [...'ab', ...[, 1]], ((...a) => a.length)(...new Set([1, 1, 2]))]
//# spread of what is not iterable
Math.max(...5)
//# array destructuring
const [a, , b = 5, [c] = [7], ...d] = [1, 2, undefined, undefined, 8, 9]; [a, b, c, d]
//# object destructuring
const { a: { b: x = 1 } = {}, ['c' + 1]: y, length = 'none', ...z } = { a: { b: null }, c1: 2, q: 3 }; [x, y, length, z]
//# destructuring null
const { a } = null
//# destructuring with side effects in order
const log = [], k = (n) => (log.push(n), n); const o = {}; ({ [k('a')]: o[k('t')] = k('d') } = {}); log
//# destructuring an iterator closes it
let closed = 0; const it = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { closed++; return {}; } }) }; const [p] = it; [p, closed]
//# destructuring what is not iterable
const [a] = {}
//# this
'use strict'; function f() { return this; } const o = { f, g: () => typeof this, h() { return (() => this === o)(); } }; [f(), o.f() === o, o.g(), o.h(), (0, o.f)(), f.call(5)]
//# sloppy this
(function () { return [typeof this, this === globalThis]; }).call(undefined)
//# call, apply, bind
function f(a, b) { return [this.x, a, b]; } const g = f.bind({ x: 1 }, 2); [f.call({ x: 3 }, 4), f.apply({ x: 5 }, [6, 7]), g(8), g.name, g.length, g.call({ x: 9 })]
//# bound constructors
function P(x, y) { this.s = x + y; } const B = P.bind(null, 1); const p = new B(2); [p.s, p instanceof P, p instanceof B]
//# immediate recursion
const fact = (n) => n < 2 ? 1 : n * fact(n - 1); [fact(10), fact(20), fact(170)]
//# mutual recursion
const even = (n) => n === 0 || odd(n - 1), odd = (n) => n !== 0 && even(n - 1); [even(100), odd(77)]
//# ackermann
const ack = (m, n) => m === 0 ? n + 1 : n === 0 ? ack(m - 1, 1) : ack(m - 1, ack(m, n - 1)); ack(2, 6)
//# hanoi
let moves = 0; const h = (n, a, b, c) => { if (n) { h(n - 1, a, c, b); moves++; h(n - 1, c, b, a); } }; h(9, 'a', 'b', 'c'); moves
//# currying and composing
const curry = (f, ...a) => a.length >= f.length ? f(...a) : (...b) => curry(f, ...a, ...b), compose = (...f) => (x) => f.reduceRight((v, g) => g(v), x); [curry((a, b, c) => a + b + c)(1)(2)(3), compose((x) => x + 1, (x) => x * 2)(5)]
//# memoising
const memo = (f, m = new Map()) => (n) => m.has(n) ? m.get(n) : (m.set(n, f(n)), m.get(n)); const fib = memo((n) => n < 2 ? n : fib(n - 1) + fib(n - 2)); fib(80)
//# function properties
function f(a, b = 1, ...c) {} [f.name, f.length, (() => {}).name, typeof f.prototype, (() => {}).prototype, f.toString()]
//# names
const o = { a() {}, b: () => {}, get c() { return 1; }, [Symbol('s')]() {} }; const n = function () {}; [o.a.name, o.b.name, Object.getOwnPropertyDescriptor(o, 'c').get.name, o[Object.getOwnPropertySymbols(o)[0]].name, n.name]
//# Function constructor
[new Function('a', 'b', 'return a + b')(1, 2), Function('return this')() === globalThis, new Function().name]
//# Function constructor with bad text
new Function('return }')
//# eval, direct and indirect
var g1 = 'global'; (function () { var g1 = 'local'; return [eval('g1'), (0, eval)('g1'), eval('var q = 1; q + 1'), typeof q]; })()
//# eval in strict code
(function () { 'use strict'; eval('var z = 1'); return typeof z; })()
//# eval of a block and of nothing
[eval('{}'), eval('({})'), eval(''), eval('1;;;'), eval('if (true) 5; else 6'), eval(5)]
//# eval syntax error
eval('let 1x')
//# labelled functions in blocks
{ function inBlock() { return 1; } } typeof inBlock
//# getter of globals
Object.defineProperty(globalThis, 'magic', { get: () => 42, configurable: true }); [magic, typeof magic, delete globalThis.magic, typeof magic]
//# implicit globals
implicit = 5; [implicit, delete globalThis.implicit, typeof implicit]
//# implicit globals in strict code
'use strict'; notDeclared = 1
//# undeclared
nowhere + 1
//# callee chains
const chain = { v: 0, add(n) { this.v += n; return this; } }; chain.add(1).add(2)?.add(3).v
//# tagged templates
const tag = (s, ...v) => s.raw.join('|') + v.join(','); [tag`a${1}\n${2}c`, tag``, ((s) => s)`x` === ((s) => s)`x`, ((s) => Object.isFrozen(s))`y`]
//# template literals
const x = 5; [`${x} ${x > 3 ? `nested ${x}` : ''}`, `a
b`, `\${x}`, `${[1, 2]} ${{}} ${null}`]
//# too many arguments
((a) => a)(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)
//# apply with many
Math.max.apply(null, Array.from({ length: 5000 }, (_, i) => i))
//# deep but finite recursion
const depth = (n) => n === 0 ? 0 : 1 + depth(n - 1); depth(300)
//# endless recursion
(function f() { return f() + 1; })()
//# endless recursion is caught
let n = 0; (function () { try { (function f() { n++; f(); })(); } catch (e) { return [e instanceof RangeError, e.message, n > 100]; } })()

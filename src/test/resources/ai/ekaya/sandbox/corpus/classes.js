// Classes.
//# inheritance
class A { constructor(x) { this.x = x; } hi() { return 'A' + this.x; } static make(x) { return new this(x); } } class B extends A { hi() { return 'B' + super.hi(); } } [B.make(1).hi(), B.__proto__ === A, B.name, B.length, A.length]
//# fields
class A { a = 1; b = this.a + 1; ['c' + 1] = 3; static s = this.name; 'quoted' = 4; f = () => this.a; } const o = new A(); [o, A.s, o.f()]
//# private members
class C { #x = 1; static #n = 0; get x() { return this.#x; } set x(v) { this.#x = v; } #m() { return this.#x * 2; } m() { C.#n++; return this.#m() + C.#n; } static has(o) { return #x in o; } } const c = new C(); c.x = 5; [c.m(), c.m(), C.has(c), C.has({}), Object.keys(c)]
//# private access of another's
class C { #x = 1; static read(o) { return o.#x; } } C.read({})
//# private method is not writable
class C { #m() {} set() { this.#m = 1; } } new C().set()
//# undeclared private name
eval('class C { f() { return this.#nope; } }')
//# static blocks
class C { static a = 1; static { this.b = this.a + 1; } static c = C.b + 1; } [C.a, C.b, C.c]
//# super before this
class A {} class B extends A { constructor() { this.x = 1; super(); } } new B()
//# no super call
class A {} class B extends A { constructor() {} } new B()
//# super twice
class A {} class B extends A { constructor() { super(); super(); } } new B()
//# class without new
class A {} A()
//# derived constructor returning an object
class A {} class B extends A { constructor() { return { z: 1 }; } } new B()
//# derived constructor returning a primitive
class A {} class B extends A { constructor() { super(); return 1; } } new B()
//# new.target
function F() { return new.target === F; } class A { constructor() { this.t = new.target.name; } } class B extends A {} [new B().t, F(), typeof new F()]
//# extending null
class N extends null { static s() { return 1; } } [N.s(), Object.getPrototypeOf(N.prototype)]
//# extending what is no constructor
class A extends (() => {}) {}
//# extending built-ins
class E extends Error { constructor(m) { super(m); this.name = 'E'; } } class L extends Array { sum() { return this.reduce((a, b) => a + b, 0); } } class M extends Map { getOr(k, d) { return this.has(k) ? this.get(k) : d; } } [String(new E('x')), new E('x') instanceof Error, L.of(1, 2, 3).sum(), new M([[1, 2]]).getOr(5, 'd')]
//# accessors
class T { static #c = 0; static get count() { return T.#c++; } get ['comp' + 'uted']() { return 'yes'; } } [T.count, T.count, new T().computed, Object.getOwnPropertyNames(T.prototype)]
//# methods are not enumerable
class A { m() {} get g() { return 1; } } [Object.keys(A.prototype), Object.getOwnPropertyDescriptor(A.prototype, 'm').enumerable, 'prototype' in new A().m]
//# class expressions and names
const X = class Inner { static n() { return Inner.name; } }, Y = class {}; [X.name, X.n(), Y.name, (class {}).name]
//# temporal dead zone of a class
eval('new Z(); class Z {}')
//# generators and async methods
class G { *[Symbol.iterator]() { yield* [1, 2]; } async a() { return 3; } static async *s() { yield 4; } } [[...new G()], new G().a() instanceof Promise, typeof G.s().next]
//# super in object literals and statics
const base = { hi() { return 'base'; } }, o = { __proto__: base, hi() { return super.hi() + '!'; } }; class A { static x() { return 'ax'; } } class B extends A { static x() { return super.x() + 'b'; } } [o.hi(), B.x()]
//# super property assignment
class A {} class B extends A { set() { super.v = 5; return [Object.keys(this), A.prototype.v]; } } new B().set()
//# mixins
const Swim = (S) => class extends S { swim() { return this.n + ' swims'; } }, Fly = (S) => class extends S { fly() { return this.n + ' flies'; } }; class D { n = 'duck'; } const d = new (Fly(Swim(D)))(); [d.swim(), d.fly()]
//# instance fields of subclasses run after super
const log = []; class A { constructor() { log.push('A'); this.init(); } init() { log.push('init ' + this.f); } } class B extends A { f = (log.push('field'), 7); constructor() { super(); log.push('B ' + this.f); } } new B(); log
//# toString of a class
(class A { m() { return 1; } }).toString()
//# accessor that throws
class A { get x() { throw new RangeError('boom'); } } new A().x
//# Symbol.toPrimitive in a class
class Money { constructor(v) { this.v = v; } [Symbol.toPrimitive](h) { return h === 'string' ? '$' + this.v : this.v; } } const m = new Money(5); [`${m}`, m + 1, m * 2, m > 4]
//# many instances
class P { #x; constructor(x) { this.#x = x; } add(o) { return new P(this.#x + o.#x); } get v() { return this.#x; } } let p = new P(0); for (let i = 0; i < 500; i++) p = p.add(new P(i)); p.v
//# linked list
class Node { constructor(v, n = null) { this.v = v; this.n = n; } } class List { h = null; add(v) { this.h = new Node(v, this.h); return this; } *[Symbol.iterator]() { for (let n = this.h; n; n = n.n) yield n.v; } reverse() { let p = null; for (let n = this.h; n;) [n.n, p, n] = [p, n, n.n]; this.h = p; return this; } } [...new List().add(1).add(2).add(3).reverse()]

// What the parser accepts and refuses.
//# semicolons are inserted
eval('let a = 1\nlet b = a\n++b\n[a, b]')
//# return and newline
(() => { return
1; })()
//# regex or division
eval('let g = 2, i = 1; [4 / g / i, /=/.test("=")]')
//# html comments
eval('1 <!-- comment\n')
//# unicode identifiers
eval('var ünï = 1, \\u0061b = 2, ℮ = 3; [ünï, ab, ℮]')
//# reserved words
eval('var class = 1')
//# reserved words as property names
const o = { class: 1, if: 2, new: 3, await: 4 }; [o.class, o.if, o.new, o.await]
//# strict reserved words
eval('"use strict"; var let = 1')
//# octal literals
[eval('010'), eval('08'), eval('"\\07"')]
//# octal literals in strict code
eval('"use strict"; 010')
//# repeated parameters
[eval('(function (a, a) { return a; })(1, 2)')]
//# repeated parameters in strict code
eval('"use strict"; (function (a, a) {})')
//# repeated let
eval('let q = 1; let q = 2')
//# let and var
eval('{ let q = 1; var q = 2; }')
//# duplicate labels
eval('a: a: 1')
//# break without a loop
eval('break')
//# continue to a block
eval('a: { continue a; }')
//# return outside a function
eval('return 1')
//# yield and await as names
eval('var yield = 1, await = 2; [yield, await]')
//# await outside async
eval('function f() { await 1; }')
//# assignment to a call
eval('f() = 1')
//# assignment to a literal
eval('1 = 2')
//# invalid destructuring
eval('({ a: 1 } = {})')
//# arrow functions and newlines
eval('(a)\n=> a')
//# async arrow and newline
eval('async\n(x)')
//# new with member calls
const o = { C: class { constructor(x) { this.x = x; } } }; [new o.C(1).x, new o.C().x, new (class { y = 2; })().y]
//# exponent of a unary
eval('-1 ** 2')
//# object or block
[eval('{a: 1}'), eval('({a: 1}).a'), eval('{}+1')]
//# getters with names
const o = { get: 1, set: 2, async: 3, static: 4, get get() { return 5; } }; o
//# numeric separators
eval('1__0')
//# template errors
eval('`${`')
//# unterminated text
eval('"abc')
//# unterminated comment
eval('/* abc')
//# bad escape
eval('"\\u{110000}"')
//# bad regular expression
eval('/(/')
//# optional chaining and templates
eval('a?.`x`')
//# optional chaining as a target
eval('a?.b = 1')
//# nullish with and
eval('a && b ?? c')
//# delete of a name in strict code
eval('"use strict"; var v; delete v')
//# with in strict code
eval('"use strict"; with ({}) {}')
//# super outside
eval('super.x')
//# new.target outside
eval('new.target')
//# import in a script
eval('import x from "y"')
//# import.meta in a script
eval('import.meta')
//# class with two constructors
eval('class A { constructor() {} constructor() {} }')
//# static prototype
eval('class A { static prototype() {} }')
//# private name twice
eval('class A { #a; #a; }')
//# rest that is not last
eval('(...a, b) => 1')
//# default after use strict
eval('function f(a = 1) { "use strict"; }')
//# hashbang
eval('#!/bin/x\n5')
//# deep nesting of brackets
eval('['.repeat(100) + '1' + ']'.repeat(100)).flat(Infinity)
//# deep nesting of parentheses
eval('('.repeat(300) + '7' + ')'.repeat(300))
//# nesting past the stack
eval('('.repeat(100000) + '7' + ')'.repeat(100000))
//# long chains of operators
eval(Array.from({ length: 500 }, (_, i) => i).join('+'))
//# many variables
eval(Array.from({ length: 300 }, (_, i) => `var v${i} = ${i};`).join('') + 'v0 + v150 + v299')
//# long text
eval('"' + 'x'.repeat(5000) + '".length')
//# many cases
var r; eval('switch (77) {' + Array.from({ length: 120 }, (_, i) => `case ${i}: r = ${i}; break;`).join('') + '} r')

// Numbers, their text, and Math.
//# literals
[0x1F, 0b101, 0o17, 1_000_000, .5, 5., 1e3, 1E-3, 0.1 + 0.2, 9007199254740993, 1e21, 1e-7]
//# text of integers
[0, -0, 1, -1, 123456789, 2 ** 31, 2 ** 53, -(2 ** 63), 1e20, 1e21].map(String)
//# text of fractions
[0.1, 1 / 3, 2 / 3, 1e-6, 1e-7, 123.456, 5e-324, 1.7976931348623157e308, 0.000001234, 100.5].map(String)
//# radix
[255..toString(16), (-255).toString(2), 0.5.toString(2), (1 / 3).toString(3), 1e21.toString(36), 35..toString(36), (2 ** 53).toString(7)]
//# radix out of range
1..toString(1)
//# toFixed
[1.005.toFixed(2), 1.45.toFixed(1), (-1.5).toFixed(0), 1e21.toFixed(2), 0..toFixed(3), 123.456.toFixed(), 0.000001.toFixed(7), 2.5.toFixed(0)]
//# toFixed out of range
1..toFixed(101)
//# toPrecision
[123.456.toPrecision(4), 0.00001.toPrecision(1), 1e21.toPrecision(3), 1.25.toPrecision(2), 0..toPrecision(2), NaN.toPrecision(3)]
//# toExponential
[123456..toExponential(2), 0..toExponential(), 1.5.toExponential(0), (-1e-7).toExponential(3), 12345..toExponential()]
//# Number parsing
['', ' ', '12', ' 12 ', '1e1000', '-Infinity', '0x10', '0b2', '1,000', '\n5\t', '.5', '5.', '+5', '--5', 'Infinityx'].map(Number)
//# parseInt
['12px', '0x1f', '', 'abc', ' -42 ', '1e3', '123456789012345678901234567890', '0b1'].map((s) => parseInt(s))
//# parseInt with radix
[parseInt('11', 2), parseInt('z', 36), parseInt('9', 8), parseInt('0x10', 16), parseInt('10', 37), parseInt('10', 0), parseInt('7', 1)]
//# parseFloat
['3.14abc', '.5.5', '-.5e-2x', 'Infinity!', 'e5', '1e', '0x1'].map(parseFloat)
//# predicates
[Number.isInteger(5.0), Number.isInteger(5.1), Number.isSafeInteger(2 ** 53), Number.isSafeInteger(2 ** 53 - 1), Number.isFinite('5'), isFinite('5'), isNaN('x'), Number.isNaN('x')]
//# constants
[Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, Number.EPSILON, Number.MAX_VALUE, Number.MIN_VALUE, Math.PI, Math.E, Math.LN2]
//# rounding
[-2.5, -1.5, -0.5, -0.4, 0.4, 0.5, 1.5, 2.5, 2 ** 52 + 0.5].map((x) => [Math.round(x), Math.floor(x), Math.ceil(x), Math.trunc(x)])
//# min and max
[Math.max(), Math.min(), Math.max(1, NaN), Math.max(-0, 0), Math.min(0, -0), Math.max('3', 2), Math.max(...[1, 5, 3])]
//# roots and powers
[Math.sqrt(2), Math.cbrt(27), Math.cbrt(-8), Math.hypot(3, 4), Math.hypot(), Math.hypot(NaN, Infinity), Math.pow(2, 0.5), Math.expm1(1e-10), Math.log1p(1e-10)]
//# logarithms
[Math.log(Math.E), Math.log2(8), Math.log10(1000), Math.log(-1), Math.log(0), Math.exp(1), Math.log2(3)]
//# trigonometry
[Math.sin(1), Math.cos(1), Math.tan(1), Math.atan2(1, -1), Math.asin(0.5), Math.acos(2), Math.sinh(1), Math.cosh(1), Math.tanh(1), Math.asinh(1), Math.acosh(2), Math.atanh(0.5)]
//# sign, clz32, imul, fround
[Math.sign(-3), Math.sign(-0), Math.clz32(1), Math.clz32(0), Math.clz32(-1), Math.imul(0xffffffff, 5), Math.fround(5.5), Math.fround(5.05), Math.fround(1e40)]
//# integer overflow of a counter
let x = 2147483647; x++; let y = -2147483648; y--; let z = 0x7fffffff; z += z; [x, y, z, x | 0, (x * x) | 0]
//# integer products at the edges
[46341 * 46341, 65536 * 65536, 123456789 * 987654321, -1 * 0, 2147483647 * 2147483647 % 1000]
//# float loop
let s = 0; for (let i = 0; i < 1000; i++) s += 1 / (i + 1); s
//# linear congruences
let x = 1; for (let i = 0; i < 1000; i++) x = (x * 1103515245 + 12345) % 2147483648; x
//# primes
const n = 200, sieve = new Array(n).fill(true), out = []; for (let i = 2; i < n; i++) if (sieve[i]) { out.push(i); for (let j = i * i; j < n; j += i) sieve[j] = false; } out
//# number methods on text
Number.prototype.toString.call('x')
//# toLocaleString
[1234567.891.toLocaleString(), (-5).toLocaleString(), NaN.toLocaleString()]

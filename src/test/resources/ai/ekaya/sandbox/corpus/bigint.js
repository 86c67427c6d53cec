// BigInt.
//# literals
[0n, 123n, -5n, 0xffn, 0b101n, 0o17n, 12345678901234567890123n]
//# arithmetic
[7n / 2n, -7n / 2n, 7n % -2n, -7n % 2n, 2n ** 100n, 5n - 10n, (-3n) ** 3n]
//# factorial
let f = 1n; for (let i = 1n; i <= 50n; i++) f *= i; f
//# division of large ones
const a = 10n ** 60n + 7n, b = 10n ** 20n + 3n; [a / b, a % b, (a / b) * b + (a % b) === a]
//# shifts
[1n << 70n, -1n >> 3n, (1n << 64n) >> 60n, 5n << -1n, -5n >> 1n]
//# bit operations
[5n & 3n, 5n | 3n, 5n ^ 3n, ~5n, -5n & 0xffn, (1n << 70n) | 1n, -1n ^ (1n << 65n)]
//# comparison with numbers
[1n == 1, 1n === 1, 2n > 1, 1n < 1.5, 2n ** 53n + 1n > 2 ** 53, 0n == '', 1n == '1', [3n, 1, 2n].sort().map(String)]
//# no mixing
1n + 1
//# no unary plus
+1n
//# negation of zero
[-0n, Object.is(-0n, 0n)]
//# division by zero
1n / 0n
//# negative exponent
2n ** -1n
//# conversion
[BigInt(42), BigInt('0x10'), BigInt(' 12 '), BigInt(true), Number(2n ** 64n), parseInt('9007199254740993'), BigInt(Number.MAX_SAFE_INTEGER) + 2n]
//# conversion of a fraction
BigInt(1.5)
//# conversion of text that is none
BigInt('1.5')
//# asIntN and asUintN
[BigInt.asIntN(8, 255n), BigInt.asUintN(8, -1n), BigInt.asIntN(64, 2n ** 63n), BigInt.asUintN(64, -1n), BigInt.asIntN(0, 5n)]
//# text in a radix
[(255n).toString(16), (-255n).toString(2), (2n ** 100n).toString(36), String(10n ** 30n)]
//# typeof and truth
[typeof 1n, !0n, !!1n, 0n ? 1 : 2, Object(1n) instanceof BigInt, 1n && 2n]
//# JSON of a BigInt
JSON.stringify({ a: 1n })
//# fibonacci
let a = 0n, b = 1n; for (let i = 0; i < 200; i++) [a, b] = [b, a + b]; a
//# modular power
const power = (b, e, m) => { let r = 1n; b %= m; while (e > 0n) { if (e & 1n) r = r * b % m; b = b * b % m; e >>= 1n; } return r; }; power(3n, 1000n, 1000000007n)
//# increments
let x = 9007199254740992n; x++; x += 1n; x--; [x, x++, ++x, -x]

// Strings and Unicode.
//# indexing
['abc'[1], 'abc'[5], 'abc'.at(-1), 'abc'.charAt(9), 'abc'.charCodeAt(0), 'abc'.charCodeAt(9), 'abc'.codePointAt(1)]
//# slices
['abcdef'.slice(-3, -1), 'abcdef'.substring(4, 1), 'abcdef'.substr(-3, 2), 'abc'.slice(5), 'abc'.substring(NaN), 'abc'.slice(2, 1)]
//# search
['banana'.indexOf('an', 2), 'banana'.lastIndexOf('an'), 'banana'.includes('nan'), 'abc'.startsWith('b', 1), 'abc'.endsWith('b', 2), 'abc'.indexOf(''), 'abc'.lastIndexOf('', 1)]
//# startsWith of a regular expression
'abc'.startsWith(/a/)
//# split
['a,b,,c'.split(','), 'abc'.split(''), ''.split(''), ''.split(','), 'a1b2c'.split(/\d/), 'a1b2c'.split(/(\d)/), 'a,b,c'.split(',', 2), 'abc'.split()]
//# replace
['aaa'.replace('a', 'b'), 'aaa'.replaceAll('a', 'b'), 'abc'.replace('b', '[$&$`$\'$$]'), 'abc'.replace('b', (m, i, s) => m + i + s), 'a.b.c'.replaceAll('.', '-')]
//# replaceAll needs the global flag
'aaa'.replaceAll(/a/, 'b')
//# padding and repeating
['5'.padStart(3, '0'), 'abc'.padEnd(6, '12'), 'abc'.padStart(2), 'ab'.repeat(3), ''.repeat(1000), 'x'.padStart(5, '')]
//# repeat out of range
'a'.repeat(-1)
//# repeat too long
'abc'.repeat(2 ** 30)
//# trimming
['  a b \n', '\u00a0\ufeffx\u2003', '\t'].map((s) => [s.trim(), s.trimStart(), s.trimEnd()])
//# case
['ÀÉß', 'İı', 'ΑΣ', 'ﬁ', 'ǆ'].map((s) => [s.toUpperCase(), s.toLowerCase()])
//# code points
['😀a'.length, [...'😀a'], '😀'.codePointAt(0), '😀'.codePointAt(1), String.fromCodePoint(0x1f600, 97), String.fromCharCode(0xd83d, 0xde00)]
//# fromCodePoint out of range
String.fromCodePoint(0x110000)
//# well-formedness
['a\ud800b'.isWellFormed(), 'a\ud800b'.toWellFormed(), '😀'.isWellFormed(), '\udc00\ud800'.toWellFormed()]
//# normalisation
['\u0041\u030a', '\u00c5', '\u1e9b\u0323', 'ﬁ', '한'].map((s) => ['NFC', 'NFD', 'NFKC', 'NFKD'].map((f) => s.normalize(f).length + ':' + s.normalize(f)))
//# normalisation of an unknown form
'a'.normalize('NFX')
//# localeCompare
['a'.localeCompare('b'), 'b'.localeCompare('a'), 'a'.localeCompare('a'), 'ä'.localeCompare('z'), 'a'.localeCompare('B')]
//# concatenation in a loop
let s = ''; for (let i = 0; i < 300; i++) s += i; [s.length, s.slice(-9), s.indexOf('99100')]
//# prepending in a loop
let s = ''; for (let i = 0; i < 200; i++) s = String.fromCharCode(97 + i % 26) + s; [s.length, s.slice(0, 30)]
//# ropes compared and indexed
let a = '', b = ''; for (let i = 0; i < 500; i++) { a += 'xy'; b = b + 'x' + 'y'; } [a === b, a < b, a[700], (a + b).lastIndexOf('yx')]
//# escapes
['\x41\u0042\u{43}\t\0'.split('').map((c) => c.charCodeAt(0)), '\
joined']
//# raw strings
[String.raw`a\n${1}\u0041`, String.raw({ raw: ['x', 'y', 'z'] }, 1, 2, 3)]
//# html methods
['a'.bold(), 'a'.link('"x"'), 'a'.anchor('n')]
//# comparison
['a' < 'b', 'a' < 'B', 'abc' < 'abd', '' < 'a', '10' < '9', 'é' > 'z', '\ud800' < '\uffff', '😀' < '\uffff']
//# string objects
const s = new String('ab'); s.x = 1; [s.length, s[0], s == 'ab', s === 'ab', typeof s, Object.keys(s), '0' in s, s + 1]
//# iteration
const it = 'a😀b'[Symbol.iterator](); [it.next(), it.next(), it.next(), it.next(), it[Symbol.toStringTag]]
//# matchAll
[...'a1b22c'.matchAll(/([a-z])(\d+)/g)].map((m) => [m[0], m[1], m[2], m.index])
//# at and concat
['abc'.at(-4), 'abc'.concat(1, null, [2, 3]), 'a'.concat()]
//# methods on null
String.prototype.trim.call(null)
//# escape and encodeURIComponent
[encodeURIComponent('ä &/?😀'), encodeURI('http://x/ä?a=b&c#d'), decodeURIComponent('%C3%A4%20'), escape('ä€'), unescape('%u20AC%E4')]
//# decodeURIComponent of what is malformed
decodeURIComponent('%E0%A4%A')
//# encodeURIComponent of a lone surrogate
encodeURIComponent('\ud800')
//# base64
[btoa('hello'), atob('aGVsbG8='), btoa(''), atob(' aGk= ')]
//# word counts
const words = 'the cat and the dog and the end'.split(' '), m = {}; for (const w of words) m[w] = (m[w] ?? 0) + 1; Object.entries(m).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
//# caesar
const rot = (s, k) => s.replace(/[a-z]/gi, (c) => { const b = c < 'a' ? 65 : 97; return String.fromCharCode((c.charCodeAt(0) - b + k) % 26 + b); }); [rot('Hello, World', 13), rot(rot('Hello, World', 13), 13)]
//# longest common subsequence
const lcs = (a, b) => { const t = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill('')); for (let i = 1; i <= a.length; i++) for (let j = 1; j <= b.length; j++) t[i][j] = a[i - 1] === b[j - 1] ? t[i - 1][j - 1] + a[i - 1] : t[i - 1][j].length >= t[i][j - 1].length ? t[i - 1][j] : t[i][j - 1]; return t[a.length][b.length]; }; lcs('AGGTABQWERTY', 'GXTXAYBWEXY')

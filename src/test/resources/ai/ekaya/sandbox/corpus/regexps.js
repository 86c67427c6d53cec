// Regular expressions.
//# exec
const m = /(\d+)-(\d+)/.exec('a 10-20 b'); [m[0], m[1], m[2], m.index, m.input]
//# no match
[/x/.exec('abc'), /x/.test('abc'), 'abc'.match(/x/g), 'abc'.search(/c/)]
//# named groups
const { groups } = /(?<year>\d{4})-(?<month>\d\d)(?<rest>x)?/.exec('in 2024-05'); [groups.year, groups.month, groups.rest, Object.getPrototypeOf(groups)]
//# replacing with named groups
['2024-05-06'.replace(/(?<y>\d+)-(?<m>\d+)-(?<d>\d+)/, '$<d>.$<m>.$<y>'), '2024'.replace(/(?<y>\d+)/, (...a) => JSON.stringify(a))]
//# duplicate named groups
eval('/(?<a>x)(?<a>y)/')
//# back references
[/(a)(b)\2\1/.test('abba'), /(a)(b)\2\1/.test('abab'), /(?<q>["']).*?\k<q>/.exec('x "it\'s" y')[0], /\1(a)/.exec('aa')[0]]
//# lookahead and lookbehind
['price: $42, 17'.match(/(?<=\$)\d+/)[0], 'a1b2'.match(/\d(?=b)/)[0], 'a1b2'.match(/[a-z](?!1)/)[0], 'abc'.replace(/(?<!a)b|c/g, 'X')]
//# lazy and greedy
['<a><b>'.match(/<.+>/)[0], '<a><b>'.match(/<.+?>/)[0], 'aaa'.match(/a{2}/)[0], 'aaaa'.match(/a{1,3}?/)[0], 'aaa'.match(/a*?$/)[0]]
//# alternation and anchors
['foobar'.match(/bar|foo/)[0], 'a\nb'.match(/^b/m)[0], 'a\nb'.match(/^b/), 'ab'.match(/b$/).index, /\bcat\b/.test('a cat.'), /\Bat/.test('cat')]
//# flags
const r = /a/dgimsuy; [r.flags, r.source, r.global, r.sticky, r.dotAll, r.hasIndices, String(r)]
//# unknown flags
new RegExp('a', 'q')
//# repeated flags
new RegExp('a', 'gg')
//# indices
const m = /(?<x>b)(c)?/d.exec('abd'); [m.indices[0], m.indices[1], m.indices[2], m.indices.groups.x]
//# sticky
const r = /a/y; [r.test('aab'), r.lastIndex, r.test('aab'), r.lastIndex, r.test('aab'), r.lastIndex]
//# lastIndex of a global expression
const r = /a/g, s = 'banana', at = []; while (r.exec(s)) at.push(r.lastIndex); [at, r.lastIndex]
//# dot and newlines
[/a.b/.test('a\nb'), /a.b/s.test('a\nb'), /a.b/.test('a\u2028b'), /^.$/u.test('😀'), /^.$/.test('😀')]
//# case folding
[/É/i.test('é'), /ſ/i.test('s'), /ſ/iu.test('s'), /[^x]/iu.test('X'), /\u212a/iu.test('k')]
//# classes
['a-b_c 1'.match(/[\w-]+/g), 'tab\there'.split(/\s/), 'x]y'.match(/[\]]/).index, 'a^b'.match(/[\^]/)[0], /[]/.test('a'), /[^]/.test('\n')]
//# unicode properties
['aЖ中1'.match(/\p{L}/gu), '٣5'.match(/\p{Nd}/gu), /\p{Script=Greek}/u.test('α'), /\P{L}/u.test('a'), 'A'.match(/\p{Lu}/u)[0]]
//# unknown unicode property
new RegExp('\\p{Foo}', 'u')
//# unicode sets
['a1'.match(/[\w--\d]/v)[0], /^[\p{L}&&[a-f]]$/v.test('g'), /^[[a-c][x-z]]+$/v.test('abz')]
//# unicode escapes
[/\u{1f600}/u.test('😀'), /\u{61}/.test('u'.repeat(61)), /\x41\u0042/.test('AB'), /\cJ/.test('\n'), /[\b]/.test('\b')]
//# quantifier on nothing
new RegExp('*a')
//# unbalanced group
new RegExp('(a')
//# numbers out of order
new RegExp('a{2,1}')
//# nested quantifiers
/^(?:a+)+$/.test('a'.repeat(25))
//# backtracking that fails
/^(a+)+$/.test('a'.repeat(16) + 'b')
//# captures in loops are reset
[/(?:(a)|b)*/.exec('ab'), /(z)((a+)?(b+)?(c))*/.exec('zaacbbbcac')]
//# empty matches
['abc'.replace(/x*/g, '-'), 'abc'.split(/(?:)/), [...'ab'.matchAll(/(?:)/g)].map((m) => m.index), '😀'.replace(/(?:)/gu, '-')]
//# replacement patterns
'abcd'.replace(/(b)(c)/, '[$1|$2|$3|$10|$&|$`|$\'|$$]')
//# Symbol.replace with a plain object
'abc'.replace({ [Symbol.replace]: (s, r) => s + r }, 'x')
//# Symbol.split and species
class R extends RegExp {} [new R('b') instanceof R, 'abc'.split(new R('b')), new R('b', 'g')[Symbol.match]('bab')]
//# own exec
const r = /a/; r.exec = () => ({ index: 7, 0: 'own' }); ['xyz'.match(r), 'xyz'.search(r)]
//# lastIndex that cannot be written
'use strict'; const r = Object.freeze(/a/g); r.test('a')
//# tokens
'let x1 = 3.14 + foo("bar");'.match(/[a-z_]\w*|\d+(?:\.\d+)?|"[^"]*"|[-+*\/=();]/gi)
//# dates and mails
'on 2024-01-31 ann@example.org wrote to bob.b@x.co.uk'.match(/\d{4}-\d\d-\d\d|[\w.]+@[\w.]+\w/g)
//# commas for thousands
['1234567', '12', '123456.789'].map((s) => s.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ','))
//# modifiers
eval('/(?i:a)b/').test('Ab')

// Arrays.
//# holes
const a = [1, , 3]; a[5] = 6; [a.length, 1 in a, a.map((x) => x * 2), a.filter(() => true), a.indexOf(undefined), a.includes(undefined), Object.keys(a)]
//# length
const a = [1, 2, 3]; a.length = 1; a[3] = 4; [a, a.length, [].length, new Array(3), new Array('3'), Array.of(3)]
//# length out of range
new Array(-1)
//# push, pop, shift, unshift
const a = [1]; [a.push(2, 3), a.pop(), a.shift(), a.unshift(8, 9), a, [].pop(), [].shift()]
//# splice
const a = [1, 2, 3, 4, 5]; [a.splice(1, 2, 'x', 'y', 'z'), a, a.splice(-1), a, a.splice(1, 0, 7), a, a.splice(), a]
//# slice, concat, join
[[1, 2, 3].slice(-2), [1].concat([2], 3, [[4]]), [1, null, undefined, [2, [3]]].join('-'), [].join(), [1, 2].concat({ length: 1, 0: 'x', [Symbol.isConcatSpreadable]: true })]
//# reverse, fill, copyWithin
[[1, , 3].reverse(), new Array(3).fill(0), [1, 2, 3, 4].fill(9, 1, -1), [1, 2, 3, 4, 5].copyWithin(0, 3), [1, 2, 3, 4, 5].copyWithin(1, 0, 3)]
//# default sort
[[10, 9, 1, undefined, , 'b', 'a', null, true].sort(), [3, 20, 100].sort(), ['é', 'z', 'a'].sort()]
//# sort with a comparator
[[5, 1, 4].sort((a, b) => b - a), [1, 2, 3].sort(() => 0), [3, 1, 2].sort((a, b) => a < b)]
//# sort is stable
Array.from({ length: 60 }, (_, i) => ({ k: i * 7 % 5, i })).sort((a, b) => a.k - b.k).map((x) => x.i)
//# sort of many
let x = 7; const a = Array.from({ length: 700 }, () => x = x * 16807 % 2147483647); a.sort((p, q) => p - q); a.every((v, i) => i === 0 || a[i - 1] <= v)
//# a comparator that throws
[1, 2, 3].sort(() => { throw new TypeError('no'); })
//# a comparator that is none
[1, 2].sort('x')
//# sort of an array-like
Array.prototype.sort.call({ 0: 'c', 1: 'a', 3: 'b', length: 4 })
//# toSorted, toReversed, toSpliced, with
const a = [3, 1, 2]; [a.toSorted(), a.toReversed(), a.toSpliced(1, 1, 'x'), a.with(-1, 9), a]
//# with out of range
[1].with(5, 0)
//# iteration methods
const a = [1, 2, 3, 4]; [a.every((x) => x > 0), a.some((x) => x > 3), a.find((x) => x > 2), a.findIndex((x) => x > 9), a.findLast((x) => x % 2), a.findLastIndex((x) => x % 2)]
//# reduce
[[1, 2, 3].reduce((a, b) => a + b), [1, 2, 3].reduceRight((a, b) => a + '-' + b), [[1], [2]].reduce((a, b) => a.concat(b), []), [5].reduce(() => 0)]
//# reduce of nothing
[].reduce((a, b) => a)
//# flat and flatMap
[[1, [2, [3, [4]]]].flat(), [1, [2, [3, [4]]]].flat(Infinity), [1, 2].flatMap((x) => [x, [x * 2]]), [[1], , [2]].flat()]
//# indexOf and includes
[[NaN].indexOf(NaN), [NaN].includes(NaN), [1, 2, 1].lastIndexOf(1), [1, 2, 3].indexOf(3, -1), [0].includes(-0), [1, 2].at(-3)]
//# from
[Array.from('a😀'), Array.from({ length: 3 }, (_, i) => i * i), Array.from(new Set([1, 1, 2])), Array.from({ length: 2, 0: 'x' }), Array.from([1, 2], function (x) { return x * this.k; }, { k: 3 })]
//# isArray
[Array.isArray([]), Array.isArray({ length: 0 }), Array.isArray(new Proxy([], {})), Array.isArray(Array.prototype)]
//# iterators
const a = ['x', , 'z']; [[...a.keys()], [...a.entries()], [...a.values()], [...a]]
//# changing while iterating
const a = [1, 2, 3], seen = []; for (const x of a) { seen.push(x); if (x === 1) a.push(4); if (x === 2) a.shift(); } [seen, a]
//# forEach with deletions
const a = [1, 2, 3, 4], seen = []; a.forEach((x, i) => { seen.push(x); if (i === 0) { delete a[1]; a.length = 3; } }); seen
//# species
class M extends Array {} const m = M.from([1, 2, 3]); [m.map((x) => x) instanceof M, m.filter(() => 1).constructor.name, m.length, m.concat([4]) instanceof M, M.of(1) instanceof M, m.toSorted() instanceof M]
//# species that is another class
class M extends Array { static get [Symbol.species]() { return Array; } } [new M(1, 2).map((x) => x) instanceof M, new M(3).length]
//# array-likes
[Array.prototype.map.call('abc', (c) => c + c), Array.prototype.join.call({ length: 3, 1: 'x' }, '|'), Array.prototype.push.call({ length: 2 }, 'z')]
//# non-writable length
'use strict'; const a = Object.defineProperty([1, 2], 'length', { writable: false }); a.push(3)
//# frozen
'use strict'; Object.freeze([1])[0] = 2
//# huge index
const a = []; a[4294967294] = 1; a[4294967295] = 2; [a.length, a['4294967295'], Object.keys(a)]
//# index as text
const a = []; a['0'] = 'a'; a['01'] = 'b'; a[-1] = 'c'; a[1.5] = 'd'; [a.length, a]
//# destructuring swap
let a = 1, b = 2; [a, b] = [b, a]; [a, b]
//# group by
[Object.groupBy([1, 2, 3, 4], (x) => x % 2 ? 'odd' : 'even'), Map.groupBy([1, 2, 3], (x) => x > 1)]
//# fromAsync
Array.fromAsync((async function* () { yield 1; yield Promise.resolve(2); })(), (x) => x * 10)
//# matrix product
const mul = (a, b) => a.map((r) => b[0].map((_, j) => r.reduce((s, x, k) => s + x * b[k][j], 0))); mul([[1, 2], [3, 4]], [[5, 6], [7, 8]])
//# permutations
const perm = (a) => a.length < 2 ? [a] : a.flatMap((x, i) => perm([...a.slice(0, i), ...a.slice(i + 1)]).map((p) => [x, ...p])); perm([1, 2, 3]).map((p) => p.join(''))
//# toString and toLocaleString
[String([1, [2, 3]]), [1, 'a'].toLocaleString(), String([null]), Array.prototype.toString.call({ join: () => 'j' })]

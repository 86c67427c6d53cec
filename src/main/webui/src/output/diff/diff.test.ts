import { expect, test } from 'vitest'
import { changesOf } from './data'
import { folded, linesOf, pairsOf } from './lines'

test('lines are the same, gone or new, with their numbers', () => {
  const lines = linesOf('a\nb\nc', 'a\nx\nc\nd') ?? []
  expect(lines.map(line => `${line.kind} ${line.text} ${line.before ?? ''}:${line.after ?? ''}`))
    .toEqual(['same a 1:1', 'gone b 2:', 'new x :2', 'same c 3:3', 'new d :4'])
  expect(pairsOf(lines).map(([left, right]) => `${left?.text ?? ''}|${right?.text ?? ''}`)).toEqual(['a|a', 'b|x', 'c|c', '|d'])
})

test('texts that are too large are not compared', () => {
  expect(linesOf('\n'.repeat(6000), '')).toBeUndefined()
})

test('lines far from any change are folded', () => {
  const lines = linesOf(Array.from({ length: 20 }, (_, n) => `${n}`).join('\n'), Array.from({ length: 20 }, (_, n) => (n === 10 ? 'x' : `${n}`)).join('\n')) ?? []
  expect(folded(lines, line => line.kind === 'same').map(row => ('hidden' in row ? `…${row.hidden}` : row.text)))
    .toEqual(['…7', '7', '8', '9', '10', 'x', '11', '12', '13', '…6'])
})

test('objects in lists are told apart by their names, not by their places', () => {
  const before = { tables: [{ name: 'a', rows: 1 }, { name: 'b', rows: 2 }] }
  const after = { tables: [{ name: 'b', rows: 3 }, { name: 'c', rows: 2 }], at: 1 }
  expect(changesOf(before, after)).toEqual([
    { kind: 'gone', path: 'tables › a', before: { name: 'a', rows: 1 }, after: undefined },
    { kind: 'changed', path: 'tables › b › rows', before: 2, after: 3 },
    { kind: 'new', path: 'tables › c', before: undefined, after: { name: 'c', rows: 2 } },
    { kind: 'new', path: 'at', before: undefined, after: 1 },
  ])
})

test('another form is one change', () => {
  expect(changesOf({ a: [1] }, { a: { b: 1 } })).toHaveLength(1)
  expect(changesOf([1, 2], [1, 2])).toEqual([])
})

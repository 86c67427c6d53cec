import { expect, test } from 'vitest'
import { shapeOf } from './shape'

test('objects in an array are rows with the union of their keys', () => {
  expect(shapeOf([{ a: 1 }, { b: 2, a: null }]))
    .toEqual({ kind: 'rows', keys: ['a', 'b'], rows: [{ a: 1 }, { b: 2, a: null }], truncated: false })
})

test('a query result is rows, and columns of one name stay apart', () => {
  const result = { columns: [{ name: 'id', type: 'int8' }, { name: 'id', type: 'int8' }], rows: [[1, 2]], truncated: true }
  expect(shapeOf(result)).toEqual({ kind: 'rows', keys: ['id', 'id (2)'], rows: [{ id: 1, 'id (2)': 2 }], truncated: true })
})

test('an object parts into plain values and things to open', () => {
  expect(shapeOf({ n: 1, none: null, list: [1] }))
    .toEqual({ kind: 'object', plain: [['n', 1], ['none', null]], parts: [['list', [1]]] })
})

test('mixed arrays are values, anything else is a scalar', () => {
  expect(shapeOf([1, { a: 1 }]).kind).toBe('values')
  expect(shapeOf([]).kind).toBe('values')
  expect([shapeOf(null).kind, shapeOf('x').kind, shapeOf(false).kind]).toEqual(['scalar', 'scalar', 'scalar'])
})

test('a thousand columns are cut', () => {
  const row = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`c${n}`, n]))
  expect(shapeOf([row])).toMatchObject({ truncated: true })
})

test('keys of the prototype are only keys', () => {
  const hostile = JSON.parse('[{"__proto__": 1, "constructor": 2}]')
  expect(shapeOf(hostile)).toMatchObject({ keys: ['__proto__', 'constructor'] })
})

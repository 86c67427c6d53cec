import { expect, test } from 'vitest'
import { at, lastKey } from './pointer'

test('a pointer finds its value and nothing inherited', () => {
  const value = { tables: [{ 'a/b': 1 }] }
  expect(at(value, '/tables/0/a~1b')).toBe(1)
  expect(at(value, '')).toBe(value)
  expect(at(value, '/tables/length')).toBeUndefined()
  expect(at(value, '/constructor')).toBeUndefined()
  expect(at(value, 'tables')).toBeUndefined()
})

test('the end of a pointer is its name', () => {
  expect([lastKey(''), lastKey('/a/row~1count')]).toEqual(['', 'row/count'])
})

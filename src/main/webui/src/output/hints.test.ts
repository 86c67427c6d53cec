import { expect, test } from 'vitest'
import type { Json } from '../api/types'
import { at, sectionsOf } from './hints'

test('a pointer finds its value and nothing inherited', () => {
  const value = { tables: [{ 'a/b': 1 }] }
  expect(at(value, '/tables/0/a~1b')).toBe(1)
  expect(at(value, '')).toBe(value)
  expect(at(value, '/tables/length')).toBeUndefined()
  expect(at(value, '/constructor')).toBeUndefined()
  expect(at(value, 'tables')).toBeUndefined()
})

test('hints that do not fit are left out', () => {
  const table: { [key: string]: Json } = { title: 'T', kind: 'table', pointer: '/a', columns: [{ key: 'x' }, { key: 'y', title: 'Y' }, 3] }
  expect(sectionsOf({ sections: [table, { title: 'T', kind: 'html', pointer: '' }, { kind: 'table' }, 7] }))
    .toEqual([{ ...table, columns: [{ key: 'x', title: 'x' }, { key: 'y', title: 'Y' }] }])
  expect(sectionsOf('nonsense')).toEqual([])
  expect(sectionsOf(undefined)).toEqual([])
})

import { expect, test } from 'vitest'
import { fileOf, placeOf } from './place'

test.each([
  ['app.js:3:5', { file: 'app.js', line: 3, column: 5 }],
  ['lib/deep/util.js:3:9', { file: 'lib/deep/util.js', line: 3, column: 9 }],
  ['app.js:12', { file: 'app.js', line: 12, column: 1 }],
  ['manifest.json line 4', { file: 'manifest.json', line: 4, column: 1 }],
  ['manifest.json#/id', undefined],
  [undefined, undefined],
])('%s', (where, place) => expect(placeOf(where)).toEqual(place))

test('a place without a line still names its file', () => {
  expect(fileOf('manifest.json#/id', ['app.js', 'manifest.json'])).toBe('manifest.json')
})

test('a place is not taken for one in a file whose name begins like its own', () => {
  expect(fileOf('app.js.js', ['app.js', 'app.js.js'])).toBe('app.js.js')
  expect(fileOf('lib/util.js', ['lib/util.js'])).toBe('lib/util.js')
  expect(fileOf('capabilities.json#/x', ['app.js'])).toBeUndefined()
})

import { expect, test } from 'vitest'
import { exportsOf, specifierOf } from './imports'

test.each([
  ['app.js', 'util.js', './util.js'],
  ['app.js', 'lib/util.js', './lib/util.js'],
  ['lib/util.js', 'app.js', '../app.js'],
  ['lib/a.js', 'lib/b.js', './b.js'],
  ['lib/deep/a.js', 'lib/other/b.js', '../other/b.js'],
])('%s imports %s as %s', (from, to, specifier) => expect(specifierOf(from, to)).toBe(specifier))

test('names are found in every form of export but the default and the star', () => {
  expect(exportsOf(`
export const one = 1
export async function two() {}
export function* three() {}
export class Four {}
export { five, inner as six, seven as default }
export default function eight() {}
export * from './nine.js'
`)).toEqual(['one', 'two', 'three', 'Four', 'five', 'six'])
})

import { expect, test } from 'vitest'
import { allow, allowed } from './capabilities'
import { idFrom, starterFiles, starterFunctions } from './starter'

test('the starter asks for what its code uses', () => {
  expect(allowed(starterFiles('My app'))).toEqual(starterFunctions)
})

test('a function is asked for in both files', () => {
  const files = allow(starterFiles('My app'), 'db_query', true)
  expect(allowed(files)).toContain('db_query')
  expect(JSON.parse(files['manifest.json'] ?? '').hostFunctions).toContain('db_query')
  expect(allowed(allow(files, 'db_query', false))).not.toContain('db_query')
})

test('files that are not JSON stay as they are', () => {
  const files = { 'capabilities.json': '{', 'manifest.json': '{}' }
  expect(allowed(files)).toBeUndefined()
  expect(allow(files, 'log', true)['capabilities.json']).toBe('{')
})

test.each([['My first app!', 'my-first-app'], ['9 Lives', 'lives'], ['Übersicht', 'u-bersicht'], ['日本', 'my-app']])(
  '"%s" becomes the id %s', (name, id) => expect(idFrom(name)).toBe(id))

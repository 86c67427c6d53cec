import { expect, test } from 'vitest'
import { completed, nameProblem } from './fileName'

test.each([
  ['util', 'util.js'],
  [' lib/util ', 'lib/util.js'],
  ['schema.sql', 'schema.sql'],
  ['', ''],
])('%j is %j', (typed, name) => expect(completed(typed)).toBe(name))

test.each(['util.js', 'lib/deep/util.js', 'migrations/001_a.sql', 'README.md'])('%s is a name', name =>
  expect(nameProblem(name, ['app.js'])).toBeUndefined())

test.each(['../util.js', '/util.js', 'lib//util.js', '.hidden.js', 'ütil.js', 'App.js', 'src/util.js', 'tests/util.js'])(
  '%s is none', name => expect(nameProblem(name, ['app.js'])).toBeTruthy())

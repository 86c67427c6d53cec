import { expect, test } from 'vitest'
import { projectOf } from './session'

const projects = [
  { id: '1', name: 'demo', role: 'admin' as const },
  { id: '2', name: '1', role: 'viewer' as const },
]

test('an address names a project by its id or its name', () => {
  expect(projectOf(projects, 'demo')?.id).toBe('1')
  expect(projectOf(projects, '2')?.id).toBe('2')
})

test('an id is stronger than a name', () => {
  expect(projectOf(projects, '1')?.id).toBe('1')
})

test('what is neither is none of theirs', () => {
  expect(projectOf(projects, 'other')).toBeUndefined()
  expect(projectOf(projects, undefined)).toBeUndefined()
})

import { expect, test } from 'vitest'
import { problemOf, valueOf } from './formValues'
import type { FormField } from './views'

const field = (more: Partial<FormField>): FormField => ({
  name: 'n', title: 'N', description: '', type: 'text', required: false, default: undefined, choices: [], minimum: undefined, maximum: undefined, ...more,
})

test('numbers are within their bounds and whole where they have to be', () => {
  const days = field({ type: 'integer', minimum: 1, maximum: 90 })
  expect(['0', '91', '1.5', 'x', '1e400'].map(text => problemOf(days, text)))
    .toEqual(['Expected 1 or more', 'Expected 90 or less', 'Expected a whole number', 'Expected a number', 'Expected a number'])
  expect(problemOf(days, ' 30 ')).toBeUndefined()
  expect(valueOf(days, ' 30 ')).toBe(30)
})

test('what is needed is needed, and what is not typed is not given', () => {
  expect(problemOf(field({ required: true }), ' ')).toBe('Needed')
  expect(valueOf(field({}), '')).toBeUndefined()
  expect(valueOf(field({ type: 'boolean' }), '')).toBe(false)
})

test('a choice is one of the list', () => {
  expect(problemOf(field({ type: 'choice', choices: ['a'] }), 'b')).toBe('Choose one of the list')
})

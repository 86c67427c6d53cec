import { expect, test } from 'vitest'
import { ApiError } from './ApiError'
import { headline } from './headline'

test('ends where the findings begin', () => {
  const findings = [{ where: 'app.js', message: 'is missing' }]
  expect(headline(new ApiError({ detail: 'The package is refused: app.js: is missing', findings }))).toBe('The package is refused')
  expect(headline(new ApiError({ detail: 'Refused', findings }))).toBe('Refused')
  expect(headline(new ApiError({ detail: 'User: admin: no', findings: [] }))).toBe('User: admin: no')
})

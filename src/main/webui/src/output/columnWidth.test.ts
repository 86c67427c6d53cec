import { expect, test } from 'vitest'
import { widthOf } from './columnWidth'

test('the longest value decides', () => {
  expect(widthOf(['public.orders', 12, null, undefined])).toBe('line')
  expect(widthOf(['x'.repeat(28), 'x'.repeat(29)])).toBe('text')
  expect(widthOf(['a', 'sha256:'.padEnd(71, 'f')])).toBe('prose')
  expect(widthOf([{ a: 'x'.repeat(80) }])).toBe('prose')
  expect(widthOf([])).toBe('line')
})

import { expect, test } from 'vitest'
import { numberText } from './numbers'

test('groups thousands always', () => {
  expect([400, 3490, 14_000, -12_966.5].map(value => numberText(value))).toEqual(['400', '3,490', '14,000', '-12,966.5'])
})

test.each(['id', 'order_id', 'orderId', 'year', 'Order id', 'postal-code', 'port'])('%s is a name, not a count', key => {
  expect(numberText(20_261, key)).toBe('20261')
})

test.each(['rows', 'paid', 'width', 'grid', 'valid', 'amount'])('%s counts', key => {
  expect(numberText(20_261, key)).toBe('20,261')
})

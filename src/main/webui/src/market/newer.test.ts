import { expect, test } from 'vitest'
import { newer } from './newer'

const inOrder = ['next', '0.9.10', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.2', '1.0.0-alpha.10', '1.0.0-alpha.beta', '1.0.0-rc.1', '1.0.0', '1.0.10', '1.2.0', '10.0.0']

test('each version is newer than all before it and no other', () => {
  inOrder.forEach((a, left) => inOrder.forEach((b, right) => expect(`${a} ${b} ${newer(a, b)}`).toBe(`${a} ${b} ${left > right}`)))
  expect(newer('1.0.0+build.7', '1.0.0')).toBe(false)
})

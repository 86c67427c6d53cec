import { expect, test } from 'vitest'
import { together } from './useLiveRun'

test('lines that come twice stand once, in their order', () => {
  const first = [{ sequence: 1 }, { sequence: 2 }]
  expect(together(first, [{ sequence: 2 }, { sequence: 4 }, { sequence: 3 }]).map(each => each.sequence)).toEqual([1, 2, 3, 4])
})

import { expect, test } from 'vitest'
import { usageText } from './usageText'

const run = { id: '1', app: 'a', state: 'ENDED' as const }

test('says in one line what a run used', () => {
  expect(usageText({ ...run, wallMillis: 812, fuel: 2_345_678, memoryBytesMax: 3_407_872, hostCalls: 4, hostMillis: 61 }))
    .toBe('812 ms · 2.35 million fuel · 3.3 MiB · 4 host calls in 61 ms')
})

test('leaves out what the server does not say', () => {
  expect(usageText({ ...run, wallMillis: 5 })).toBe('5 ms')
  expect(usageText(run)).toBe('')
})

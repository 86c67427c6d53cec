import { expect, test } from 'vitest'
import { outcomeOf } from './outcome'
import { triggerText } from './triggerText'

test('an open run shows its state, an ended one its outcome', () => {
  expect(outcomeOf({ state: 'RUNNING', outcome: null }).text).toBe('Running')
  expect(outcomeOf({ state: 'ENDED', outcome: 'OUT_OF_MEMORY' })).toEqual({ text: 'Out of memory', tone: 'bad' })
})

test('an outcome of a newer server is shown as it is', () => {
  expect(outcomeOf({ state: 'ENDED', outcome: 'PAUSED' })).toEqual({ text: 'PAUSED', tone: 'idle' })
})

test('a trigger names who pressed', () => {
  const run = { id: '1', app: 'a', state: 'ENDED' as const }
  expect(triggerText({ ...run, trigger: { kind: 'MANUAL' }, principal: { kind: 'user', id: 'u', name: 'ada' } })).toBe('ada (manual)')
  expect(triggerText({ ...run, trigger: { kind: 'schedule' }, principal: { kind: 'user', id: 'u', name: 'ada' } })).toBe('schedule')
})

import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Replay } from '../api/types'
import { ReplayResult } from './ReplayResult'

const same: Replay = {
  identical: true, verdict: 'IDENTICAL', calls: 3, outcome: { expected: 'SUCCEEDED', got: 'SUCCEEDED' }, fuel: { expected: 1234, got: 1234 }, notes: [],
}

test('an identical replay says so', () => {
  render(<ReplayResult replay={same} />)
  expect(screen.getByRole('status').textContent).toContain('identical')
  expect(screen.getByRole('status').textContent).toContain('1,234 steps; 3 host calls')
})

test('another replay shows the first difference, then and now', () => {
  render(<ReplayResult replay={{
    ...same,
    identical: false,
    verdict: 'CALLS_DIFFER',
    divergence: { call: 2, expected: { function: 'db_query', argumentsHash: 'a', arguments: '{"sql":"SELECT 1"}' }, got: null },
    outcome: { expected: 'SUCCEEDED', got: 'FAILED' },
    notes: ['The engine is another one'],
  }} />)
  const text = screen.getByRole('status').textContent
  for (const part of ['another host call', 'Call 2 then', 'db_query', 'SELECT 1', 'Call 2 now', 'none', 'Outcome then SUCCEEDED, now FAILED', 'The engine is another one']) {
    expect(text).toContain(part)
  }
  expect(text).not.toContain('identical')
})

import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Run } from '../api/types'
import { RunDetails } from './RunDetails'

const run: Run = {
  id: '1', app: 'a', state: 'ENDED', outcome: 'FAILED', fuel: 10, wallMillis: 5, journal: 'RECORDED', attempt: 1,
  error: { code: 'JS_ERROR', message: 'It broke' }, limits: { fuel: 100, memoryBytes: 1, timeoutMillis: 1, hostCalls: 1 },
}

test('the error stands above the figures', () => {
  render(<RunDetails run={run} />)
  const error = screen.getByText('It broke')
  expect(error.compareDocumentPosition(screen.getByLabelText('What the run used')) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
})

test('an ended run says whether it can be replayed', () => {
  const { rerender } = render(<RunDetails run={run} />)
  expect(screen.getByText('recorded')).toBeTruthy()
  rerender(<RunDetails run={{ ...run, journal: 'TOO_LARGE' }} />)
  expect(screen.getByText('too large to record')).toBeTruthy()
  rerender(<RunDetails run={{ ...run, journal: null }} />)
  expect(screen.getByText('not recorded')).toBeTruthy()
  rerender(<RunDetails run={{ ...run, state: 'RUNNING' }} />)
  expect(screen.queryByText('recorded')).toBeNull()
})

test('a run that began anew says why', () => {
  render(<RunDetails run={{
    ...run,
    attempt: 2,
    attempts: [
      { attempt: 1, startedAt: '2026-03-01T10:00:00Z', outcome: 'LOST', error: { code: 'LOST', message: 'Its server was gone' } },
      { attempt: 2, startedAt: '2026-03-01T10:01:00Z', outcome: 'FAILED' },
    ],
  }} />)
  expect(screen.getByText('Its server was gone')).toBeTruthy()
  expect(screen.getAllByRole('listitem')).toHaveLength(2)
})

test('one attempt alone is not told of', () => {
  render(<RunDetails run={run} />)
  expect(screen.queryByText('Attempts')).toBeNull()
  expect(screen.queryByText('Attempt')).toBeNull()
})

test('a lost run says what it had changed and what is in doubt', () => {
  render(<RunDetails run={{
    ...run,
    outcome: 'LOST',
    effects: [
      { call: 1, function: 'db_query', arguments: '{"sql":"INSERT"}', state: 'DONE' },
      { call: 2, function: 'http_request', arguments: '{"method":"POST"}', state: 'IN_DOUBT' },
    ],
  }} />)
  const table = screen.getByText('What it changed').closest('section')?.textContent
  for (const part of ['db_query', 'INSERT', 'Done', 'http_request', 'In doubt']) expect(table).toContain(part)
})

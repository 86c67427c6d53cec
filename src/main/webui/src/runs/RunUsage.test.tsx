import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Run } from '../api/types'
import { RunUsage } from './RunUsage'

const run: Run = {
  id: '1', app: 'a', state: 'ENDED', outcome: 'SUCCEEDED', fuel: 1_234_567, memoryBytesMax: 14 << 20, wallMillis: 812, queueMillis: 20,
  hostMillis: 400, hostCalls: 1,
  limits: { fuel: 10_000_000_000, memoryBytes: 16 << 20, timeoutMillis: 60_000, hostCalls: 200 },
}

test('each figure is named, has a unit and says its share of the limit', () => {
  render(<RunUsage run={run} />)
  const text = screen.getByLabelText('What the run used').textContent
  for (const part of ['Fuel1.23 million', 'Memory14.0 MiB', 'Time812 ms', 'In host calls400 ms of that time, in 1 call', 'Waited20 ms']) {
    expect(text).toContain(part)
  }
  const spoken = screen.getAllByRole('meter').map(meter => `${meter.getAttribute('aria-label')}: ${meter.getAttribute('aria-valuetext')}`)
  expect(spoken).toEqual(['Fuel: under 1 % of 10 billion', 'Memory: 87 % of 16.0 MiB', 'Time: 1 % of 1 min', 'Host calls: under 1 % of 200 calls'])
})

test('a run from before limits were kept shows figures without shares', () => {
  render(<RunUsage run={{ ...run, limits: null }} />)
  expect(screen.queryByRole('meter')).toBeNull()
  expect(screen.getByText('1.23 million')).toBeTruthy()
})

test('an open run has used nothing yet', () => {
  const { container } = render(<RunUsage run={{ ...run, state: 'RUNNING' }} />)
  expect(container.textContent).toBe('')
})

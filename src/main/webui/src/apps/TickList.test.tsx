import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { show } from '../../tests/show'
import { TickList } from './TickList'

const line = (hour: number, more: object) => ({ dueAt: `2026-03-01T0${hour}:00:00Z`, count: 1, missed: 0, ...more })
const waits = { outcome: 'WAITING', cause: 'OVERLAP', reason: 'It waits for the run before it to end' }

test('what has started says nothing of having waited; what waits says why', async () => {
  vi.stubGlobal('fetch', answer({
    'GET /api/v1/projects/p/schedules/report/ticks': {
      body: { items: [line(7, waits), line(6, { ...waits, outcome: 'STARTED', run: 'r1' })] },
    },
  }))
  show(() => <TickList app="report" />, 'apps/:app', 'apps/report')
  expect((await screen.findByText('started')).closest('li')!.textContent).toMatch(/started run$/)
  expect(screen.getByText('waiting').closest('li')!.textContent).toContain('It waits for the run before it to end')
})

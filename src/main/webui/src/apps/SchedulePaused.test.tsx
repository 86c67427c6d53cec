import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { show } from '../../tests/show'
import { AppPage } from './AppPage'

const app = { id: 'report', name: 'Report', version: '1.0.0', state: 'ENABLED', schedule: '0 * * * *', grants: {} }
const paused = { ...app, schedulePaused: 'olga, in whose name it runs, may no longer run apps in this project' }
const base = '/api/v1/projects/p/apps/report'
const noRuns = { 'GET /api/v1/projects/p/runs': { body: { items: [] } } }

test('a paused schedule says why, and who may lets it go on in their name', async () => {
  let taken = false
  const fetch = answer({
    ...noRuns,
    [`GET ${base}`]: () => ({ body: taken ? app : paused }),
    [`PATCH ${base}`]: () => {
      taken = true
      return { body: app }
    },
  })
  vi.stubGlobal('fetch', fetch)
  show(AppPage, 'apps/:app', 'apps/report')
  expect(await screen.findByText(/olga, in whose name it runs/)).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Run it in my name' }))
  await vi.waitFor(() => expect(screen.queryByText(/schedule is paused/)).toBeNull())
  expect(fetch.asked.find(({ call }) => call.startsWith('PATCH'))?.body).toEqual({ schedule: { cron: '0 * * * *' } })
})

test('a viewer reads why and is offered nothing', async () => {
  vi.stubGlobal('fetch', answer({ ...noRuns, [`GET ${base}`]: { body: paused } }))
  show(AppPage, 'apps/:app', 'apps/report', 'viewer')
  expect(await screen.findByText(/olga, in whose name it runs/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Run it in my name' })).toBeNull()
})

const byHand = { ...app, scheduleDefinition: { cron: '0 * * * *', paused: { by: 'vera', reason: 'the month is being closed' } } }

test('a schedule that somebody paused says who and why, and is resumed as it was', async () => {
  let resumed = false
  const fetch = answer({
    ...noRuns,
    [`GET ${base}`]: () => ({ body: resumed ? app : byHand }),
    'POST /api/v1/projects/p/schedules/report/resume': () => {
      resumed = true
      return { body: {} }
    },
  })
  vi.stubGlobal('fetch', fetch)
  show(AppPage, 'apps/:app', 'apps/report')
  expect(await screen.findByText('vera')).toBeTruthy()
  expect(screen.getByText('the month is being closed')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Resume' }))
  await vi.waitFor(() => expect(screen.queryByText(/schedule is paused/)).toBeNull())
  expect(fetch.asked.some(({ call }) => call.startsWith('PATCH'))).toBe(false)
})

test('a viewer reads who paused it and cannot resume it', async () => {
  vi.stubGlobal('fetch', answer({ ...noRuns, [`GET ${base}`]: { body: byHand } }))
  show(AppPage, 'apps/:app', 'apps/report', 'viewer')
  expect(await screen.findByText('vera')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull()
})

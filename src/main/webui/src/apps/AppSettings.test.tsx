import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { show } from '../../tests/show'
import { AppPage } from './AppPage'
import { localText } from './ScheduleForm'

const scheduleDefinition = { cron: '0 6 * * *', zone: 'Europe/Berlin', jitterSeconds: 60, overlap: 'skip', catchUp: 'once' }
const app = { id: 'report', name: 'Report', version: '1.0.0', state: 'ENABLED', schedule: '0 6 * * *', scheduleDefinition, grants: {}, settings: {} }
const base = '/api/v1/projects/p/apps/report'
const next = { words: 'At 07:00, time of Europe/Berlin', zone: 'Europe/Berlin', next: [{ at: '2026-03-29T05:00:00Z', local: '2026-03-29T07:00:00+02:00' }] }
const ticks = [
  { dueAt: '2026-03-01T06:00:00Z', untilAt: '2026-03-01T06:00:00Z', count: 1, outcome: 'MISSED', cause: 'SERVER_DOWN', reason: 'Nobody could start it in time', missed: 0 },
]

function answers(previewed: { status?: number; body: unknown }) {
  return answer({
    [`GET ${base}`]: { body: app },
    [`PATCH ${base}`]: { body: app },
    'GET /api/v1/projects/p/runs': { body: { items: [] } },
    'POST /api/v1/projects/p/schedules/preview': previewed,
    'GET /api/v1/projects/p/schedules/report/ticks': { body: { items: ticks } },
  })
}

test('a new time keeps the rest of the schedule, and says what it means', async () => {
  const fetch = answers({ body: next })
  vi.stubGlobal('fetch', fetch)
  show(AppPage, 'apps/:app', 'apps/report')
  await userEvent.click(await screen.findByRole('tab', { name: 'Settings' }))
  const cron = screen.getByLabelText(/^Schedule/)
  await userEvent.clear(cron)
  await userEvent.type(cron, '0 7 * * *')
  expect(await screen.findByText('2026-03-29 07:00 +02:00')).toBeTruthy()
  expect(await screen.findByText('Nobody could start it in time')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Saved')).toBeTruthy()
  const sent = fetch.asked.find(({ call }) => call.startsWith('PATCH'))?.body
  expect(sent).toMatchObject({ schedule: { ...scheduleDefinition, cron: '0 7 * * *' } })
})

test('a schedule that is not touched is not sent', async () => {
  const fetch = answers({ body: next })
  vi.stubGlobal('fetch', fetch)
  show(AppPage, 'apps/:app', 'apps/report')
  await userEvent.click(await screen.findByRole('tab', { name: 'Settings' }))
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Saved')).toBeTruthy()
  expect(fetch.asked.find(({ call }) => call.startsWith('PATCH'))?.body).not.toHaveProperty('schedule')
})

test('settings are saved as of when they were read, and what somebody else did meanwhile is said', async () => {
  const fetch = answer({
    [`GET ${base}`]: { body: { ...app, settings: { level: 'low' }, settingsRevision: 4 } },
    [`PATCH ${base}`]: { status: 409, body: { code: 'CONFLICT', detail: 'Somebody else changed the settings: they are at revision 5, yours came from 4' } },
    'GET /api/v1/projects/p/runs': { body: { items: [] } },
    'POST /api/v1/projects/p/schedules/preview': { body: next },
    'GET /api/v1/projects/p/schedules/report/ticks': { body: { items: ticks } },
  })
  vi.stubGlobal('fetch', fetch)
  show(AppPage, 'apps/:app', 'apps/report')
  await userEvent.click(await screen.findByRole('tab', { name: 'Settings' }))
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText(/Somebody else changed the settings/)).toBeTruthy()
  expect(screen.queryByText('Saved')).toBeNull()
  expect(fetch.asked.find(({ call }) => call.startsWith('PATCH'))?.body).toMatchObject({ settingsRevision: 4 })
})

test('what is no cron text is said at the field', async () => {
  vi.stubGlobal('fetch', answers({ status: 400, body: { code: 'BAD_ARGUMENT', detail: 'Schedule is no cron text' } }))
  show(AppPage, 'apps/:app', 'apps/report')
  await userEvent.click(await screen.findByRole('tab', { name: 'Settings' }))
  expect(await screen.findByText(/is no cron text/)).toBeTruthy()
})

test.each([
  ['2026-03-29T03:00:00+02:00', '2026-03-29 03:00 +02:00'],
  ['2026-03-29T03:00:00Z', '2026-03-29 03:00 UTC'],
  ['soon', 'soon'],
])('%s is shown as %s', (local, text) => expect(localText(local)).toBe(text))

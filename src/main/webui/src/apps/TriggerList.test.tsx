import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { show } from '../../tests/show'
import { AppPage } from './AppPage'

const app = { id: 'report', name: 'Report', version: '1.0.0', state: 'ENABLED', triggers: ['installed', 'webhook'], grants: {}, settings: {} }
const base = '/api/v1/projects/p/apps/report'
const at = '2026-03-01T06:00:00Z'
const triggers = [
  { name: 'installed', kind: 'installed', state: 'PAUSED', stopped: 'olga may no longer run apps', secrets: [], last: { notedAt: at, outcome: 'NOT_STARTED', reason: 'olga is gone' } },
  { name: 'orders', kind: 'webhook', state: 'ON', address: '/api/v1/hooks/p/report/orders', secrets: [{ madeAt: at }], refusedAt: at, refusedWhy: 'The signature does not fit' },
]

function answers() {
  return answer({
    [`GET ${base}`]: { body: app },
    'GET /api/v1/projects/p/runs': { body: { items: [] } },
    [`GET ${base}/triggers`]: { body: { items: triggers } },
    [`PATCH ${base}/triggers/installed`]: { body: triggers[0] },
    [`POST ${base}/triggers`]: { status: 201, body: { trigger: { name: 'billing' }, secret: 'whsec_shown' } },
    'POST /api/v1/projects/p/schedules/preview': { status: 400, body: {} },
  })
}

test('says why a trigger stands still, and lets it go on in one’s own name', async () => {
  const fetch = answers()
  vi.stubGlobal('fetch', fetch)
  show(AppPage, 'apps/:app', 'apps/report')
  await userEvent.click(await screen.findByRole('tab', { name: 'Settings' }))
  expect(await screen.findByText('olga may no longer run apps')).toBeTruthy()
  expect(screen.getByText('The signature does not fit')).toBeTruthy()
  expect(screen.getByText(/\/api\/v1\/hooks\/p\/report\/orders/)).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Run it in my name' }))
  expect(fetch.asked.find(({ call }) => call.startsWith('PATCH'))?.body).toEqual({ enabled: true })
})

test('a new webhook shows its secret once', async () => {
  const fetch = answers()
  vi.stubGlobal('fetch', fetch)
  show(AppPage, 'apps/:app', 'apps/report')
  await userEvent.click(await screen.findByRole('tab', { name: 'Settings' }))
  await userEvent.type(await screen.findByLabelText('New webhook'), 'billing')
  await userEvent.click(screen.getByRole('button', { name: 'Make webhook' }))
  expect(await screen.findByText('whsec_shown')).toBeTruthy()
  expect(fetch.asked.find(({ call }) => call === `POST ${base}/triggers`)?.body).toEqual({ name: 'billing' })
})

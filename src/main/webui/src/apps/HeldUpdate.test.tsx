import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { show } from '../../tests/show'
import { AppPage } from './AppPage'

const app = { id: 'report', name: 'Report', version: '1.0.0', packageHash: 'blake3:1', state: 'ENABLED', grants: {} }
const heldUpdate = {
  app: 'report',
  by: 'olga',
  at: '2026-03-01T10:00:00Z',
  consent: {
    version: '2.0.0',
    fromVersion: '1.0.0',
    packageHash: 'blake3:2',
    offersTools: [],
    asks: [
      { effect: 'REACHES_HOST', text: 'calls https://api.example.com/ with GET', change: 'NEW' },
      { effect: 'LOOKS', text: 'writes a log', change: 'SAME' },
    ],
  },
}
const base = '/api/v1/projects/p/apps/report'
const noRuns = { 'GET /api/v1/projects/p/runs': { body: { items: [] } } }

test('an admin reads what an update asks for and agrees to that very package', async () => {
  let agreed = false
  const fetch = answer({
    ...noRuns,
    [`GET ${base}`]: () => ({ body: agreed ? { ...app, version: '2.0.0' } : { ...app, heldUpdate } }),
    [`POST ${base}/update/agree`]: () => {
      agreed = true
      return { body: app }
    },
  })
  vi.stubGlobal('fetch', fetch)
  show(AppPage, 'apps/:app', 'apps/report')
  const rows = within(await screen.findByRole('list', { name: 'What it asks for' })).getAllByRole('listitem')
  expect(rows.map(row => row.textContent)).toEqual(['Webcalls https://api.example.com/ with GETNew', 'Basicswrites a logAs before'])
  await userEvent.click(screen.getByRole('button', { name: 'Agree and update' }))
  await vi.waitFor(() => expect(screen.queryByText(/waits for an admin/)).toBeNull())
  expect(fetch.asked.find(({ call }) => call.endsWith('/agree'))?.body).toEqual({ packageHash: 'blake3:2' })
})

test('an operator may drop it and cannot agree, a viewer only reads', async () => {
  vi.stubGlobal('fetch', answer({ ...noRuns, [`GET ${base}`]: { body: { ...app, heldUpdate } } }))
  const { unmount } = show(AppPage, 'apps/:app', 'apps/report', 'operator')
  expect(await screen.findByRole('button', { name: 'Drop it' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Agree and update' })).toBeNull()
  unmount()
  show(AppPage, 'apps/:app', 'apps/report', 'viewer')
  expect(await screen.findByText(/calls https:/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Drop it' })).toBeNull()
})

test('the versions of an app are listed and one goes back to one of them', async () => {
  const line = { packageHash: 'blake3:1', by: 'olga', at: '2026-03-01T10:00:00Z', grants: {} }
  const fetch = answer({
    ...noRuns,
    [`GET ${base}`]: { body: app },
    [`GET ${base}/versions`]: {
      body: {
        items: [
          { ...line, number: 2, version: '2.0.0', how: 'UPDATED', replacedAt: null, canGoBack: false },
          { ...line, number: 1, version: '1.0.0', how: 'INSTALLED', replacedAt: '2026-03-01T11:00:00Z', canGoBack: true },
        ],
      },
    },
    [`POST ${base}/rollback`]: { body: app },
  })
  vi.stubGlobal('fetch', fetch)
  show(AppPage, 'apps/:app', 'apps/report')
  await userEvent.click(await screen.findByRole('tab', { name: 'Versions' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Go back to number 1, version 1.0.0' }))
  await vi.waitFor(() => expect(fetch.asked.some(({ call }) => call.includes('/rollback'))).toBe(true))
})

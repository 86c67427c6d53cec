import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { show } from '../../tests/show'
import { AppPage } from './AppPage'

const app = { id: 'mine', packageId: 'report', name: 'Report', version: '1.0.0', packageHash: 'blake3:1', state: 'ENABLED', grants: {} }
const base = '/api/v1/projects/p/apps/mine'
const listed = (id: string, version: string, catalog = 'http') => ({ catalog, id, name: 'Report', version })
const answers = (items: unknown[], more = {}) => answer({
  [`GET ${base}`]: { body: app },
  'GET /api/v1/projects/p/runs': { body: { items: [] } },
  'GET /api/v1/catalog/apps': { body: { items } },
  ...more,
})

test('the newest version of any catalog is offered', async () => {
  vi.stubGlobal('fetch', answers([listed('report', '1.0.0', 'bundled'), listed('report', '1.10.0'), listed('report', '1.9.0', 'folder'), listed('report-two', '9.0.0')]))
  show(AppPage, 'apps/:app', 'apps/mine')
  expect(await screen.findByText('1.10.0')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'What is new' }).getAttribute('href')).toBe('/p/p/marketplace/http/report')
  expect(screen.getByRole('button', { name: 'Update' })).toBeTruthy()
})

test('a viewer only reads of it', async () => {
  vi.stubGlobal('fetch', answers([listed('report', '2.0.0')]))
  show(AppPage, 'apps/:app', 'apps/mine', 'viewer')
  expect(await screen.findByText('2.0.0')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Update' })).toBeNull()
})

test('what is as old or of another app is not offered', async () => {
  const fetch = answers([listed('report', '1.0.0'), listed('report-two', '9.0.0')])
  vi.stubGlobal('fetch', fetch)
  show(AppPage, 'apps/:app', 'apps/mine')
  await vi.waitFor(() => expect(fetch.asked.some(({ call }) => call.includes('/catalog/apps'))).toBe(true))
  expect(await screen.findByText('No output yet')).toBeTruthy()
  expect(screen.queryByText(/is available/)).toBeNull()
})

test('data is deleted only once the name of the app is typed', async () => {
  const fetch = answers([], { [`DELETE ${base}`]: { status: 200 } })
  vi.stubGlobal('fetch', fetch)
  const { router } = show(AppPage, 'apps/:app', 'apps/mine')
  await userEvent.click(await screen.findByRole('button', { name: 'Uninstall' }))
  await userEvent.click(screen.getByText('Delete its data for good'))
  const act = screen.getByRole('button', { name: 'Uninstall and delete' })
  expect(act).toHaveProperty('disabled', true)
  await userEvent.type(screen.getByLabelText(/^Type/), 'mine')
  expect(act).toHaveProperty('disabled', false)
  await userEvent.click(act)
  await vi.waitFor(() => expect(router.state.location.pathname).toBe('/p/p/apps'))
  expect(fetch.asked.find(({ call }) => call.startsWith('DELETE'))?.call).toBe(`DELETE ${base}?data=purge`)
})

test('without that its data is kept', async () => {
  const fetch = answers([], { [`DELETE ${base}`]: { status: 200 } })
  vi.stubGlobal('fetch', fetch)
  show(AppPage, 'apps/:app', 'apps/mine')
  await userEvent.click(await screen.findByRole('button', { name: 'Uninstall' }))
  const acts = screen.getAllByRole('button', { name: 'Uninstall' })
  await userEvent.click(acts.at(-1)!)
  await vi.waitFor(() => expect(fetch.asked.find(({ call }) => call.startsWith('DELETE'))?.call).toBe(`DELETE ${base}?data=keep`))
})

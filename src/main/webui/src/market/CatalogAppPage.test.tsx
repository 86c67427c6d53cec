import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { show } from '../../tests/show'
import { CatalogAppPage } from './CatalogAppPage'

const evil = '<img src=x onerror="window.stolen = 1">'
const publisher = { id: 'acme', name: `Acme ${evil}`, url: 'javascript:alert(1)' }
const app = {
  catalog: 'http', id: 'counts', name: 'Counts', summary: 'Counts rows', publisher, trust: 'verified', categories: [evil], licence: 'MIT', icon: null,
  description: `# Counts\n\n${evil} [x](javascript:alert(1))`,
  screenshots: [{ file: 'a.png', caption: 'First' }, { file: 'b.png', caption: evil }],
  versions: [
    { version: '2.0.0', changelog: 'Bad', revoked: { reason: 'It lost rows', since: '2026-03-01T10:00:00Z' } },
    { version: '1.1.0', changelog: `- ${evil}` },
  ],
}
const version = {
  catalog: 'http', id: 'counts', version: '1.1.0', packageHash: `blake3:${'a'.repeat(64)}`, runtime: 'javascript', exports: ['get_counts'],
  asks: [{ effect: 'READS_DATA', text: 'reads rows' }], publisher, trust: 'verified', exceeds: [], available: true, bytes: 2048,
}
const consent = {
  packageId: 'counts', name: 'Counts', version: '1.1.0', fromVersion: null, packageHash: version.packageHash, offersTools: [], needsAdmin: true,
  asks: [{ effect: 'READS_DATA', text: 'reads rows', change: 'NEW' }],
  says: {
    description: '', author: '', requiresAi: false, triggers: [], defaultSchedule: null,
    settingsSchema: { properties: { rowsMax: { type: 'integer', default: 10 } } }, datasourceSlots: [{ alias: 'primary', types: ['postgresql'], required: true }],
  },
}
const shops = [{ id: 'd1', name: 'shop', type: 'postgresql' }, { id: 'd2', name: 'shop two', type: 'postgresql' }, { id: 'd3', name: 'other', type: 'sqlserver' }]
const base = '/api/v1/catalog/apps/counts'

function answers(more: Record<string, Parameters<typeof answer>[0][string]> = {}) {
  return answer({
    [`GET ${base}`]: { body: app },
    [`GET ${base}/versions/1.1.0`]: { body: version },
    [`GET ${base}/versions/2.0.0`]: { body: { ...version, version: '2.0.0', available: false, revoked: app.versions[0]!.revoked } },
    'GET /api/v1/projects/p/apps': { body: { items: [] } },
    'GET /api/v1/projects/p/datasources': { body: { items: shops } },
    'POST /api/v1/projects/p/apps/check': { body: consent },
    'POST /api/v1/projects/p/apps': { status: 201, body: { id: 'counts', name: 'Counts' } },
    ...more,
  })
}
const open = (role?: 'viewer' | 'operator' | 'admin', query = '') => show(CatalogAppPage, 'marketplace/:catalog/:id', `marketplace/http/counts${query}`, role)

test('the newest version that is not revoked is installed as it was agreed to, bound and set up', async () => {
  const fetch = answers()
  vi.stubGlobal('fetch', fetch)
  const { router } = open()
  await userEvent.click(await screen.findByRole('button', { name: 'Install' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(await dialog.findByText('reads rows')).toBeTruthy()
  await userEvent.click(await dialog.findByRole('button', { name: /shop/ }))
  await userEvent.click(await screen.findByRole('option', { name: 'shop two' }))
  await userEvent.clear(dialog.getByLabelText('Rows max'))
  await userEvent.type(dialog.getByLabelText('Rows max'), '7')
  await userEvent.type(dialog.getByLabelText('Name in the project'), 'counts-two')
  await userEvent.click(dialog.getByRole('button', { name: 'Allow and install' }))
  await vi.waitFor(() => expect(router.state.location.pathname).toBe('/p/p/apps/counts'))
  expect(fetch.asked.find(({ call }) => call === 'POST /api/v1/projects/p/apps')?.body).toEqual({
    catalog: 'http', id: 'counts', version: '1.1.0', packageHash: version.packageHash, slug: 'counts-two', datasources: { primary: 'd2' }, settings: { rowsMax: 7 },
  })
})

test('an operator reads what an admin has to agree to, and cannot install it', async () => {
  vi.stubGlobal('fetch', answers())
  open('operator')
  await userEvent.click(await screen.findByRole('button', { name: 'Install' }))
  expect(await screen.findByText(/an admin has to install it/)).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Allow and install' })).toHaveProperty('disabled', true)
})

test('a viewer reads what it may do and is offered nothing', async () => {
  vi.stubGlobal('fetch', answers())
  open('viewer')
  expect(await within(await screen.findByRole('list', { name: 'What it may do' })).findByText('reads rows')).toBeTruthy()
  expect(await screen.findByText(/operator or an admin can install/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Install' })).toBeNull()
})

test('a revoked version says why, and cannot be installed', async () => {
  vi.stubGlobal('fetch', answers())
  open('admin', '?version=2.0.0')
  expect(await screen.findByRole('button', { name: 'Install' })).toHaveProperty('disabled', true)
  expect(within(screen.getByRole('alert')).getByText('It lost rows')).toBeTruthy()
})

test('what is above the ceiling of its trust level says so, and cannot be installed', async () => {
  vi.stubGlobal('fetch', answers({ [`GET ${base}/versions/1.1.0`]: { body: { ...version, exceeds: ['The app flies, which it may not'] } } }))
  open()
  expect(await screen.findByText('The app flies, which it may not')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Install' })).toHaveProperty('disabled', true)
})

test('an installed app is updated, with what is new told apart', async () => {
  const installed = { id: 'mine', packageId: 'counts', name: 'Mine', version: '1.0.0', state: 'ENABLED', settings: { rowsMax: 3 }, datasources: { primary: 'd1' } }
  const fetch = answers({
    'GET /api/v1/projects/p/apps': { body: { items: [installed] } },
    'POST /api/v1/projects/p/apps/mine/update/check': { body: { ...consent, fromVersion: '1.0.0', asks: [...consent.asks, { effect: 'LOOKS', text: 'writes a log', change: 'SAME' }] } },
    'POST /api/v1/projects/p/apps/mine/update': { status: 202, body: { app: 'mine', consent } },
  })
  vi.stubGlobal('fetch', fetch)
  const { router } = open('operator')
  await userEvent.click(await screen.findByRole('button', { name: 'Update to 1.1.0' }))
  const rows = within(within(await screen.findByRole('dialog')).getByRole('list', { name: 'What it asks for' })).getAllByRole('listitem')
  expect(rows.map(row => row.textContent)).toEqual(['Reads datareads rows needs an adminNew', 'Basicswrites a logAs before'])
  expect(screen.queryByLabelText('Rows max')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Ask an admin to agree' }))
  await vi.waitFor(() => expect(router.state.location.pathname).toBe('/p/p/apps/mine'))
  expect(fetch.asked.find(({ call }) => call.endsWith('/mine/update'))?.body).toEqual({
    catalog: 'http', id: 'counts', version: '1.1.0', packageHash: version.packageHash, datasources: {},
  })
})

test('screenshots are gone through by keys', async () => {
  vi.stubGlobal('fetch', answers())
  open()
  await userEvent.click(await screen.findByRole('button', { name: 'Show “First” large' }))
  expect(await screen.findByRole('dialog', { name: 'First' })).toBeTruthy()
  fireEvent.keyDown(screen.getByRole('button', { name: 'Close' }), { key: 'ArrowRight' })
  expect(await screen.findByText('2 of 2')).toBeTruthy()
  await userEvent.keyboard('{Escape}')
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('what a stranger wrote is text', async () => {
  vi.stubGlobal('fetch', answers())
  const { container } = open()
  expect((await screen.findAllByText(/onerror/)).length).toBeGreaterThan(3)
  expect(container.querySelectorAll('img[onerror], a[href^="java"], script')).toHaveLength(0)
  expect([...container.querySelectorAll('img')].every(image => image.getAttribute('src')?.startsWith('/api/v1/catalog/'))).toBe(true)
})

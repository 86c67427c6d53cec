import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { show } from '../../tests/show'
import { MarketPage } from './MarketPage'

const counts = {
  catalog: 'http', id: 'counts', name: 'Counts', summary: 'Counts rows', publisher: { id: 'acme', name: 'Acme' }, trust: 'verified',
  categories: ['counting'], licence: 'MIT', icon: 'counts icon.svg', version: '1.2.0',
}
const report = { ...counts, catalog: 'bundled', id: 'report', name: 'Report', version: '1.0.0', trust: 'first-party', icon: null }

function answers({ items = [counts, report] as unknown[], sources = [{ catalog: 'bundled', state: 'ready', apps: 1 }] as unknown[] } = {}) {
  return answer({
    'GET /api/v1/catalog': { body: { items: sources } },
    'GET /api/v1/catalog/filters': { body: { categories: [{ name: 'counting', apps: 1 }], publishers: [{ id: 'acme', name: 'Acme', apps: 2 }] } },
    'GET /api/v1/catalog/apps': { body: { items } },
    'GET /api/v1/projects/p/apps': { body: { items: [{ id: 'my-counts', packageId: 'counts', version: '1.1.9', name: 'Counts', state: 'ENABLED' }] } },
  })
}

const cards = async () => (await screen.findAllByRole('heading', { level: 2 })).map(heading => heading.closest('li')!)

test('each app is a card that leads to its page, with what is installed of it', async () => {
  vi.stubGlobal('fetch', answers())
  const { container } = show(MarketPage, 'marketplace', 'marketplace')
  const [first, second] = await cards()
  expect(within(first!).getByRole('link').getAttribute('href')).toBe('/p/p/marketplace/http/counts')
  expect(await within(first!).findByText('Update available')).toBeTruthy()
  expect(within(first!).getByText('Verified')).toBeTruthy()
  expect(within(second!).queryByText(/Installed|Update/)).toBeNull()
  expect(container.querySelector('img')?.getAttribute('src')).toBe('/api/v1/catalog/apps/counts/images/counts%20icon.svg?catalog=http')
})

test('what is typed is looked for once it settles, and stands in the address', async () => {
  const fetch = answers()
  vi.stubGlobal('fetch', fetch)
  const { router } = show(MarketPage, 'marketplace', 'marketplace?publisher=acme')
  await cards()
  await userEvent.type(screen.getByRole('searchbox', { name: 'Search apps' }), 'rows a')
  await vi.waitFor(() => expect(new URLSearchParams(router.state.location.search).get('q')).toBe('rows a'))
  await vi.waitFor(() => expect(fetch.asked.map(({ call }) => call)).toContain('GET /api/v1/catalog/apps?limit=48&q=rows+a&publisher=acme'))
  expect(fetch.asked.filter(({ call }) => call.includes('q=')).length).toBe(1)
  await userEvent.click(screen.getByRole('button', { name: 'Clear' }))
  await vi.waitFor(() => expect(router.state.location.search).toBe(''))
  expect(screen.getByRole('searchbox')).toHaveProperty('value', '')
})

test('a catalog that has expired says so, and an upload that nobody made says nothing', async () => {
  vi.stubGlobal('fetch', answers({
    sources: [
      { catalog: 'http', state: 'stale', apps: 1, checkedAt: '2026-03-01T10:00:00Z', why: 'The server did not answer' },
      { catalog: 'bundle', state: 'empty', apps: 0, checkedAt: '2026-03-01T10:00:00Z', why: 'It was not looked at yet' },
    ],
  }))
  show(MarketPage, 'marketplace', 'marketplace')
  expect(await screen.findByText('The server did not answer')).toBeTruthy()
  expect(screen.queryByText('It was not looked at yet')).toBeNull()
})

test('where nothing fits, all can be shown again', async () => {
  vi.stubGlobal('fetch', answers({ items: [] }))
  const { router } = show(MarketPage, 'marketplace', 'marketplace?q=x')
  await userEvent.click(await screen.findByRole('button', { name: 'Show all apps' }))
  expect(router.state.location.search).toBe('')
  expect(await screen.findByText('There is no app to be had')).toBeTruthy()
})

test('a catalog that does not answer can be asked again', async () => {
  const broken = answers()
  let fails = true
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => fails && url.includes('/catalog/apps?')
    ? Promise.resolve(new Response(JSON.stringify({ detail: 'Not now', code: 'UNAVAILABLE' }), { status: 503 }))
    : broken(url, init))
  show(MarketPage, 'marketplace', 'marketplace')
  expect(await screen.findByText('Not now')).toBeTruthy()
  fails = false
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await cards()).toHaveLength(2)
})

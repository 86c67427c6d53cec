import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { show } from '../../tests/show'
import { AppPage } from './AppPage'

const app = { id: 'report', name: 'Report', version: '1.0.0', state: 'ENABLED', schedule: null, grants: {} }
const ended = { id: 'r1', app: 'report', state: 'ENDED', outcome: 'SUCCEEDED' }
const base = '/api/v1/projects/p/apps/report'

test('Run now sends the input and then shows the new output', async () => {
  let ran = false
  const fetch = answer({
    [`GET ${base}`]: { body: app },
    'GET /api/v1/projects/p/runs': () => ({ body: { items: ran ? [ended] : [] } }),
    [`GET ${base}/output`]: { body: { run: 'r1', output: { tableCount: 12 } } },
    [`POST ${base}/runs`]: () => {
      ran = true
      return { status: 202, body: ended }
    },
  })
  vi.stubGlobal('fetch', fetch)
  show(AppPage, 'apps/:app', 'apps/report')
  expect(await screen.findByText('No output yet')).toBeTruthy()
  await userEvent.click(await screen.findByRole('button', { name: 'Run now' }))
  await userEvent.clear(screen.getByLabelText(/Input/))
  await userEvent.type(screen.getByLabelText(/Input/), '{{"limit": 5}')
  await userEvent.click(screen.getByRole('button', { name: 'Run' }))
  expect(await screen.findByText('Table count')).toBeTruthy()
  expect(fetch.asked.find(({ call }) => call.startsWith('POST'))?.body).toEqual({ limit: 5 })
})

test('input that is not JSON cannot be sent', async () => {
  vi.stubGlobal('fetch', answer({ [`GET ${base}`]: { body: app }, 'GET /api/v1/projects/p/runs': { body: { items: [] } } }))
  show(AppPage, 'apps/:app', 'apps/report')
  await userEvent.click(await screen.findByRole('button', { name: 'Run now' }))
  await userEvent.type(screen.getByLabelText(/Input/), 'x')
  expect(screen.getByRole('button', { name: 'Run' })).toHaveProperty('disabled', true)
  expect(screen.getByText(/^Not JSON/)).toBeTruthy()
})

test('a viewer is offered nothing that would be refused', async () => {
  vi.stubGlobal('fetch', answer({ [`GET ${base}`]: { body: app }, 'GET /api/v1/projects/p/runs': { body: { items: [] } } }))
  show(AppPage, 'apps/:app', 'apps/report', 'viewer')
  expect(await screen.findByText('No output yet')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Run now' })).toBeNull()
})

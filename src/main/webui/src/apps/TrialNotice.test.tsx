import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { show } from '../../tests/show'
import { AppPage } from './AppPage'

const base = '/api/v1/projects/p/apps/mine'
const app = (trial: unknown) => ({ id: 'mine', packageId: 'report', name: 'Report', version: '1.0.0', state: 'ENABLED', grants: {}, trial })
const answers = (trial: unknown, more = {}) => answer({
  [`GET ${base}`]: { body: app(trial) },
  'GET /api/v1/projects/p/runs': { body: { items: [] } },
  'GET /api/v1/catalog/apps': { body: { items: [] } },
  ...more,
})

test('the days that are left are told, and an admin may buy it', async () => {
  let bought = false
  vi.stubGlobal('fetch', answers({ endsAt: '2099-03-01T00:00:00Z', daysLeft: 9 }, {
    [`GET ${base}`]: () => ({ body: app(bought ? null : { endsAt: '2099-03-01T00:00:00Z', daysLeft: 9 }) }),
    'POST /api/v1/projects/p/marketplace/apps/mine/purchase': () => {
      bought = true
      return { body: { redirect: null } }
    },
  }))
  show(AppPage, 'apps/:app', 'apps/mine')
  expect(await screen.findByText('9 days of the trial left')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Buy it' }))
  await vi.waitFor(() => expect(screen.queryByText(/of the trial left/)).toBeNull())
})

test('an address that is no page is not gone to', async () => {
  vi.stubGlobal('fetch', answers({ endsAt: '2099-03-01T00:00:00Z', daysLeft: 1 }, {
    'POST /api/v1/projects/p/marketplace/apps/mine/purchase': { body: { redirect: 'javascript:window.stolen=1' } },
  }))
  show(AppPage, 'apps/:app', 'apps/mine')
  await userEvent.click(await screen.findByRole('button', { name: 'Buy it' }))
  expect(await screen.findByText('1 day of the trial left')).toBeTruthy()
  expect('stolen' in window).toBe(false)
})

test('a trial that is over says what stays, and others than admins are offered nothing', async () => {
  vi.stubGlobal('fetch', answers({ endsAt: '2026-03-01T00:00:00Z', daysLeft: 0 }))
  show(AppPage, 'apps/:app', 'apps/mine', 'operator')
  expect(await screen.findByText('The trial is over')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Buy it' })).toBeNull()
})

test('an app that is on no trial says nothing of one', async () => {
  vi.stubGlobal('fetch', answers(undefined))
  show(AppPage, 'apps/:app', 'apps/mine')
  expect(await screen.findByText('No output yet')).toBeTruthy()
  expect(screen.queryByRole('region', { name: 'Trial' })).toBeNull()
})

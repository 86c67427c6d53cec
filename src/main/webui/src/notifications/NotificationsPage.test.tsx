import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { show } from '../../tests/show'
import { NotificationsPage } from './NotificationsPage'

const list = 'GET /api/v1/projects/p/notifications'
const none = { 'GET /api/v1/projects/p/apps': { body: { items: [] } } }
const one = {
  id: 'n1', severity: 'CRITICAL', title: '<b>Orders</b> stand still', body: 'None for 2 hours', app: 'watch', run: 'r1', count: 3,
  createdAt: '2026-03-01T10:00:00Z', lastAt: '2026-03-01T12:00:00Z',
}

test('what is open is shown with how often it was told, until somebody acknowledges it', async () => {
  let seen = false
  const fetch = answer({
    ...none,
    [list]: () => ({ body: { items: seen ? [] : [one] } }),
    'POST /api/v1/projects/p/notifications/n1/ack': () => {
      seen = true
      return { body: { ...one, acknowledgedBy: 'ada' } }
    },
  })
  vi.stubGlobal('fetch', fetch)
  show(NotificationsPage, 'notifications', 'notifications', 'operator')
  expect(await screen.findByText('<b>Orders</b> stand still')).toBeTruthy()
  expect(screen.getAllByText('Critical').some(each => each.className.includes('badge'))).toBe(true)
  expect(screen.getByText(/told 3 times/)).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Last run' }).getAttribute('href')).toBe('/p/p/runs/r1')
  await userEvent.click(screen.getByRole('button', { name: /^Acknowledge/ }))
  expect(await screen.findByText('Nothing to look at')).toBeTruthy()
  expect(fetch.asked.find(each => each.call.startsWith(list))?.call).toContain('open=true')
})

test('the filter of the address is asked for', async () => {
  const fetch = answer({ ...none, [list]: { body: { items: [] } } })
  vi.stubGlobal('fetch', fetch)
  show(NotificationsPage, 'notifications', 'notifications?open=all&severity=WARNING&app=watch', 'viewer')
  expect(await screen.findByText('Nothing fits the filter')).toBeTruthy()
  const asked = fetch.asked.find(each => each.call.startsWith(list))?.call ?? ''
  expect(asked).toContain('severity=WARNING&app=watch')
  expect(asked).not.toContain('open=')
})

test('a viewer reads it and is offered nothing', async () => {
  vi.stubGlobal('fetch', answer({ ...none, [list]: { body: { items: [{ ...one, acknowledgedBy: 'ada', acknowledgedAt: one.lastAt }] } } }))
  show(NotificationsPage, 'notifications', 'notifications', 'viewer')
  expect(await screen.findByText(/looked at by/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: /^Acknowledge/ })).toBeNull()
})

test('what the server refuses is said, with a way to try again', async () => {
  vi.stubGlobal('fetch', answer({ ...none, [list]: { status: 500, body: { code: 'INTERNAL', detail: 'Broken' } } }))
  show(NotificationsPage, 'notifications', 'notifications', 'viewer')
  expect(await screen.findByRole('alert')).toBeTruthy()
  expect(screen.getByRole('button', { name: /again/i })).toBeTruthy()
})

import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { show } from '../../tests/show'
import { OpenNotifications } from './OpenNotifications'

const list = 'GET /api/v1/projects/p/notifications'
const one = {
  id: 'n1', severity: 'WARNING', title: 'The schedule of report was paused', body: 'Its last 10 runs failed', app: 'report', run: 'r1',
  createdAt: '2026-03-01T10:00:00Z',
}

test('what happened is shown with its run until somebody has looked at it', async () => {
  let seen = false
  const fetch = answer({
    [list]: () => ({ body: { items: seen ? [] : [one] } }),
    'POST /api/v1/projects/p/notifications/n1/ack': () => {
      seen = true
      return { body: { ...one, acknowledgedBy: 'ada' } }
    },
  })
  vi.stubGlobal('fetch', fetch)
  show(OpenNotifications, 'apps', 'apps', 'operator')
  expect(await screen.findByText('The schedule of report was paused')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'the run' }).getAttribute('href')).toBe('/p/p/runs/r1')
  await userEvent.click(screen.getByRole('button', { name: 'I have looked at it' }))
  await vi.waitFor(() => expect(screen.queryByText('The schedule of report was paused')).toBeNull())
  expect(fetch.asked[0]?.call).toContain('open=true')
})

test('a viewer reads it and is offered nothing', async () => {
  vi.stubGlobal('fetch', answer({ [list]: { body: { items: [one] } } }))
  show(OpenNotifications, 'apps', 'apps', 'viewer')
  expect(await screen.findByText('Its last 10 runs failed')).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})

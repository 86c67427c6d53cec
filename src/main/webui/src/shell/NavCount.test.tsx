import { render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { NavCount } from './NavCount'

const open = 'GET /api/v1/projects/p/notifications/open'

test('what is open is counted for eyes and for ears', async () => {
  vi.stubGlobal('fetch', answer({ [open]: { body: { count: 120, critical: 2 } } }))
  render(<NavCount project="p" />)
  expect(await screen.findByText('99+')).toBeTruthy()
  expect(screen.getByText(', 120 open, 2 critical')).toBeTruthy()
})

test('where nothing is open there is no badge', async () => {
  const fetch = answer({ [open]: { body: { count: 0, critical: 0 } } })
  vi.stubGlobal('fetch', fetch)
  const { container } = render(<NavCount project="p" />)
  await vi.waitFor(() => expect(fetch.asked).toHaveLength(1))
  expect(container.textContent).toBe('')
})

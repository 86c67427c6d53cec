import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import type { Run } from '../api/types'
import { RunParts } from './RunParts'

const live = { lines: [], calls: [], progress: undefined, hears: true }
const running: Run = { id: '1', app: 'a', state: 'RUNNING' }
const ended: Run = { ...running, state: 'ENDED', outcome: 'FAILED' }

afterEach(() => vi.unstubAllGlobals())

const selected = () => screen.getByRole('tab', { selected: true }).textContent

test('what somebody chose to read stays when the run ends', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"items":[]}')))
  const { rerender } = render(<RunParts project="p" run={running} live={live} mayRead={false} />)
  expect(selected()).toContain('Log')
  await userEvent.click(screen.getByRole('tab', { name: /Host calls/ }))
  rerender(<RunParts project="p" run={ended} live={live} mayRead={false} />)
  expect(selected()).toContain('Host calls')
})

test('who has chosen nothing sees the output when the run ends', () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"items":[]}')))
  const { rerender } = render(<RunParts project="p" run={running} live={live} mayRead={false} />)
  rerender(<RunParts project="p" run={ended} live={live} mayRead={false} />)
  expect(selected()).toContain('Output')
})

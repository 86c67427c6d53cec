import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { LogLine } from '../api/types'
import { LogView } from './LogView'

const lines: LogLine[] = [
  { level: 'info', message: 'Read 12 tables', fields: { datasource: 'shop' } },
  { level: 'error', message: '<script>alert(1)</script>', fields: {} },
]

test('a log line is text', () => {
  const { container } = render(<LogView lines={lines} />)
  expect(container.querySelector('script')).toBeNull()
  expect(screen.getByText('<script>alert(1)</script>')).toBeTruthy()
})

test('finds words in messages and fields', async () => {
  render(<LogView lines={lines} />)
  await userEvent.type(screen.getByLabelText('Find in the log'), 'SHOP')
  expect(screen.getAllByRole('listitem')).toHaveLength(1)
  expect(screen.getByText('Read 12 tables')).toBeTruthy()
})

test('an empty log says so', () => {
  render(<LogView lines={[]} />)
  expect(screen.getByText('The app logged nothing')).toBeTruthy()
})

import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { OutputView } from './OutputView'

const output = {
  tableCount: 12,
  note: '<b>bold</b> https://evil.example/x',
  tables: [{ name: 'orders', rows: 9000 }, { name: 'customers', rows: 1200 }],
}

test('shows itself when nothing says how', () => {
  render(<OutputView output={output} />)
  expect(screen.getByText('Table count')).toBeTruthy()
  const table = screen.getByRole('table', { name: 'Tables' })
  expect(within(table).getAllByRole('row')).toHaveLength(3)
})

test('follows the hints of the package', () => {
  render(<OutputView
    output={output}
    ui={{ sections: [{ pointer: '/tables', kind: 'table', title: 'Sizes', columns: [{ key: 'rows', title: 'How many' }] }] }}
  />)
  const table = screen.getByRole('table', { name: 'Sizes' })
  expect(within(table).getAllByRole('columnheader').map(head => head.textContent)).toEqual(['How many'])
  expect(screen.queryByText('Table count')).toBeNull()
})

test('hints that point nowhere fall back', () => {
  render(<OutputView output={output} ui={{ sections: [{ pointer: '/nowhere', kind: 'table', title: 'T' }] }} />)
  expect(screen.getByText('Table count')).toBeTruthy()
})

test('never makes a link or markup of what an app says', () => {
  const { container } = render(<OutputView output={output} />)
  expect(container.querySelector('a, b, img')).toBeNull()
})

test('the raw JSON is one tab away', async () => {
  render(<OutputView output={output} />)
  await userEvent.click(screen.getByRole('tab', { name: 'JSON' }))
  expect(JSON.parse(screen.getByLabelText('JSON', { selector: 'pre' }).textContent ?? '')).toEqual(output)
})

import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { DataTable, type Column } from './DataTable'

interface Row { name: string; size: number | null }
const columns: Column<Row>[] = [
  { id: 'name', title: 'Name', cell: row => row.name, value: row => row.name },
  { id: 'size', title: 'Size', cell: row => row.size, value: row => row.size, numeric: true },
  { id: 'act', title: 'Act', cell: () => 'x' },
]
const firstCells = () =>
  screen.getAllByRole('row').slice(1).map(row => within(row).getAllByRole('cell')[0]?.textContent)

test('sorts numbers by size and says so', async () => {
  render(<DataTable label="T" columns={columns} rows={[{ name: 'b', size: 10 }, { name: 'a', size: 9 }, { name: 'c', size: null }]} />)
  expect(firstCells()).toEqual(['b', 'a', 'c'])
  await userEvent.click(screen.getByRole('button', { name: 'Name' }))
  expect(firstCells()).toEqual(['a', 'b', 'c'])
  expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveProperty('ariaSort', 'ascending')
})

test('a column without a value does not sort', () => {
  render(<DataTable label="T" columns={columns} rows={[]} />)
  expect(screen.queryByRole('button', { name: 'Act' })).toBeNull()
})

test('makes only rows that are in sight, and says how many there are', () => {
  const rows = Array.from({ length: 10_000 }, (_, n) => ({ name: `${n}`, size: n }))
  const { container } = render(<DataTable label="T" columns={columns} rows={rows} />)
  expect(container.querySelectorAll('tbody tr').length).toBeLessThan(100)
  expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('10001')
})

test('is sorted as it is told to begin with', () => {
  render(<DataTable label="T" columns={columns} rows={[{ name: 'a', size: 1 }, { name: 'b', size: 2 }]} sort={{ id: 'size', desc: true }} />)
  expect(firstCells()).toEqual(['b', 'a'])
})

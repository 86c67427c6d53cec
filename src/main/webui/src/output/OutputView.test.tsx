import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { Json } from '../api/types'
import { OutputActionsContext } from './actionContext'
import { OutputView } from './OutputView'

const output = {
  tableCount: 12,
  note: '<b>bold</b> https://evil.example/x',
  tables: [{ name: 'orders', rows: 9000 }, { name: 'customers', rows: 1200 }],
  findings: [{ id: 7, severity: 'breaking', title: 'Column gone', text: 'orders.total', at: '2026-03-01T10:00:00Z', state: 'open' }],
}
const show = (...views: Json[]) => render(<OutputView output={output} ui={{ views }} />)

test('shows itself when nothing says how', () => {
  render(<OutputView output={output} />)
  expect(screen.getByText('Table count')).toBeTruthy()
  const table = screen.getByRole('table', { name: 'Tables' })
  expect(within(table).getAllByRole('row')).toHaveLength(3)
})

test('follows the package', () => {
  show({ pointer: '/tables', type: 'table', title: 'Sizes', columns: [{ key: 'rows', title: 'How many' }], sort: { key: 'rows' } })
  const table = screen.getByRole('table', { name: 'Sizes' })
  expect(within(table).getAllByRole('columnheader').map(head => head.textContent)).toEqual(['How many'])
  expect(within(table).getAllByRole('cell').map(cell => cell.textContent)).toEqual(['1,200', '9,000'])
  expect(screen.queryByText('Table count')).toBeNull()
})

test('a view that points nowhere says what its author wrote for that', () => {
  show({ pointer: '/nowhere', type: 'table', title: 'T', empty: 'No drift so far' })
  expect(screen.getByText('No drift so far')).toBeTruthy()
})

test('a value of another form than its view is shown by its own', () => {
  show({ pointer: '/tableCount', type: 'table', title: 'T' }, { pointer: '/tables', type: 'markdown', title: 'M' })
  expect(screen.getByText('12')).toBeTruthy()
  expect(screen.getByRole('table', { name: 'M' })).toBeTruthy()
})

test('status, figures and findings have their tones in words', () => {
  show(
    { type: 'status', pointer: '/findings/0/severity', tones: { breaking: 'bad' } },
    { type: 'metrics', pointer: '', items: [{ pointer: '/tableCount', title: 'Tables', unit: 'tables' }] },
    { type: 'list', pointer: '/findings', title: 'Findings' },
  )
  expect(screen.getByText('12 tables')).toBeTruthy()
  expect(within(screen.getByRole('list', { name: 'Findings' })).getByText('breaking')).toBeTruthy()
})

test('an action runs the app with the row that it is about, after it was asked for', async () => {
  const run = vi.fn(async () => {})
  render(
    <OutputActionsContext value={{ run, barred: undefined }}>
      <OutputView output={output} ui={{ views: [{
        type: 'list', pointer: '/findings', title: 'Findings',
        actions: [
          { label: 'Expected', input: { action: 'expect' }, with: { finding: 'id' }, confirm: 'Mark it as expected?' },
          { label: 'Reopen', input: {}, when: { key: 'state', in: ['closed'] } },
        ],
      }] }}
      />
    </OutputActionsContext>)
  expect(screen.queryByRole('button', { name: 'Reopen' })).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Expected' }))
  expect(run).not.toHaveBeenCalled()
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Expected' }))
  expect(run).toHaveBeenCalledWith({ action: 'expect', finding: 7 })
})

test('a run that fails says why and keeps what was typed', async () => {
  const run = vi.fn(async () => { throw new Error('The budget is used up') })
  render(
    <OutputActionsContext value={{ run, barred: undefined }}>
      <OutputView output={output} ui={{ views: [{ type: 'form', label: 'Look', fields: [{ name: 'days', type: 'integer', required: true }] }] }} />
    </OutputActionsContext>)
  await userEvent.click(screen.getByRole('button', { name: 'Look' }))
  expect(screen.getByText('Needed')).toBeTruthy()
  expect(run).not.toHaveBeenCalled()
  await userEvent.type(screen.getByRole('textbox'), '7')
  await userEvent.click(screen.getByRole('button', { name: 'Look' }))
  expect(run).toHaveBeenCalledWith({ days: 7 })
  expect(await screen.findByText('The budget is used up')).toBeTruthy()
  expect(screen.getByRole('textbox')).toHaveProperty('value', '7')
})

test('without a page that runs the app, actions are seen and not asked for', () => {
  show({ type: 'action', label: 'Look again', input: {} })
  expect(screen.getByRole('button', { name: 'Look again' })).toHaveProperty('disabled', true)
})

test('views in tabs are one at a time', async () => {
  show({ type: 'tabs', title: 'Parts', tabs: [
    { title: 'Sizes', views: [{ type: 'table', pointer: '/tables', title: 'All sizes' }] },
    { title: 'Note', views: [{ type: 'text', pointer: '/note' }] },
  ] })
  expect(screen.getByRole('table', { name: 'All sizes' })).toBeTruthy()
  await userEvent.click(screen.getByRole('tab', { name: 'Note' }))
  expect(screen.getByText('<b>bold</b> https://evil.example/x')).toBeTruthy()
})

test('a chart has its numbers as a table too', async () => {
  show({ type: 'chart', pointer: '/tables', title: 'Rows', mark: 'bar', x: { key: 'name' }, series: [{ key: 'rows', title: 'Rows' }] })
  expect(await screen.findByRole('img', { name: /^Rows: 2 points/ })).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Show as table' }))
  expect(within(screen.getByRole('table', { name: 'Rows' })).getByText('9,000')).toBeTruthy()
})

test('the rows that are searched for stay', async () => {
  const rows = Array.from({ length: 40 }, (_, n) => ({ name: `table ${n}` }))
  render(<OutputView output={{ rows }} ui={{ views: [{ type: 'table', pointer: '/rows', title: 'Tables' }] }} />)
  await userEvent.type(screen.getByRole('searchbox', { name: 'Search Tables' }), 'TABLE 39')
  expect(within(screen.getByRole('table', { name: 'Tables' })).getAllByRole('row')).toHaveLength(2)
})

test('never makes a link or markup of what an app says', () => {
  const { container } = render(<OutputView output={output} />)
  expect(container.querySelector('a, b, img')).toBeNull()
})

test('the raw JSON is one tab away, with what does not fit', async () => {
  render(<OutputView output={output} ui={{ views: [{ type: 'json' }] }} misfits={[{ view: '/views/0', pointer: '/x', message: 'The output has nothing here' }]} />)
  await userEvent.click(screen.getByRole('tab', { name: /JSON/ }))
  expect(screen.getByText('The output has nothing here')).toBeTruthy()
  expect(JSON.parse(screen.getByLabelText('JSON', { selector: 'pre' }).textContent ?? '')).toEqual(output)
})

import {
  createSortedRowModel, rowSortingFeature, tableFeatures, useTable, type ColumnDef,
} from '@tanstack/react-table'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import { compare, type Sortable } from './compare'
import { Name } from './Name'

export interface Column<Row> {
  id: string
  title: string
  cell: (row: Row) => ReactNode
  /** What the column sorts by; a column without it does not sort. */
  value?: (row: Row) => Sortable
  /** Numbers stand at the end, so that digits line up. */
  numeric?: boolean
  /** Takes what room is left. */
  wide?: boolean
  /** For text of which nobody knows the length. */
  width?: Width
}

/** One line that is never broken; text that may wrap; long text that wraps and takes what room is left. */
export type Width = 'line' | 'text' | 'prose'

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

const rowsAtOnce = 50

/** A dense table: sorts by its heads, shows fifty rows at once. Give `columns` and `rows` that stay the same between renders. */
export function DataTable<Row extends object>({ label, columns, rows, rowKey, fit = false, cards = rowKey !== undefined }: {
  label: string
  columns: Column<Row>[]
  rows: Row[]
  rowKey?: (row: Row) => string
  /** As wide as its content, not as the page. */
  fit?: boolean
  /** Whether a phone shows each row as a card, for rows that are things of ours. The roles keep it a table there. */
  cards?: boolean
}) {
  const [rowCountMax, setRowCountMax] = useState(rowsAtOnce)
  const byId = useMemo(() => new Map(columns.map(column => [column.id, column])), [columns])
  const defs = useMemo<ColumnDef<typeof features, Row>[]>(() => columns.map(column => ({
    id: column.id,
    header: column.title,
    accessorFn: row => column.value?.(row),
    cell: ({ row }) => column.cell(row.original),
    enableSorting: column.value !== undefined,
    sortUndefined: 'last',
    sortFn: (a, b) => compare(column.value?.(a.original), column.value?.(b.original)),
  })), [columns])
  const table = useTable({
    features,
    columns: defs,
    data: rows,
    ...(rowKey ? { getRowId: rowKey } : {}),
  })
  const sorted = table.getRowModel().rows
  const classOf = (id: string) =>
    [byId.get(id)?.numeric && 'numeric', byId.get(id)?.wide && 'wide', byId.get(id)?.width].filter(Boolean).join(' ') || undefined
  const box = ['table-box', fit && 'fit', cards && 'cards'].filter(Boolean).join(' ')
  return (
    <div className={box} role="region" aria-label={label} tabIndex={0}>
      <table role="table" aria-label={label}>
        <thead role="rowgroup">
          {table.getHeaderGroups().map(group => (
            <tr key={group.id} role="row">
              {group.headers.map(header => {
                const order = header.column.getIsSorted()
                return (
                  <th
                    key={header.id}
                    scope="col"
                    role="columnheader"
                    className={classOf(header.column.id)}
                    {...(order ? { 'aria-sort': order === 'asc' ? 'ascending' : 'descending' } as const : {})}
                  >
                    {header.column.getCanSort()
                      ? (
                        <button type="button" className="sort" onClick={header.column.getToggleSortingHandler()}>
                          <Name text={byId.get(header.column.id)?.title} />
                          <span className="sort-mark" aria-hidden="true">
                            {order === 'asc' && <ArrowUp size={12} />}
                            {order === 'desc' && <ArrowDown size={12} />}
                          </span>
                        </button>
                      )
                      : <Name text={byId.get(header.column.id)?.title} />}
                  </th>
                )
              })}
            </tr>
          ))}
        </thead>
        <tbody role="rowgroup">
          {sorted.slice(0, rowCountMax).map(row => (
            <tr key={row.id} role="row">
              {row.getAllCells().map(cell => (
                <td key={cell.id} role="cell" className={classOf(cell.column.id)} data-title={byId.get(cell.column.id)?.title}>
                  {byId.get(cell.column.id)?.cell(row.original)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > rowCountMax && (
        <button type="button" className="table-more" onClick={() => setRowCountMax(rowCountMax + 4 * rowsAtOnce)}>
          {rowCountMax} of {sorted.length} rows · show more
        </button>
      )}
    </div>
  )
}

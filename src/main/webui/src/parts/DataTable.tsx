import {
  createSortedRowModel, rowSortingFeature, tableFeatures, useTable, type ColumnDef,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useMemo, useRef, type ReactNode } from 'react'
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

/** Of more rows than this only those in sight are made. */
const allRowsMax = 100
const rowHeight = 40

/** A dense table that sorts by its heads. Give `columns` and `rows` that stay the same between renders. */
export function DataTable<Row extends object>({ label, columns, rows, rowKey, sort, fit = false, cards = rowKey !== undefined }: {
  label: string
  columns: Column<Row>[]
  rows: Row[]
  rowKey?: (row: Row) => string
  /** How it is sorted to begin with; without it, as the rows come. */
  sort?: { id: string; desc: boolean }
  /** As wide as its content, not as the page. */
  fit?: boolean
  /** Whether a phone shows each row as a card, for rows that are things of ours. The roles keep it a table there. */
  cards?: boolean
}) {
  const scrolled = useRef<HTMLDivElement>(null)
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
    ...(sort ? { initialState: { sorting: [sort] } } : {}),
  })
  const sorted = table.getRowModel().rows
  const classOf = (id: string) =>
    [byId.get(id)?.numeric && 'numeric', byId.get(id)?.wide && 'wide', byId.get(id)?.width].filter(Boolean).join(' ') || undefined
  const windowed = sorted.length > allRowsMax
  const virtual = useVirtualizer({
    count: sorted.length,
    enabled: windowed,
    getScrollElement: () => scrolled.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const inSight = windowed ? virtual.getVirtualItems() : undefined
  const shown = inSight ? inSight.flatMap(({ index }) => sorted[index] ? [{ row: sorted[index], index }] : []) : sorted.map((row, index) => ({ row, index }))
  const above = inSight?.[0]?.start ?? 0
  const below = inSight ? virtual.getTotalSize() - (inSight[inSight.length - 1]?.end ?? 0) : 0
  const box = ['table-box', fit && 'fit', cards && 'cards', windowed && 'windowed'].filter(Boolean).join(' ')
  return (
    <div className={box} role="region" aria-label={label} tabIndex={0} ref={scrolled}>
      <table role="table" aria-label={label} {...(windowed ? { 'aria-rowcount': sorted.length + 1 } : {})}>
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
          {above > 0 && <Space height={above} columns={columns.length} />}
          {shown.map(({ row, index }) => (
            <tr
              key={row.id}
              role="row"
              {...(windowed ? { ref: virtual.measureElement, 'data-index': index, 'aria-rowindex': index + 2 } : {})}
            >
              {row.getAllCells().map(cell => (
                <td key={cell.id} role="cell" className={classOf(cell.column.id)} data-title={byId.get(cell.column.id)?.title}>
                  {byId.get(cell.column.id)?.cell(row.original)}
                </td>
              ))}
            </tr>
          ))}
          {below > 0 && <Space height={below} columns={columns.length} />}
        </tbody>
      </table>
    </div>
  )
}

/** The room of rows that are not in sight. */
function Space({ height, columns }: { height: number; columns: number }) {
  return <tr aria-hidden="true" className="table-space"><td colSpan={columns} style={{ height }} /></tr>
}

import { useMemo } from 'react'
import type { JsonObject, Json } from '../api/types'
import { DataTable, type Column } from '../parts/DataTable'
import type { Sortable } from '../parts/compare'
import { RowActions } from './RowActions'
import { FormattedValue } from './FormattedValue'
import { widthOf } from './columnWidth'
import { own } from './pointer'
import type { ColumnSpec, RowAction, Sort } from './views'

const noActions: RowAction[] = []

/** An app's rows as a table. `columns` may come from anywhere; only own properties of the rows are read. */
export function RowsTable({ label, columns, rows, sort, actions = noActions }:
  { label: string; columns: ColumnSpec[]; rows: JsonObject[]; sort?: Sort | undefined; actions?: RowAction[] }) {
  const defs = useMemo<Column<JsonObject>[]>(() => {
    const sample = rows.slice(0, 100)
    const values = columns.map((column, index): Column<JsonObject> => {
      const some = sample.map(row => own(row, column.key))
      return {
        id: `${index}`,
        title: column.title,
        cell: row => <FormattedValue value={own(row, column.key)} shown={column} name={column.key} />,
        value: row => sortable(own(row, column.key)),
        numeric: some.length > 0 && column.format !== 'badge' && some.every(value => typeof (value ?? 0) === 'number'),
        width: column.format === 'badge' || column.format === 'time' ? 'line' : widthOf(some),
      }
    })
    if (actions.length === 0) return values
    return [...values, { id: 'actions', title: 'Actions', cell: row => <RowActions actions={actions} row={row} /> }]
  }, [columns, rows, actions])
  const first = sort && columns.findIndex(column => column.key === sort.key)
  return (
    <DataTable
      label={label}
      columns={defs}
      rows={rows}
      fit={defs.length < 4 && defs.every(column => column.width === 'line')}
      {...(sort && first !== undefined && first >= 0 ? { sort: { id: `${first}`, desc: sort.descending } } : {})}
    />
  )
}

function sortable(value: Json | undefined): Sortable {
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : value
}

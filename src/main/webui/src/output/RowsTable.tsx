import { useMemo } from 'react'
import type { Json, JsonObject } from '../api/types'
import { DataTable, type Column } from '../parts/DataTable'
import type { Sortable } from '../parts/compare'
import { Cell } from './Cell'
import { widthOf } from './columnWidth'

/** An app's rows as a table. `columns` may come from anywhere; only own properties of the rows are read. */
export function RowsTable({ label, columns, rows }:
  { label: string; columns: { key: string; title: string }[]; rows: JsonObject[] }) {
  const keys = JSON.stringify(columns)
  const defs = useMemo<Column<JsonObject>[]>(() => {
    const sample = rows.slice(0, 100)
    return columns.map(({ key, title }, index) => {
      const values = sample.map(row => own(row, key))
      return {
        id: `${index}`,
        title,
        cell: row => <Cell value={own(row, key)} name={key} />,
        value: row => sortable(own(row, key)),
        numeric: values.length > 0 && values.every(value => typeof (value ?? 0) === 'number'),
        width: widthOf(values),
      }
    })
  }, [keys, rows])
  return <DataTable label={label} columns={defs} rows={rows} fit={defs.length < 4 && defs.every(column => column.width === 'line')} />
}

function own(row: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(row, key) ? row[key] : undefined
}

function sortable(value: Json | undefined): Sortable {
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : value
}

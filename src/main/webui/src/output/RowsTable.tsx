import { useMemo } from 'react'
import type { Json, JsonObject } from '../api/types'
import { DataTable, type Column } from '../parts/DataTable'
import type { Sortable } from '../parts/compare'
import { Cell } from './Cell'

/** An app's rows as a table. `columns` may come from anywhere; only own properties of the rows are read. */
export function RowsTable({ label, columns, rows }:
  { label: string; columns: { key: string; title: string }[]; rows: JsonObject[] }) {
  const keys = JSON.stringify(columns)
  const defs = useMemo<Column<JsonObject>[]>(() => columns.map(({ key, title }, index) => ({
    id: `${index}`,
    title,
    cell: row => <Cell value={own(row, key)} />,
    value: row => sortable(own(row, key)),
    numeric: rows.length > 0 && rows.slice(0, 100).every(row => ['number', 'undefined'].includes(typeof (own(row, key) ?? undefined))),
  })), [keys, rows])
  return <DataTable label={label} columns={defs} rows={rows} fit />
}

function own(row: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(row, key) ? row[key] : undefined
}

function sortable(value: Json | undefined): Sortable {
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : value
}

import { KeyRound, Link2 } from 'lucide-react'
import type { SchemaTable } from '../api/types'
import { AppText } from '../parts/AppText'
import { Name } from '../parts/Name'
import { Panel } from '../parts/Panel'

/** One table: columns, types, keys. */
export function TableView({ table, wanted }: { table: SchemaTable; wanted: string }) {
  const title = table.schema && table.schema !== 'public' ? `${table.schema}.${table.name}` : table.name
  return (
    <Panel title={title} flush aside={asideOf(table)}>
      {table.comment && <p className="table-comment"><AppText text={table.comment} charsMax={200} /></p>}
      <table className="schema-table" aria-label={title}>
        <thead className="off-screen"><tr><th scope="col">Column</th><th scope="col">Type</th></tr></thead>
        <tbody>
          {table.columns.map(column => {
            const points = table.foreignKeys?.find(key => key.columns.includes(column.name))
            return (
              <tr key={column.name} className={wanted !== '' && column.name.toLowerCase().includes(wanted) ? 'hit' : undefined}>
                <td>
                  <Name text={column.name} />
                  {table.primaryKey?.includes(column.name) && <span className="key" title="Primary key"><KeyRound size={12} aria-label="primary key" /></span>}
                  {points && <span className="key to"><Link2 size={12} aria-label="points to" /> <Name text={points.references.table} /></span>}
                </td>
                <td><code><Name text={column.type} /></code>{column.nullable === true && <span className="null-mark" title="May be null">null</span>}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Panel>
  )
}

function asideOf({ kind, rowEstimate, columns }: SchemaTable): string {
  const parts = []
  if (kind && kind.toLowerCase() !== 'table') parts.push(kind.toLowerCase().replaceAll('_', ' '))
  if (rowEstimate !== undefined && rowEstimate >= 0) parts.push(`≈ ${rowEstimate.toLocaleString('en')} rows`)
  parts.push(`${columns.length} columns`)
  return parts.join(' · ')
}

import { Download, Search } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { Input } from 'react-aria-components/Input'
import { SearchField } from 'react-aria-components/SearchField'
import type { Json, JsonObject } from '../api/types'
import { Button } from '../parts/Button'
import { csvOf } from './csv'
import { download } from './download'
import { asItIs } from './FormattedValue'
import { own } from './pointer'
import { RowsTable } from './RowsTable'
import { rowsOf } from './rows'
import { titleOf } from './titleOf'
import { ViewFrame } from './ViewFrame'
import type { ColumnSpec, RowAction, Sort } from './views'

interface Props {
  value: Json
  title: string
  /** Where the title stands elsewhere. */
  label?: string
  description?: string
  span?: number
  empty?: string
  columns?: ColumnSpec[] | undefined
  sort?: Sort | undefined
  actions?: RowAction[]
}

/** Rows fewer than this are seen at a glance. */
const searchFrom = 9

/** Rows with a search over all of them and a download of what the search leaves. */
export function TableView({ value, title, label = title || 'Rows', description = '', span = 12, empty = '', columns, sort, actions = [] }: Props) {
  const found = useMemo(() => rowsOf(value) ?? { keys: ['value'], rows: [{ value }], truncated: false }, [value])
  const shown = useMemo<ColumnSpec[]>(
    () => columns?.length ? columns : found.keys.map(key => ({ ...asItIs, key, title: titleOf(key) })), [columns, found])
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search.trim().toLowerCase())
  const rows = useMemo(() => wanted ? found.rows.filter(row => has(row, shown, wanted)) : found.rows, [found, shown, wanted])
  if (found.rows.length === 0) {
    return <ViewFrame title={title} description={description} span={span}><p className="none">{empty || 'No rows'}</p></ViewFrame>
  }
  const tools = (
    <>
      {found.rows.length >= searchFrom && (
        <SearchField className="view-search" aria-label={`Search ${label}`} value={search} onChange={setSearch}>
          <Search size={14} aria-hidden />
          <Input placeholder={`Search ${found.rows.length.toLocaleString('en')} rows`} />
        </SearchField>
      )}
      <Button
        look="quiet"
        aria-label={`Download ${label} as CSV`}
        onPress={() => download(new Blob([csvOf(shown, rows)], { type: 'text/csv;charset=utf-8' }), `${label}.csv`)}
      >
        <Download size={14} aria-hidden /> CSV
      </Button>
    </>
  )
  return (
    <ViewFrame title={title} description={description} span={span} tools={tools}>
      {rows.length === 0
        ? <p className="none">No row has what you search for</p>
        : <RowsTable label={label} columns={shown} rows={rows} sort={sort} actions={actions} />}
      {found.truncated && <p className="none">There is more than is shown here.</p>}
    </ViewFrame>
  )
}

function has(row: JsonObject, columns: ColumnSpec[], wanted: string): boolean {
  return columns.some(({ key }) => {
    const value = own(row, key)
    if (value === undefined || value === null) return false
    return (typeof value === 'object' ? JSON.stringify(value) : String(value)).toLowerCase().includes(wanted)
  })
}

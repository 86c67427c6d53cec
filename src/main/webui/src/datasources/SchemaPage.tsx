import { useState } from 'react'
import { useParams } from 'react-router'
import { api } from '../api/api'
import { useLoad } from '../api/useLoad'
import { Empty } from '../parts/Empty'
import { Field } from '../parts/Field'
import { Loading } from '../parts/Loading'
import { Page } from '../parts/Page'
import { Problem } from '../parts/Problem'
import { useProject } from '../shell/session'
import { TableView } from './TableView'

/** The tables of a datasource with their columns and keys; the filter looks into both names. */
export function SchemaPage() {
  const project = useProject()
  const { datasource: id = '' } = useParams()
  const schema = useLoad(`schema ${id}`, signal => api.schema(project.id, id, signal))
  const datasources = useLoad(`datasources ${project.id}`, signal => api.datasources(project.id, signal))
  const [words, setWords] = useState('')
  const name = datasources.data?.items.find(each => each.id === id)?.name ?? 'Schema'
  const wanted = words.trim().toLowerCase()
  const tables = schema.data?.tables ?? []
  const shown = tables.filter(table => wanted === '' || table.name.toLowerCase().includes(wanted)
    || table.columns.some(column => column.name.toLowerCase().includes(wanted)))
  return (
    <Page
      title={name}
      up={{ name: 'Datasources', to: `/p/${encodeURIComponent(project.id)}/datasources` }}
      note={schema.data && <span>{tables.length} tables and views</span>}
      actions={<Field label="Find a table or column" value={words} onChange={setWords} placeholder="Find" type="search" />}
    >
      {schema.error && <Problem error={schema.error} onRetry={schema.reload} />}
      {schema.loading && <Loading lines={8} label="Reading the schema" />}
      {schema.data && shown.length === 0 && <Empty title={wanted ? 'Nothing has this name' : 'This login sees no table'} />}
      <div className="tables">{shown.slice(0, tableCountMax).map(table => <TableView key={`${table.schema}.${table.name}`} table={table} wanted={wanted} />)}</div>
      {shown.length > tableCountMax && <p className="none">and {shown.length - tableCountMax} more; use the filter</p>}
    </Page>
  )
}

const tableCountMax = 200

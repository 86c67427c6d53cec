import { useMemo } from 'react'
import { Link } from 'react-router'
import { api } from '../api/api'
import type { Datasource } from '../api/types'
import { useLoad } from '../api/useLoad'
import { Badge } from '../parts/Badge'
import { DataTable, type Column } from '../parts/DataTable'
import { Empty } from '../parts/Empty'
import { Loading } from '../parts/Loading'
import { Name } from '../parts/Name'
import { Page } from '../parts/Page'
import { Problem } from '../parts/Problem'
import { useProject } from '../shell/session'

/** The databases that the project's apps may read. */
export function DatasourcesPage() {
  const project = useProject()
  const datasources = useLoad(`datasources ${project.id}`, signal => api.datasources(project.id, signal))
  const columns = useMemo<Column<Datasource>[]>(() => [
    {
      id: 'name',
      title: 'Name',
      cell: each => <Link to={`/p/${encodeURIComponent(project.id)}/datasources/${encodeURIComponent(each.id)}`}><strong><Name text={each.name} /></strong></Link>,
      value: each => each.name,
      wide: true,
    },
    { id: 'type', title: 'Type', cell: each => <Name text={each.type} />, value: each => each.type },
    { id: 'host', title: 'Host', cell: each => <Name text={`${each.host ?? ''}${each.port ? `:${each.port}` : ''}`} />, value: each => each.host },
    { id: 'database', title: 'Database', cell: each => <Name text={each.database} />, value: each => each.database },
    { id: 'user', title: 'Login', cell: each => <Name text={each.user} />, value: each => each.user },
    {
      id: 'write',
      title: 'Rights',
      cell: each => each.canWrite ? <Badge tone="bad">can write: refused to apps</Badge> : <Badge tone="ok">read only</Badge>,
    },
  ], [project.id])
  return (
    <Page title="Datasources" note="Databases that apps may read, never change.">
      {datasources.error && <Problem error={datasources.error} onRetry={datasources.reload} />}
      {datasources.loading && <Loading lines={4} />}
      {datasources.data && (datasources.data.items.length === 0
        ? <Empty title="No datasource yet">An admin adds one over the REST API: <code>POST /api/v1/projects/{'{p}'}/datasources</code></Empty>
        : <DataTable label="Datasources" columns={columns} rows={datasources.data.items} rowKey={each => each.id} />)}
    </Page>
  )
}

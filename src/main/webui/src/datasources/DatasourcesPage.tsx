import { useMemo } from 'react'
import { Link } from 'react-router'
import { api } from '../api/api'
import type { Datasource } from '../api/types'
import { useLoad } from '../api/useLoad'
import { Badge } from '../parts/Badge'
import { DataTable, type Column } from '../parts/DataTable'
import { Empty } from '../parts/Empty'
import { Loading } from '../parts/Loading'
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
      cell: each => <Link to={`/p/${encodeURIComponent(project.id)}/datasources/${encodeURIComponent(each.id)}`}><strong><bdi>{each.name}</bdi></strong></Link>,
      value: each => each.name,
      wide: true,
    },
    { id: 'type', title: 'Type', cell: each => <bdi>{each.type}</bdi>, value: each => each.type },
    { id: 'host', title: 'Host', cell: each => <bdi>{each.host}{each.port ? `:${each.port}` : ''}</bdi>, value: each => each.host },
    { id: 'database', title: 'Database', cell: each => <bdi>{each.database}</bdi>, value: each => each.database },
    { id: 'user', title: 'Login', cell: each => <bdi>{each.user}</bdi>, value: each => each.user },
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

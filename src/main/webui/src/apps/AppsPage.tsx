import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import { api } from '../api/api'
import type { App } from '../api/types'
import { useLoad } from '../api/useLoad'
import { DataTable, type Column } from '../parts/DataTable'
import { Empty } from '../parts/Empty'
import { Loading } from '../parts/Loading'
import { Name } from '../parts/Name'
import { Page } from '../parts/Page'
import { Problem } from '../parts/Problem'
import { Time } from '../parts/Time'
import { OutcomeBadge } from '../runs/OutcomeBadge'
import { includes, useProject } from '../shell/session'
import { AppState } from './AppState'
import { cronText } from './cronText'
import { InstallDrop } from './InstallDrop'
import { OpenNotifications } from './OpenNotifications'

/** The installed apps of the project, with how each ran last. */
export function AppsPage() {
  const project = useProject()
  const navigate = useNavigate()
  const apps = useLoad(`apps ${project.id}`, signal => api.apps(project.id, signal), 5_000)
  const base = `/p/${encodeURIComponent(project.id)}`
  const columns = useMemo<Column<App>[]>(() => {
    return [
      {
        id: 'name',
        title: 'App',
        cell: app => (
          <Link className="app-link" to={`${base}/apps/${encodeURIComponent(app.id)}`}>
            <strong><Name text={app.name} /></strong><span className="slug"><Name text={app.id} /></span>
          </Link>
        ),
        value: app => app.name,
        wide: true,
      },
      { id: 'state', title: 'State', cell: app => <AppState app={app} />, value: app => app.state },
      {
        id: 'last',
        title: 'Last run',
        cell: app => {
          const run = app.lastRun
          if (!run) return <span className="none">–</span>
          return (
            <Link className="last-run" to={`${base}/runs/${encodeURIComponent(run.id)}`}>
              <OutcomeBadge run={run} /> <Time at={run.endedAt ?? run.createdAt} />
            </Link>
          )
        },
        value: app => app.lastRun?.createdAt,
      },
      { id: 'schedule', title: 'Schedule', cell: app => app.schedule ? <span title={app.schedule}><Name text={cronText(app.schedule)} />{app.schedulePaused && ', paused'}</span> : <span className="none">on demand</span>, value: app => app.schedule },
      { id: 'version', title: 'Version', cell: app => <Name text={app.version} />, value: app => app.version },
    ]
  }, [base])
  return (
    <Page title="Apps">
      <OpenNotifications />
      {apps.error && <Problem error={apps.error} onRetry={apps.reload} />}
      {apps.loading && <Loading lines={6} />}
      {apps.data && (apps.data.items.length === 0
        ? (
          <Empty title="No app is installed yet">
            Take one from the <Link to={`${base}/marketplace`}>marketplace</Link>, drop a package below, or write one in
            the <Link to={`${base}/editor`}>editor</Link>.
          </Empty>
        )
        : <DataTable label="Apps" columns={columns} rows={apps.data.items} rowKey={app => app.id} />)}
      {includes(project.role, 'operator')
        && <InstallDrop onDone={done => { if ('id' in done) void navigate(`${base}/apps/${encodeURIComponent(done.id)}`) }} />}
    </Page>
  )
}

import { useState } from 'react'
import { Link } from 'react-router'
import { api } from '../api/api'
import type { App } from '../api/types'
import { useLoad } from '../api/useLoad'
import { useLiveRuns } from '../live/useLiveRuns'
import { Empty } from '../parts/Empty'
import { Loading } from '../parts/Loading'
import { Problem } from '../parts/Problem'
import { RunTable } from '../runs/RunTable'
import { useProject } from '../shell/session'

/** The app's latest runs. */
export function AppRuns({ app }: { app: App }) {
  const project = useProject()
  const [pollMillis, setPollMillis] = useState(2000)
  const runs = useLoad(`runs of ${app.id}`, signal => api.runs(project.id, { app: app.id }, signal), pollMillis)
  const wait = useLiveRuns(project.id, app.id, runs.reload, 2000)
  if (wait !== pollMillis) setPollMillis(wait)
  if (runs.error) return <Problem error={runs.error} onRetry={runs.reload} />
  if (!runs.data) return <Loading lines={6} />
  if (runs.data.items.length === 0) return <Empty title="It has not run yet">Press “Run now”.</Empty>
  return (
    <>
      <RunTable project={project.id} runs={runs.data.items} withApp={false} />
      {runs.data.next && <p><Link to={`/p/${encodeURIComponent(project.id)}/runs?app=${encodeURIComponent(app.id)}`}>All runs of this app</Link></p>}
    </>
  )
}

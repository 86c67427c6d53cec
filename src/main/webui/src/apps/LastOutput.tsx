import { useEffect } from 'react'
import { Link } from 'react-router'
import { api } from '../api/api'
import type { App } from '../api/types'
import { useLoad } from '../api/useLoad'
import { Empty } from '../parts/Empty'
import { Loading } from '../parts/Loading'
import { Problem } from '../parts/Problem'
import { OutputView } from '../output/OutputView'
import { useProject } from '../shell/session'

/** What the app's last successful run returned. `turn` grows when a run ended here; until the new output is there the old stays. */
export function LastOutput({ app, turn }: { app: App; turn: number }) {
  const project = useProject()
  const last = useLoad(`last output ${app.id}`, async signal => ({ found: await api.lastOutput(project.id, app.id, signal) }))
  const { reload } = last
  useEffect(() => {
    if (turn > 0) reload()
  }, [turn, reload])
  if (last.error) return <Problem error={last.error} onRetry={last.reload} />
  if (!last.data) return <Loading lines={8} />
  if (!last.data.found) return <Empty title="No output yet">Its first successful run will show here.</Empty>
  const { run, output, ui } = last.data.found
  const to = `/p/${encodeURIComponent(project.id)}/runs/${encodeURIComponent(run ?? '')}`
  return <OutputView output={output} ui={ui} aside={run && <>From run <Link to={to}>{run.slice(0, 8)}</Link></>} />
}

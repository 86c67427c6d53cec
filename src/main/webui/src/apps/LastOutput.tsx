import { useEffect, useMemo } from 'react'
import { Link } from 'react-router'
import { api } from '../api/api'
import type { App, JsonObject } from '../api/types'
import { useLoad } from '../api/useLoad'
import { Empty } from '../parts/Empty'
import { Loading } from '../parts/Loading'
import { Problem } from '../parts/Problem'
import { OutputActionsContext, type OutputActions } from '../output/actionContext'
import { OutputView } from '../output/OutputView'
import { includes, useProject } from '../shell/session'
import { isEnabled } from './AppState'
import { runToItsEnd } from './runToItsEnd'

/** What the app's last successful run returned. `turn` grows when a run ended here; until the new output is there the old stays. */
export function LastOutput({ app, turn }: { app: App; turn: number }) {
  const project = useProject()
  const last = useLoad(`last output ${app.id}`, async signal => ({ found: await api.lastOutput(project.id, app.id, signal) }))
  const { reload } = last
  useEffect(() => {
    if (turn > 0) reload()
  }, [turn, reload])
  const enabled = isEnabled(app)
  const mayRun = includes(project.role, 'operator')
  const actions = useMemo<OutputActions>(() => ({
    run: async (input: JsonObject) => {
      await runToItsEnd(project.id, app.id, input)
      reload()
    },
    barred: !mayRun ? 'Operators of the project may do this' : !enabled ? 'The app is not enabled' : undefined,
  }), [project.id, app.id, mayRun, enabled, reload])
  if (last.error) return <Problem error={last.error} onRetry={last.reload} />
  if (!last.data) return <Loading lines={8} />
  if (!last.data.found) return <Empty title="No output yet">Its first successful run will show here.</Empty>
  const { run, output, ui, misfits } = last.data.found
  const to = `/p/${encodeURIComponent(project.id)}/runs/${encodeURIComponent(run ?? '')}`
  return (
    <OutputActionsContext value={actions}>
      <OutputView output={output} ui={ui} misfits={misfits} aside={run && <>From run <Link to={to}>{run.slice(0, 8)}</Link></>} />
    </OutputActionsContext>
  )
}

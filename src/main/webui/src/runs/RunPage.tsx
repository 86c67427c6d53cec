import { useParams } from 'react-router'
import { useState } from 'react'
import { api } from '../api/api'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import { Button } from '../parts/Button'
import { Loading } from '../parts/Loading'
import { Page } from '../parts/Page'
import { Problem } from '../parts/Problem'
import { includes, useProject } from '../shell/session'
import { isOpen } from './outcome'
import { RunDetails } from './RunDetails'
import { RunParts } from './RunParts'

/** One run: how it ended, why, its output, log and host calls. Follows the run while it is open. */
export function RunPage() {
  const project = useProject()
  const { run: id = '' } = useParams()
  const [open, setOpen] = useState(true)
  const run = useLoad(`run ${id}`, async signal => {
    const found = await api.run(project.id, id, signal)
    setOpen(isOpen(found))
    return found
  }, open ? 1000 : 0)
  const cancel = useAct(async () => {
    await api.cancelRun(project.id, id)
    run.reload()
  })
  const app = run.data?.app
  const base = `/p/${encodeURIComponent(project.id)}`
  return (
    <Page
      title={`Run ${id.slice(0, 8)}`}
      up={app ? { name: app, to: `${base}/apps/${encodeURIComponent(app)}` } : { name: 'Runs', to: `${base}/runs` }}
      actions={run.data && isOpen(run.data) && includes(project.role, 'operator')
        && <Button look="danger" busy={cancel.busy} onPress={() => void cancel.run()}>Cancel run</Button>}
    >
      {cancel.error && <Problem error={cancel.error} />}
      {run.error && <Problem error={run.error} onRetry={run.reload} />}
      {run.loading && <Loading lines={6} />}
      {run.data && <RunDetails run={run.data} />}
      {run.data && <RunParts project={project.id} run={run.data} />}
    </Page>
  )
}

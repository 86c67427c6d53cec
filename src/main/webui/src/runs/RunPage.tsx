import { useParams } from 'react-router'
import { useState } from 'react'
import { api } from '../api/api'
import type { Replay } from '../api/types'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import { useLiveRun } from '../live/useLiveRun'
import { Button } from '../parts/Button'
import { Loading } from '../parts/Loading'
import { Page } from '../parts/Page'
import { Problem } from '../parts/Problem'
import { ProgressBar } from '../parts/ProgressBar'
import { includes, useProject } from '../shell/session'
import { isOpen } from './outcome'
import { RunDetails } from './RunDetails'
import { ReplayResult } from './ReplayResult'
import { RunParts } from './RunParts'

/** One run: how it ended, why, its output, log and host calls. Follows the run while it is open. */
export function RunPage() {
  const project = useProject()
  const { run: id = '' } = useParams()
  const [open, setOpen] = useState(true)
  const [hears, setHears] = useState(false)
  const run = useLoad(`run ${id}`, async signal => {
    const found = await api.run(project.id, id, signal)
    setOpen(isOpen(found))
    return found
  }, open ? (hears ? 10_000 : 1000) : 0)
  const live = useLiveRun(project.id, id, open && run.data !== undefined, run.reload)
  if (live.hears !== hears) setHears(live.hears)
  const [replayed, setReplayed] = useState<Replay>()
  // It is being stopped from the press on, and until its end is told.
  const [stopping, setStopping] = useState(false)
  const cancel = useAct(async () => {
    setStopping(true)
    try {
      await api.cancelRun(project.id, id)
      run.reload()
    } catch (refused) {
      setStopping(false)
      throw refused
    }
  })
  const app = run.data?.app
  const base = `/p/${encodeURIComponent(project.id)}`
  const replay = useAct(async () => setReplayed(await api.replayRun(project.id, id)))
  // Of a run that ended well everything is done; of another one it tells how far it came.
  const progress = (run.data && isOpen(run.data) ? live.progress : undefined)
    ?? (run.data?.outcome === 'SUCCEEDED' ? undefined : run.data?.progress)
  return (
    <Page
      title={`Run ${id.slice(0, 8)}`}
      up={app ? { name: app, to: `${base}/apps/${encodeURIComponent(app)}` } : { name: 'Runs', to: `${base}/runs` }}
      actions={run.data && includes(project.role, 'operator') && (isOpen(run.data)
        ? <Button look="danger" busy={stopping} onPress={() => void cancel.run()}>{stopping ? 'Stopping …' : 'Stop run'}</Button>
        : run.data.journal === 'RECORDED' && <Button busy={replay.busy} onPress={() => void replay.run()}>Replay</Button>)}
    >
      {cancel.error && <Problem error={cancel.error} />}
      {replay.error && <Problem error={replay.error} />}
      {replayed && <ReplayResult replay={replayed} />}
      {run.error && <Problem error={run.error} onRetry={run.reload} />}
      {run.loading && <Loading lines={6} />}
      {run.data && <RunDetails run={run.data} />}
      {progress && <ProgressBar name="Progress of the run" fraction={progress.fraction} text={progress.text} />}
      {run.data && <RunParts project={project.id} run={run.data} live={live} mayRead={includes(project.role, 'operator')} />}
    </Page>
  )
}

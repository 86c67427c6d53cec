import { Play } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { api } from '../api/api'
import type { App, Run } from '../api/types'
import { useAct } from '../api/useAct'
import { Button } from '../parts/Button'
import { JsonField, parseJson } from '../parts/JsonField'
import { Problem } from '../parts/Problem'
import { Window } from '../parts/Window'
import { OutcomeBadge } from '../runs/OutcomeBadge'
import { isOpen } from '../runs/outcome'
import { useProject } from '../shell/session'
import { isEnabled } from './AppState'

/** Starts a run with an input and follows it to its end. */
export function RunNow({ app, onEnded }: { app: App; onEnded: () => void }) {
  const project = useProject()
  const [asking, setAsking] = useState(false)
  const [input, setInput] = useState('{}')
  const [run, setRun] = useState<Run>()
  const parsed = parseJson(input)
  const start = useAct(async () => {
    if (!parsed.ok) return
    setRun(await api.startRun(project.id, app.id, parsed.value))
    setAsking(false)
  })
  useEffect(() => {
    if (!run) return
    if (!isOpen(run)) {
      onEnded()
      return
    }
    let stopped = false
    const timer = setTimeout(() => {
      api.run(project.id, run.id).then(
        next => { if (!stopped) setRun(next) },
        () => { if (!stopped) setRun({ ...run }) })
    }, 600)
    return () => {
      stopped = true
      clearTimeout(timer)
    }
    // onEnded is told once per run, not whenever the parent renders.
  }, [run, project.id])
  return (
    <>
      {run && <Link className="last-run" to={`/p/${encodeURIComponent(project.id)}/runs/${encodeURIComponent(run.id)}`}><OutcomeBadge run={run} /></Link>}
      <Button look="main" onPress={() => setAsking(true)} isDisabled={!isEnabled(app)}>
        <Play size={16} aria-hidden /> Run now
      </Button>
      {asking && (
        <Window title={`Run ${app.name}`} onClose={() => setAsking(false)} busy={start.busy}>
          <JsonField label="Input" value={input} onChange={setInput} onSubmit={() => void start.run()} />
          {start.error && <Problem error={start.error} />}
          <div className="window-foot">
            <Button onPress={() => setAsking(false)}>Cancel</Button>
            <Button look="main" onPress={() => void start.run()} busy={start.busy} isDisabled={!parsed.ok}>Run</Button>
          </div>
        </Window>
      )}
    </>
  )
}

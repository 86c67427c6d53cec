import { Link } from 'react-router'
import { api } from '../api/api'
import type { Tick } from '../api/types'
import { useLoad } from '../api/useLoad'
import { Badge, type Tone } from '../parts/Badge'
import { Loading } from '../parts/Loading'
import { Name } from '../parts/Name'
import { Problem } from '../parts/Problem'
import { Time } from '../parts/Time'
import { useProject } from '../shell/session'

const tones: Record<string, Tone> = { STARTED: 'ok', WAITING: 'busy', SKIPPED: 'idle', MISSED: 'warn' }

/** The last due times of an app, and why those without a run have none. */
export function TickList({ app }: { app: string }) {
  const project = useProject()
  const ticks = useLoad(`ticks ${project.id} ${app}`, signal => api.ticks(project.id, app, signal))
  if (ticks.error) return <Problem error={ticks.error} onRetry={ticks.reload} />
  if (!ticks.data) return <Loading lines={3} />
  if (ticks.data.items.length === 0) return <p className="none">Nothing was due yet</p>
  return (
    <ul className="grants">
      {ticks.data.items.map(tick => (
        <li key={tick.dueAt}>
          <span>
            <Time at={tick.dueAt} />
            {tick.count > 1 && <> to <Time at={tick.untilAt} />, {tick.count} times</>}
          </span>
          <span>
            <Badge tone={tones[tick.outcome] ?? 'idle'}>{tick.outcome.toLowerCase()}</Badge>{' '}
            <TickReason tick={tick} project={project.id} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function TickReason({ tick, project }: { tick: Tick; project: string }) {
  return (
    <>
      {tick.run && <Link to={`/p/${encodeURIComponent(project)}/runs/${encodeURIComponent(tick.run)}`}>run</Link>}
      {tick.missed > 0 && <> for {tick.missed} missed before it</>}
      {tick.reason && !tick.run && <Name text={tick.reason} />}
    </>
  )
}

import { Link } from 'react-router'
import type { Notification } from '../api/types'
import { AppText } from '../parts/AppText'
import { Badge } from '../parts/Badge'
import { Button } from '../parts/Button'
import { Name } from '../parts/Name'
import { Time } from '../parts/Time'
import { severityOf } from './severity'

/** One of the inbox. Title and body are an app's words: text, and nothing else. */
export function NotificationRow({ project, one, busy, onAcknowledge }: {
  project: string
  one: Notification
  busy: boolean
  /** Not given to who may not. */
  onAcknowledge: (() => void) | undefined
}) {
  const base = `/p/${encodeURIComponent(project)}`
  const { name, tone } = severityOf(one.severity)
  const often = one.count ?? 1
  return (
    <li className="told">
      <div className="told-text">
        <p className="told-head">
          <Badge tone={tone}>{name}</Badge>
          <strong><Name text={one.title} /></strong>
        </p>
        {one.body && <p className="told-body"><AppText text={one.body} charsMax={600} /></p>}
        <p className="told-about">
          <Link to={`${base}/apps/${encodeURIComponent(one.app)}`}><Name text={one.app} /></Link>
          <Time at={one.lastAt ?? one.createdAt} />
          {often > 1 && <span>told {often} times, first <Time at={one.createdAt} /></span>}
          {one.run && <Link to={`${base}/runs/${encodeURIComponent(one.run)}`}>{often > 1 ? 'Last run' : 'Run'}</Link>}
          {one.acknowledgedBy && (
            <span>looked at by <Name text={one.acknowledgedBy} /> <Time at={one.acknowledgedAt} /></span>
          )}
        </p>
      </div>
      {!one.acknowledgedBy && onAcknowledge && (
        <Button busy={busy} onPress={onAcknowledge} aria-label={`Acknowledge: ${one.title}`}>Acknowledge</Button>
      )}
    </li>
  )
}

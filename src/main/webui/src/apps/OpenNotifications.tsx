import { Link } from 'react-router'
import { api } from '../api/api'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import { AppText } from '../parts/AppText'
import { Button } from '../parts/Button'
import { Name } from '../parts/Name'
import { Notice } from '../parts/Notice'
import { Problem } from '../parts/Problem'
import { Time } from '../parts/Time'
import { includes, useProject } from '../shell/session'

const shownMax = 5

/** What people of the project are to look at, until one of them has. */
export function OpenNotifications() {
  const project = useProject()
  const open = useLoad(`notifications ${project.id}`, signal => api.notifications(project.id, signal), 30_000)
  const acknowledge = useAct(async (id: string) => {
    await api.acknowledge(project.id, id)
    open.reload()
  })
  const items = open.data?.items ?? []
  const base = `/p/${encodeURIComponent(project.id)}`
  return (
    <>
      {open.error && <Problem error={open.error} onRetry={open.reload} />}
      {acknowledge.error && <Problem error={acknowledge.error} />}
      {items.slice(0, shownMax).map(one => (
        <Notice key={one.id} tone={one.severity === 'CRITICAL' ? 'bad' : one.severity === 'WARNING' ? 'warn' : 'note'}>
          <p>
            <strong><Name text={one.title} /></strong> <Time at={one.createdAt} />
            {one.run && <> · <Link to={`${base}/runs/${encodeURIComponent(one.run)}`}>the run</Link></>}
          </p>
          <p><AppText text={one.body} charsMax={400} /></p>
          {includes(project.role, 'operator') && (
            <Button busy={acknowledge.busy} onPress={() => void acknowledge.run(one.id)}>I have looked at it</Button>
          )}
        </Notice>
      ))}
      {items.length > shownMax && <p><Link to={`${base}/notifications`}>All notifications</Link></p>}
    </>
  )
}

import { useState } from 'react'
import { api } from '../api/api'
import { useLoad } from '../api/useLoad'
import { useLiveInbox } from '../live/useLiveInbox'

const shownMax = 99

/** How many notifications nobody has acknowledged. Nothing where there are none, or where it is not known. */
export function NavCount({ project }: { project: string }) {
  const [pollMillis, setPollMillis] = useState(30_000)
  const open = useLoad(`open notifications ${project}`, signal => api.openNotifications(project, signal), pollMillis)
  const wait = useLiveInbox(project, open.reload)
  if (wait !== pollMillis) setPollMillis(wait)
  const { count = 0, critical = 0 } = open.data ?? {}
  if (count === 0) return null
  return (
    <span className={`nav-count${critical > 0 ? ' bad' : ''}`}>
      <span aria-hidden>{count > shownMax ? `${shownMax}+` : count}</span>
      <span className="off-screen">{`, ${count} open${critical > 0 ? `, ${critical} critical` : ''}`}</span>
    </span>
  )
}

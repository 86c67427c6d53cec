import { useEffect, useRef } from 'react'
import { eventsOf, useLive, wholeProject } from './useLive'

/** So many changes at once are one look at the list. */
const gatherMillis = 400

/** Calls `reload` soon after a run of the project, or of one app, has another state. Gives how long to wait before asking anyway. */
export function useLiveRuns(project: string, app: string, reload: () => void, pollMillis: number): number {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const path = app ? eventsOf(project, { app, only: 'run' }) : wholeProject(project)
  const hears = useLive(path, name => {
    if (name === 'notification') return
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      reload()
    }, gatherMillis)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return hears ? 30_000 : pollMillis
}

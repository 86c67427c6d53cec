import { useEffect, useRef } from 'react'
import type { Json } from '../api/types'
import { useLive, wholeProject } from './useLive'

const gatherMillis = 400

/**
 * Calls `reload` soon after somebody is told something, or has looked at it; and after a run that did not end well, which the platform
 * itself may have told of. Gives how long to wait before asking anyway.
 */
export function useLiveInbox(project: string, reload: () => void): number {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const hears = useLive(wholeProject(project), (name, data) => {
    if (name === 'run' && !isBadEnd(data)) return
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      reload()
    }, gatherMillis)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return hears ? 60_000 : 30_000
}

function isBadEnd(data: Json): boolean {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false
  return data.state === 'ENDED' && data.outcome !== 'SUCCEEDED'
}

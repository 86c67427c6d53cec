import { useEffect, useRef, useState } from 'react'
import type { Json } from '../api/types'
import { canListen, listen } from './listen'

const againMillis = 30_000

/**
 * Hears what runs do. Gives whether it hears at present; while it does not, the page asks by itself.
 *
 * @param path of a project's events, with its filter; undefined to hear nothing
 */
export function useLive(path: string | undefined, on: (name: string, data: Json) => void): boolean {
  const [hears, setHears] = useState(false)
  const [turn, setTurn] = useState(0)
  const latest = useRef(on)
  latest.current = on

  useEffect(() => {
    if (path === undefined || !canListen()) return
    let again: ReturnType<typeof setTimeout> | undefined
    const leave = listen(path, ({ name, data }) => {
      clearTimeout(again)
      setHears(name !== 'closed')
      if (name === 'closed') again = setTimeout(() => setTurn(before => before + 1), againMillis)
      else if (name === 'open') latest.current('open', null)
      else latest.current(name, JSON.parse(data) as Json)
    })
    return () => {
      clearTimeout(again)
      setHears(false)
      leave()
    }
  }, [path, turn])
  return hears
}

/** The address of a project's events. */
export function eventsOf(project: string, filter: Record<string, string>): string {
  return `/api/v1/projects/${encodeURIComponent(project)}/events?${new URLSearchParams(filter)}`
}

/** The address of what every page of a project listens to: one for all of them is one connection. */
export function wholeProject(project: string): string {
  return eventsOf(project, { only: 'run,notification' })
}

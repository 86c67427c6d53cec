import { useState } from 'react'
import type { HostCallRecord, Json, LogLine, RunProgress } from '../api/types'
import { isObject } from '../output/shape'
import { eventsOf, useLive } from './useLive'

export interface LiveRun {
  lines: LogLine[]
  calls: HostCallRecord[]
  progress: RunProgress | undefined
  /** Whether what happens is told at present. */
  hears: boolean
}

type Numbered = { sequence?: number }
const none: { lines: LogLine[]; calls: HostCallRecord[]; progress?: RunProgress } = { lines: [], calls: [] }

/**
 * What an open run does, as it does it.
 *
 * @param reload called when the run has another state, or may have
 */
export function useLiveRun(project: string, run: string, open: boolean, reload: () => void): LiveRun {
  const [seen, setSeen] = useState({ run, ...none })
  const hears = useLive(open ? eventsOf(project, { run }) : undefined, (name, data) => {
    if (name === 'open' || name === 'run') reload()
    setSeen(before => ({ ...(before.run === run ? before : none), ...merged(before.run === run ? before : none, name, data), run }))
  })
  const mine = seen.run === run ? seen : { ...none, run }
  return { lines: mine.lines, calls: mine.calls, progress: mine.progress, hears }
}

function merged(before: typeof none, name: string, data: Json): Partial<typeof none> {
  if (!isObject(data)) return {}
  const items = Array.isArray(data.items) ? data.items as unknown[] : []
  if (name === 'log') return { lines: together(before.lines, items as LogLine[]) }
  if (name === 'calls') return { calls: together(before.calls, items as HostCallRecord[]) }
  if (name === 'progress') return { progress: { fraction: Number(data.fraction), text: String(data.text ?? '') } }
  return {}
}

/** By their numbers, as the same may come twice. */
export function together<T extends Numbered>(before: T[], more: T[]): T[] {
  const all = new Map(before.map(each => [each.sequence, each]))
  for (const each of more) all.set(each.sequence, each)
  return [...all.values()].sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))
}

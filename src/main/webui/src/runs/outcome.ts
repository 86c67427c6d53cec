import type { Run } from '../api/types'
import type { Tone } from '../parts/Badge'

const names: Record<string, { text: string; tone: Tone }> = {
  SUCCEEDED: { text: 'Succeeded', tone: 'ok' },
  FAILED: { text: 'Failed', tone: 'bad' },
  OUT_OF_FUEL: { text: 'Out of fuel', tone: 'bad' },
  OUT_OF_MEMORY: { text: 'Out of memory', tone: 'bad' },
  STACK_OVERFLOW: { text: 'Stack overflow', tone: 'bad' },
  TIMED_OUT: { text: 'Timed out', tone: 'bad' },
  CANCELLED: { text: 'Cancelled', tone: 'idle' },
  REFUSED: { text: 'Refused', tone: 'warn' },
  LOST: { text: 'Lost', tone: 'warn' },
  QUEUED: { text: 'Queued', tone: 'busy' },
  RUNNING: { text: 'Running', tone: 'busy' },
  WAITING: { text: 'Waiting', tone: 'busy' },
}

/** How a run ended, or how far it is, in words. */
export function outcomeOf(run: Pick<Run, 'state' | 'outcome'>): { text: string; tone: Tone } {
  const word = (run.state === 'ENDED' ? run.outcome : run.state) ?? 'ENDED'
  return names[word] ?? { text: word, tone: 'idle' }
}

export const outcomes = ['SUCCEEDED', 'FAILED', 'OUT_OF_FUEL', 'OUT_OF_MEMORY', 'STACK_OVERFLOW', 'TIMED_OUT', 'CANCELLED',
  'REFUSED', 'LOST'].map(id => ({ id, name: names[id]?.text ?? id }))

export const isOpen = (run: Pick<Run, 'state'>) => run.state !== 'ENDED'

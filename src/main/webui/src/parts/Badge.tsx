import type { ReactNode } from 'react'

export type Tone = 'ok' | 'warn' | 'bad' | 'busy' | 'idle'

/** A state in one or two words; the dot repeats the tone, the word carries the meaning. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>
}

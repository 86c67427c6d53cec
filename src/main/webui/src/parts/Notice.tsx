import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { ReactNode } from 'react'

type Tone = 'bad' | 'warn' | 'ok' | 'note'

const icons = { bad: CircleAlert, warn: CircleAlert, ok: CircleCheck, note: Info }

/** Something the user should know, in place. A bad one is announced. */
export function Notice({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Icon = icons[tone]
  return (
    <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon size={16} aria-hidden />
      <div className="notice-text">{children}</div>
    </div>
  )
}

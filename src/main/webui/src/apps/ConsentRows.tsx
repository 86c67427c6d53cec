import { LockKeyhole } from 'lucide-react'
import type { ConsentRow, EffectRow } from '../api/types'
import { Badge, type Tone } from '../parts/Badge'
import { Name } from '../parts/Name'

/** What each kind of effect is called, and how much it should catch the eye. Others are called as the server calls them. */
const kinds: Record<string, { word: string; tone: Tone }> = {
  SENDS_SENSITIVE_VALUES: { word: 'Sensitive data', tone: 'bad' },
  CHANGES_DATA: { word: 'Changes data', tone: 'warn' },
  REACHES_ANY_HOST: { word: 'Any host', tone: 'bad' },
  REACHES_HOST: { word: 'Web', tone: 'warn' },
  USES_SECRET: { word: 'Secrets', tone: 'warn' },
  SENDS_ROWS_TO_MODEL: { word: 'Rows to model', tone: 'warn' },
  ASKS_MODEL: { word: 'Model', tone: 'busy' },
  CALLS_TOOLS: { word: 'Tools', tone: 'busy' },
  OFFERS_TOOLS: { word: 'Offers tools', tone: 'busy' },
  READS_DATA: { word: 'Reads data', tone: 'busy' },
  TELLS_PEOPLE: { word: 'Notifies', tone: 'idle' },
  KEEPS_DATA: { word: 'Own data', tone: 'idle' },
  LOOKS: { word: 'Basics', tone: 'idle' },
  USES_MACHINE: { word: 'Limits', tone: 'idle' },
}

const changes: Record<ConsentRow['change'], { word: string; tone: Tone }> = {
  NEW: { word: 'New', tone: 'warn' },
  SAME: { word: 'As before', tone: 'idle' },
  GONE: { word: 'No more', tone: 'idle' },
}

/**
 * What an app may do, or asks for, in plain words: a row each, the kind of effect first. Every page draws it by this.
 *
 * @param compared whether what stood before is told apart from what is new
 * @param marksAdmin whether what is new needs an admin
 */
export function ConsentRows({ rows, label, offersTools = [], compared = false, marksAdmin = false }: {
  rows: (EffectRow & Partial<ConsentRow>)[]
  label: string
  offersTools?: string[]
  compared?: boolean
  marksAdmin?: boolean
}) {
  const tools = offersTools.length > 0 && !rows.some(row => row.effect === 'OFFERS_TOOLS')
    ? [{ effect: 'OFFERS_TOOLS', text: `offers tools to others: ${offersTools.join(', ')}` }]
    : []
  const all: (EffectRow & Partial<ConsentRow>)[] = [...rows, ...tools]
  if (all.length === 0) return <p className="none">Nothing but running: it reaches nothing outside itself.</p>
  return (
    <ul className={compared ? 'consent compared' : 'consent'} aria-label={label}>
      {all.map((row, index) => (
        <li key={index} className={row.change === 'GONE' ? 'gone' : undefined}>
          <span><Effect effect={row.effect} /></span>
          <span className="consent-text">
            <Name text={row.text} />
            {marksAdmin && row.change === 'NEW' && (
              <span className="consent-admin"><LockKeyhole size={12} aria-hidden /> needs an admin</span>
            )}
          </span>
          {compared && row.change && <span className="consent-change"><Change change={row.change} /></span>}
        </li>
      ))}
    </ul>
  )
}

function Effect({ effect }: { effect: string }) {
  const kind = kinds[effect]
  const words = effect.replaceAll('_', ' ').toLowerCase()
  return <Badge tone={kind?.tone ?? 'idle'}>{kind?.word ?? <Name text={words.charAt(0).toUpperCase() + words.slice(1)} />}</Badge>
}

function Change({ change }: { change: ConsentRow['change'] }) {
  const { word, tone } = changes[change]
  return change === 'SAME' ? <span className="none">{word}</span> : <Badge tone={tone}>{word}</Badge>
}

import type { Json } from '../api/types'
import { AppText } from '../parts/AppText'
import { Badge } from '../parts/Badge'
import { Time } from '../parts/Time'
import { Cell } from './Cell'
import { formatted } from './format'
import { badgeTone, toneOf } from './tone'
import type { Shown } from './views'

/** One value as the author wants it shown; without a wish, by its own type. */
export function FormattedValue({ value, shown: { format, unit, tones }, name = '' }:
  { value: Json | undefined; shown: Shown; name?: string }) {
  if (value === undefined || value === null || value === '') return <Cell value={value} name={name} />
  if (format === 'badge') {
    return <Badge tone={badgeTone(toneOf(value, tones))}><AppText text={formatted(value, undefined)} charsMax={60} /></Badge>
  }
  if (format === 'time' && typeof value === 'string' && !Number.isNaN(Date.parse(value))) return <Time at={value} />
  if (format === 'code' || format === 'json') {
    return <code className="cell-json"><AppText text={typeof value === 'string' ? value : JSON.stringify(value)} charsMax={140} /></code>
  }
  if (format === undefined && unit === '') return <Cell value={value} name={name} />
  const text = formatted(value, format, unit, name)
  return typeof value === 'number' ? <span className="number">{text}</span> : <AppText text={text} charsMax={140} />
}

/** For values of which the author says nothing. */
export const asItIs: Shown = { format: undefined, unit: '', tones: new Map() }

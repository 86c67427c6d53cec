import type { Json } from '../api/types'
import { AppText } from '../parts/AppText'
import { Nothing } from '../parts/Nothing'
import { numberText } from './numbers'

/** One value in its place. Text stays text, whatever it looks like. `name` tells ids from counts. */
export function Cell({ value, name = '' }: { value: Json | undefined; name?: string }) {
  if (value === undefined) return null
  if (value === null) return <Nothing what="null" />
  if (typeof value === 'boolean') return <span className="bool">{value ? 'yes' : 'no'}</span>
  if (typeof value === 'number') return <span className="number">{numberText(value, name)}</span>
  if (typeof value === 'string') return value === '' ? <Nothing what="empty text" /> : <AppText text={value} charsMax={textCharsMax} />
  return <code className="cell-json"><AppText text={JSON.stringify(value)} charsMax={textCharsMax} /></code>
}

/** Three lines of a wide column; the rest comes when asked for. */
const textCharsMax = 140

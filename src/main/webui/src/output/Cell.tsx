import type { Json } from '../api/types'
import { AppText } from '../parts/AppText'

/** One value in its place. Text stays text, whatever it looks like. */
export function Cell({ value }: { value: Json | undefined }) {
  if (value === undefined) return null
  if (value === null) return <span className="none">null</span>
  if (typeof value === 'boolean') return <span className="bool">{value ? 'yes' : 'no'}</span>
  if (typeof value === 'number') return <span className="number">{numberText(value)}</span>
  if (typeof value === 'string') return value === '' ? <span className="none">empty</span> : <AppText text={value} charsMax={160} />
  return <code className="cell-json"><AppText text={JSON.stringify(value)} charsMax={120} /></code>
}

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 12 })

function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 10_000 ? String(value) : grouped.format(value)
}

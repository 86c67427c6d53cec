import { ArrowDown, ArrowRight, ArrowUp } from 'lucide-react'
import type { Json } from '../api/types'
import { Name } from '../parts/Name'
import { asItIs, FormattedValue } from './FormattedValue'
import { formatted } from './format'
import { at, lastKey } from './pointer'
import { isObject } from './shape'
import { Sparkline } from './Sparkline'
import { titleOf } from './titleOf'
import type { Item } from './views'

const metricCountMax = 24

/** A few figures side by side, each with how it changed and the way it took, where the author says where these are. */
export function MetricsView({ value, items, title = '' }: { value: Json; items: Item[] | undefined; title?: string }) {
  return (
    <dl className="metrics">
      {(items ?? itemsOf(value, title)).map((item, index) => <Metric key={index} item={item} value={value} />)}
    </dl>
  )
}

function Metric({ item, value }: { item: Item; value: Json }) {
  const delta = item.delta ? at(value, item.delta) : undefined
  const trend = item.trend ? at(value, item.trend) : undefined
  const key = lastKey(item.pointer)
  return (
    <div className="metric">
      <dt><Name text={item.title || titleOf(key)} /></dt>
      <dd>
        <span className="metric-value"><FormattedValue value={at(value, item.pointer)} shown={item} name={key} /></span>
        {typeof delta === 'number' && <Delta delta={delta} item={item} />}
        {Array.isArray(trend) && <Sparkline values={trend} />}
      </dd>
    </div>
  )
}

function Delta({ delta, item }: { delta: number; item: Item }) {
  const Arrow = delta > 0 ? ArrowUp : delta < 0 ? ArrowDown : ArrowRight
  const good = delta === 0 || item.better === undefined ? '' : (delta > 0) === (item.better === 'up') ? ' good' : ' bad'
  return (
    <span className={`delta${good}`}>
      <Arrow size={14} aria-hidden />
      <span className="off-screen">{delta > 0 ? 'up by ' : delta < 0 ? 'down by ' : 'no change, '}</span>
      {formatted(Math.abs(delta), item.format === 'badge' ? undefined : item.format, item.unit)}
    </span>
  )
}

/** All that an object has, or the one figure that there is. */
function itemsOf(value: Json, title: string): Item[] {
  const item = (pointer: string, name: string): Item =>
    ({ ...asItIs, pointer, title: name, delta: '', trend: '', better: undefined })
  if (!isObject(value)) return [item('', title || 'Value')]
  return Object.entries(value)
    .filter(([, each]) => typeof each !== 'object' || each === null)
    .slice(0, metricCountMax)
    .map(([key]) => item(`/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, titleOf(key)))
}

import type { Json } from '../api/types'
import { Name } from '../parts/Name'
import { FormattedValue } from './FormattedValue'
import { at, lastKey } from './pointer'
import { titleOf } from './titleOf'
import type { Item } from './views'

/** Names and values below each other, those that the author chose. */
export function KeyValueView({ value, items }: { value: Json; items: Item[] }) {
  return (
    <dl className="pairs">
      {items.map((item, index) => (
        <div key={index}>
          <dt><Name text={item.title || titleOf(lastKey(item.pointer))} /></dt>
          <dd><FormattedValue value={at(value, item.pointer)} shown={item} name={lastKey(item.pointer)} /></dd>
        </div>
      ))}
    </dl>
  )
}

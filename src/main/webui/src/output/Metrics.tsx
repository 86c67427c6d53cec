import type { JsonObject } from '../api/types'
import { Cell } from './Cell'
import { titleOf } from './titleOf'

/** A few figures side by side. */
export function Metrics({ value }: { value: JsonObject }) {
  return (
    <dl className="metrics">
      {Object.entries(value).slice(0, 24).map(([key, each]) => (
        <div className="metric" key={key}>
          <dt><bdi>{titleOf(key)}</bdi></dt>
          <dd><Cell value={each} /></dd>
        </div>
      ))}
    </dl>
  )
}

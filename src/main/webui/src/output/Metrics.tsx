import type { JsonObject } from '../api/types'
import { Cell } from './Cell'
import { titleOf } from './titleOf'
import { Name } from '../parts/Name'

/** A few figures side by side. */
export function Metrics({ value }: { value: JsonObject }) {
  return (
    <dl className="metrics">
      {Object.entries(value).slice(0, 24).map(([key, each]) => (
        <div className="metric" key={key}>
          <dt><Name text={titleOf(key)} /></dt>
          <dd><Cell value={each} name={key} /></dd>
        </div>
      ))}
    </dl>
  )
}

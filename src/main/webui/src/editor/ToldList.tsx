import type { Told } from '../api/types'
import { severityOf } from '../notifications/severity'
import { AppText } from '../parts/AppText'
import { Badge } from '../parts/Badge'
import { Name } from '../parts/Name'

/** What an app would have told people; a preview tells nobody. */
export function ToldList({ told }: { told: Told[] }) {
  return (
    <ul className="told-list" aria-label="What it would tell people">
      {told.map((one, place) => (
        <li className="told" key={place}>
          <div className="told-text">
            <p className="told-head">
              <Badge tone={severityOf(one.severity).tone}>{severityOf(one.severity).name}</Badge>
              <strong><Name text={one.title} /></strong>
            </p>
            {one.body && <p className="told-body"><AppText text={one.body} charsMax={600} /></p>}
            {one.dedupeKey && <p className="told-about">As <Name text={one.dedupeKey} />{one.count > 1 && `, ${one.count} times`}</p>}
          </div>
        </li>
      ))}
    </ul>
  )
}

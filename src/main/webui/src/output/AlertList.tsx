import type { JsonObject } from '../api/types'
import { AppText } from '../parts/AppText'
import { Badge } from '../parts/Badge'
import { Time } from '../parts/Time'
import { formatted } from './format'
import { own } from './pointer'
import { RowActions } from './RowActions'
import { badgeTone, toneOf } from './tone'
import type { Fields, RowAction, Tones } from './views'
import { useMore } from './useMore'

/** Findings below each other, each with how bad it is, what it is, and since when. */
export function AlertList({ label, rows, fields, tones, actions }:
  { label: string; rows: JsonObject[]; fields: Fields; tones: Tones; actions: RowAction[] }) {
  const { shown, more } = useMore(rows, 50)
  return (
    <>
      <ul className="alerts" aria-label={label}>
        {shown.map((row, index) => {
          const severity = own(row, fields.severity)
          const words = own(row, fields.text)
          const at = own(row, fields.at)
          const tone = toneOf(severity, tones)
          return (
            <li key={index} className={tone}>
              <div className="alert-what">
                <p className="alert-title">
                  {severity !== undefined && severity !== null && <><Badge tone={badgeTone(tone)}><AppText text={formatted(severity, undefined)} charsMax={40} /></Badge>{' '}</>}
                  <strong><AppText text={formatted(own(row, fields.title), undefined)} charsMax={200} /></strong>
                </p>
                {words !== undefined && words !== null && <p className="alert-text"><AppText text={formatted(words, undefined)} charsMax={300} /></p>}
              </div>
              {typeof at === 'string' && <span className="alert-at"><Time at={at} /></span>}
              {actions.length > 0 && <RowActions actions={actions} row={row} />}
            </li>
          )
        })}
      </ul>
      {more}
    </>
  )
}

import type { JsonObject } from '../api/types'
import { AppText } from '../parts/AppText'
import { Time } from '../parts/Time'
import { formatted } from './format'
import { own } from './pointer'
import { toneOf } from './tone'
import { useMore } from './useMore'
import type { Fields, Tones } from './views'

/** What happened, newest first; what has no time stands at the end. */
export function TimelineView({ label, rows, fields, tones }: { label: string; rows: JsonObject[]; fields: Fields; tones: Tones }) {
  const millis = (row: JsonObject) => Date.parse(String(own(row, fields.at) ?? '')) || Number.NEGATIVE_INFINITY
  const { shown, more } = useMore([...rows].sort((a, b) => millis(b) - millis(a) || 0), 50)
  return (
    <>
      <ol className="timeline" aria-label={label}>
        {shown.map((row, index) => {
          const words = own(row, fields.text)
          const at = own(row, fields.at)
          return (
            <li key={index} className={toneOf(own(row, fields.severity), tones)}>
              <p className="timeline-title">
                <strong><AppText text={formatted(own(row, fields.title), undefined)} charsMax={200} /></strong>
                <span className="timeline-at"><Time at={typeof at === 'string' ? at : null} /></span>
              </p>
              {words !== undefined && words !== null && <p className="timeline-text"><AppText text={formatted(words, undefined)} charsMax={300} /></p>}
            </li>
          )
        })}
      </ol>
      {more}
    </>
  )
}

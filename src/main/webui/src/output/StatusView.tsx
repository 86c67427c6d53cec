import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { Json } from '../api/types'
import { AppText } from '../parts/AppText'
import { Time } from '../parts/Time'
import { isObject } from './shape'
import { titleOf } from './titleOf'
import { toneOf } from './tone'
import type { Tones, ViewTone } from './views'

const icons = { good: CircleCheck, warning: TriangleAlert, bad: CircleAlert, info: Info, neutral: Info }

/** How things stand, in one line: a word, or `{status, title, text, at}`. */
export function StatusView({ value, tones }: { value: Json; tones: Tones }) {
  const told = isObject(value) ? value : { status: value }
  const tone: ViewTone = toneOf(told.status, tones)
  const Icon = icons[tone]
  const title = typeof told.title === 'string' && told.title ? told.title : titleOf(String(told.status ?? 'unknown'))
  return (
    <div className={`status-view ${tone}`}>
      <Icon size={20} aria-hidden />
      <div>
        <p className="status-title"><AppText text={title} charsMax={160} /></p>
        {typeof told.text === 'string' && <p className="status-text"><AppText text={told.text} charsMax={400} /></p>}
      </div>
      {typeof told.at === 'string' && <span className="status-at"><Time at={told.at} /></span>}
    </div>
  )
}

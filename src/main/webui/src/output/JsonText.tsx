import { useMemo } from 'react'
import type { Json } from '../api/types'
import { CopyButton } from '../parts/CopyButton'
import { visible } from '../parts/visible'

const charsMax = 200_000

/** JSON as text, for reading and copying. */
export function JsonText({ value }: { value: Json }) {
  const text = useMemo(() => JSON.stringify(value, null, 2), [value])
  return (
    <div className="json">
      <div className="json-tools"><CopyButton text={text} /></div>
      <pre tabIndex={0} aria-label="JSON"><bdi>{visible(text.slice(0, charsMax))}</bdi></pre>
      {text.length > charsMax && <p className="none">Cut at {charsMax / 1000} thousand characters; the copy has all.</p>}
    </div>
  )
}

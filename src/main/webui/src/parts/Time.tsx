import { useEffect, useState } from 'react'
import { agoText, exactText } from './time'

/** When something happened, in words, with the exact time as its title. */
export function Time({ at }: { at: string | null | undefined }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 20_000)
    return () => clearInterval(timer)
  }, [])
  const millis = at ? Date.parse(at) : Number.NaN
  if (Number.isNaN(millis)) return <span className="none">–</span>
  return <time dateTime={at ?? ''} title={exactText(millis)}>{agoText(millis, Math.max(now, Date.now()))}</time>
}

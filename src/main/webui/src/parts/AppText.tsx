import { useState } from 'react'
import { visible } from './visible'

/**
 * Text that an app, a package or a database wrote: never markup, never a link, kept apart from the direction of what stands around
 * it, and clipped when long.
 *
 * @param charsMax shown before "more" is asked for
 */
export function AppText({ text, charsMax = 240 }: { text: string; charsMax?: number }) {
  const [open, setOpen] = useState(false)
  const long = text.length > charsMax
  const shown = visible(long && !open ? text.slice(0, charsMax) : text.slice(0, shownCharsMax))
  return (
    <bdi className="app-text">
      {shown}
      {long && !open && '…'}
      {open && text.length > shownCharsMax && `… (${text.length - shownCharsMax} more characters are not shown)`}
      {long && (
        <button type="button" className="more" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'less' : 'more'}
        </button>
      )}
    </bdi>
  )
}

/** A page stays usable when an app returns a cell of megabytes. */
const shownCharsMax = 20_000

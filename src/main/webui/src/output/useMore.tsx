import { useState, type ReactNode } from 'react'

/** A long list's first rows, and the button for the next. */
export function useMore<Row>(rows: Row[], step: number): { shown: Row[]; more: ReactNode } {
  const [countMax, setCountMax] = useState(step)
  return {
    shown: rows.slice(0, countMax),
    more: rows.length > countMax && (
      <button type="button" className="table-more standing" onClick={() => setCountMax(countMax + 4 * step)}>
        {countMax} of {rows.length.toLocaleString('en')} · show more
      </button>
    ),
  }
}

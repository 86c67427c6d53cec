/** Holds the place of `lines` lines while they are on their way; shows only when that takes a moment. */
export function Loading({ lines = 4, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div className="loading" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => <span key={index} className="loading-line" />)}
    </div>
  )
}

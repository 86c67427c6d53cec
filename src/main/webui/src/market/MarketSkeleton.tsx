const cards = 6

/** The cards' places while they are on their way. */
export function MarketSkeleton() {
  return (
    <div className="market-cards" role="status" aria-label="Loading">
      {Array.from({ length: cards }, (_, index) => (
        <div key={index} className="market-card waiting">
          <span className="loading-line" /><span className="loading-line" /><span className="loading-line" />
        </div>
      ))}
    </div>
  )
}

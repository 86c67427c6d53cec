/** How much of a limit was used, as a bar; nearly all of it stands out. `of` says the limit in words. */
export function Share({ name, used, limit, of }: { name: string; used: number; limit: number; of: string }) {
  const percent = limit > 0 ? Math.min(100, (100 * used) / limit) : 0
  const words = `${percent > 0 && percent < 1 ? 'under 1' : Math.floor(percent)} % of ${of}`
  return (
    <span className="share">
      <span
        className={percent > 80 ? 'share-bar nearly' : 'share-bar'}
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(percent)}
        aria-valuetext={words}
      >
        <span style={{ inlineSize: `${percent}%` }} />
      </span>
      <span aria-hidden="true">{words}</span>
    </span>
  )
}

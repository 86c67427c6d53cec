/** Stands where there is nothing: a quiet dash, and what kind of nothing for those who listen or point. */
export function Nothing({ what = 'nothing' }: { what?: string }) {
  return (
    <span className="none nothing" title={what}>
      <span aria-hidden="true">–</span>
      <span className="off-screen">{what}</span>
    </span>
  )
}

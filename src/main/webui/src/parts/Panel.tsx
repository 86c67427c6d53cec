import { useId, type ReactNode } from 'react'
import { Name } from './Name'

/** A titled part of a page. */
export function Panel({ title, aside, flush = false, children }:
  { title: string; aside?: ReactNode; flush?: boolean; children: ReactNode }) {
  const id = useId()
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}><Name text={title} /></h2>
        {aside && <div className="panel-aside">{aside}</div>}
      </div>
      <div className={flush ? 'panel-flush' : 'panel-body'}>{children}</div>
    </section>
  )
}

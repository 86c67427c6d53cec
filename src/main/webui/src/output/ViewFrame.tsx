import type { ReactNode } from 'react'
import { AppText } from '../parts/AppText'
import { Name } from '../parts/Name'

/** A view's place: its width, title and description, and tools at the end of the title's line. */
export function ViewFrame({ title, description, span = 12, tools, children }:
  { title: string; description: string; span?: number; tools?: ReactNode; children: ReactNode }) {
  return (
    <section className={`view span-${span}`}>
      {(title || tools) && (
        <div className="view-head">
          {title && <h2><Name text={title} /></h2>}
          {tools && <div className="view-tools">{tools}</div>}
        </div>
      )}
      {description && <p className="view-about"><AppText text={description} /></p>}
      {children}
    </section>
  )
}

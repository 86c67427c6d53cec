import { ChevronRight } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { Link } from 'react-router'

/** The frame of a page: where we are, its title, what can be done here. */
export function Page({ title, up, actions, note, children }: {
  title: string
  up?: { name: string; to: string }
  actions?: ReactNode
  note?: ReactNode
  children: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Ekaya Apps`
  }, [title])
  return (
    <>
      <header className="page-head">
        <div className="page-title">
          {up && (
            <nav aria-label="Breadcrumb" className="crumbs">
              <Link to={up.to}><bdi>{up.name}</bdi></Link>
              <ChevronRight size={12} aria-hidden />
            </nav>
          )}
          <h1><bdi>{title}</bdi></h1>
          {note && <div className="page-note">{note}</div>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </>
  )
}

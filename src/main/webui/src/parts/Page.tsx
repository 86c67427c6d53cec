import { ChevronLeft } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { Link } from 'react-router'
import { Name } from './Name'

/** The frame of a page: where we are, its title, what can be done here. */
export function Page({ title, icon, up, actions, note, children }: {
  title: string
  icon?: ReactNode
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
        {icon}
        <div className="page-title">
          {up && (
            <nav aria-label="Breadcrumb" className="crumbs">
              <ChevronLeft size={12} aria-hidden />
              <Link to={up.to}><Name text={up.name} /></Link>
            </nav>
          )}
          <h1><Name text={title} /></h1>
          {note && <div className="page-note">{note}</div>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </>
  )
}

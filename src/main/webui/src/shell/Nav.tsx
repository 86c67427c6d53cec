import { Activity, Bell, Boxes, Database, SquarePen, Store } from 'lucide-react'
import { NavLink } from 'react-router'
import type { ProjectRef } from '../api/types'
import { NavCount } from './NavCount'

const places = [
  { to: 'apps', name: 'Apps', Icon: Boxes },
  { to: 'marketplace', name: 'Marketplace', Icon: Store },
  { to: 'runs', name: 'Runs', Icon: Activity },
  { to: 'notifications', name: 'Notifications', Icon: Bell },
  { to: 'datasources', name: 'Datasources', Icon: Database },
  { to: 'editor', name: 'Editor', Icon: SquarePen },
]

export function Nav({ project }: { project: ProjectRef }) {
  return (
    <nav aria-label="Main" className="nav">
      {places.map(({ to, name, Icon }) => (
        <NavLink key={to} to={`/p/${encodeURIComponent(project.id)}/${to}`} className="nav-link">
          <Icon size={16} aria-hidden />
          <span>{name}</span>
          {to === 'notifications' && <NavCount project={project.id} />}
        </NavLink>
      ))}
    </nav>
  )
}

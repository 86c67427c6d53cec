import { Link } from 'react-router'
import type { App, ListedApp } from '../api/types'
import { Badge } from '../parts/Badge'
import { Name } from '../parts/Name'
import { TrustBadge } from '../parts/TrustBadge'
import { AppIcon } from './AppIcon'
import { newer } from './newer'
import { installedOf } from './offers'

const categoriesShown = 3

/** An app of a catalog at a glance; all of it leads to its page. */
export function MarketCard({ app, installed, to }: { app: ListedApp; installed: App[]; to: string }) {
  const mine = installedOf(app, installed)
  const isOld = mine.some(each => newer(app.version, each.version))
  return (
    <li className="market-card">
      <div className="market-card-head">
        <AppIcon app={app} />
        <div className="market-card-name">
          <h2><Link to={to}><Name text={app.name} /></Link></h2>
          <p className="market-by">by <Name text={app.publisher.name} /></p>
        </div>
        <TrustBadge trust={app.trust} />
      </div>
      <p className="market-summary"><Name text={app.summary} /></p>
      <div className="market-card-foot">
        <span className="market-chips">
          {app.categories.slice(0, categoriesShown).map(category => <span key={category} className="chip"><Name text={category} /></span>)}
          {app.categories.length > categoriesShown && <span className="chip">+{app.categories.length - categoriesShown}</span>}
        </span>
        {mine.length > 0
          ? <Badge tone={isOld ? 'warn' : 'ok'}>{isOld ? 'Update available' : 'Installed'}</Badge>
          : <span className="market-version"><Name text={app.version} /></span>}
      </div>
    </li>
  )
}

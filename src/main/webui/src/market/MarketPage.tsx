import { Link } from 'react-router'
import { api } from '../api/api'
import { useLoad } from '../api/useLoad'
import { Button } from '../parts/Button'
import { Empty } from '../parts/Empty'
import { Page } from '../parts/Page'
import { Problem } from '../parts/Problem'
import { useProject } from '../shell/session'
import { CatalogSources, CatalogTroubles } from './CatalogSources'
import { MarketCard } from './MarketCard'
import { MarketFilters } from './MarketFilters'
import { MarketSkeleton } from './MarketSkeleton'
import { useMarket } from './useMarket'
import './market.css'

/** The apps that can be had, of all catalogs. */
export function MarketPage() {
  const project = useProject()
  const market = useMarket()
  const sources = useLoad('catalogs', signal => api.catalogs(signal))
  const filters = useLoad('catalog filters', signal => api.catalogFilters(signal))
  const installed = useLoad(`apps ${project.id}`, signal => api.apps(project.id, signal))
  const base = `/p/${encodeURIComponent(project.id)}`
  const { apps, filter, error } = market
  const isNarrowed = Object.values(filter).some(Boolean)
  const count = apps && !market.isLate ? `${apps.length}${market.more ? ' or more' : ''} ${apps.length === 1 ? 'app' : 'apps'}` : ''
  return (
    <Page title="Marketplace">
      <MarketFilters market={market} filters={filters.data} />
      {sources.data && <CatalogTroubles sources={sources.data.items} />}
      {error && <Problem error={error} onRetry={market.reload} />}
      <p className="off-screen" role="status">{count && `${count} found`}</p>
      {!apps && !error && <MarketSkeleton />}
      {apps && !error && (apps.length === 0
        ? (
          <Empty title={isNarrowed ? 'No app fits' : 'There is no app to be had'}>
            {isNarrowed
              ? <button type="button" className="link" onClick={market.clear}>Show all apps</button>
              : <>Write one in the <Link to={`${base}/editor`}>editor</Link>, or drop a package on the page <Link to={`${base}/apps`}>Apps</Link>.</>}
          </Empty>
        )
        : (
          <ul className="market-cards" aria-label="Apps" aria-busy={market.isLate}>
            {apps.map(app => (
              <MarketCard
                key={`${app.catalog} ${app.id}`}
                app={app}
                installed={installed.data?.items ?? []}
                to={`${base}/marketplace/${encodeURIComponent(app.catalog)}/${encodeURIComponent(app.id)}`}
              />
            ))}
          </ul>
        ))}
      {market.more?.error && <Problem error={market.more.error} />}
      {market.more && <div className="centered"><Button onPress={() => void market.more?.run()} busy={market.more.busy}>More apps</Button></div>}
      {sources.data && <CatalogSources sources={sources.data.items} />}
    </Page>
  )
}

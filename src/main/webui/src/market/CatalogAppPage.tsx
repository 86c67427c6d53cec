import { useParams, useSearchParams } from 'react-router'
import { api } from '../api/api'
import type { CatalogApp } from '../api/types'
import { useLoad } from '../api/useLoad'
import { AboveCeiling } from '../apps/AboveCeiling'
import { ConsentRows } from '../apps/ConsentRows'
import { AppText } from '../parts/AppText'
import { Loading } from '../parts/Loading'
import { Markdown } from '../parts/Markdown'
import { Name } from '../parts/Name'
import { Page } from '../parts/Page'
import { Panel } from '../parts/Panel'
import { Problem } from '../parts/Problem'
import { TrustBadge } from '../parts/TrustBadge'
import { includes, useProject } from '../shell/session'
import { AppFacts } from './AppFacts'
import { AppIcon } from './AppIcon'
import { GetApp } from './GetApp'
import { newestOf, Releases } from './Releases'
import { Screenshots } from './Screenshots'
import { VersionTroubles } from './VersionTroubles'
import './market.css'

/** An app of a catalog: what it is, by whom, what it would do here, and what it has been. */
export function CatalogAppPage() {
  const project = useProject()
  const { catalog = '', id = '' } = useParams()
  const app = useLoad(`catalog app ${catalog} ${id}`, signal => api.catalogApp(catalog, id, signal))
  const [query] = useSearchParams()
  const shown = query.get('version') ?? (app.data ? newestOf(app.data.versions)?.version : undefined)
  return (
    <Page
      title={app.data?.name ?? id}
      up={{ name: 'Marketplace', to: `/p/${encodeURIComponent(project.id)}/marketplace` }}
      icon={app.data && <AppIcon app={app.data} size={48} />}
      note={app.data && (
        <>
          <span>by <Name text={app.data.publisher.name} /></span>
          <TrustBadge trust={app.data.trust} />
          {shown && <span>version <Name text={shown} /></span>}
          {app.data.trialDays && <span>free for {app.data.trialDays} days</span>}
        </>
      )}
      actions={app.data && shown && <GetApp key={shown} app={app.data} version={shown} />}
    >
      {app.error && <Problem error={app.error} onRetry={app.reload} />}
      {app.loading && <Loading lines={10} />}
      {app.data && shown && <AppOfCatalog app={app.data} shown={shown} />}
    </Page>
  )
}

function AppOfCatalog({ app, shown }: { app: CatalogApp; shown: string }) {
  const project = useProject()
  const version = useLoad(
    `catalog version ${app.catalog} ${app.id} ${shown}`, signal => api.catalogVersion(app.catalog, app.id, shown, signal))
  return (
    <div className="market-app">
      <div className="market-app-top">
        {version.data && <VersionTroubles version={version.data} />}
        {version.data && <AboveCeiling exceeds={version.data.exceeds} />}
        <p className="market-lead"><AppText text={app.summary} charsMax={300} /></p>
        {app.screenshots.length > 0 && <Screenshots app={app} />}
      </div>
      <div className="market-app-side">
        <Panel title="What it may do">
          {version.error && <Problem error={version.error} onRetry={version.reload} />}
          {version.loading && <Loading lines={5} />}
          {version.data && (
            <>
              <ConsentRows label="What it may do" rows={version.data.asks} offersTools={version.data.exports} />
              <p className="hint">
                {includes(project.role, 'admin')
                  ? 'You agree to this when you install it. It can do nothing else.'
                  : 'An admin agrees to this once for the project. It can do nothing else.'}
              </p>
            </>
          )}
        </Panel>
        {version.data && <AppFacts app={app} version={version.data} />}
      </div>
      <div className="market-app-main">
        <Panel title="About"><Markdown text={app.description || app.summary} without={app.name} /></Panel>
        <Releases app={app} shown={shown} />
      </div>
    </div>
  )
}

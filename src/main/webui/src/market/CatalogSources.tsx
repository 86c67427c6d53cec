import type { CatalogSource } from '../api/types'
import { AppText } from '../parts/AppText'
import { Badge } from '../parts/Badge'
import { Name } from '../parts/Name'
import { Notice } from '../parts/Notice'
import { Time } from '../parts/Time'

const names: Record<string, string> = {
  bundled: 'Part of this server', folder: 'Folder', http: 'Web catalog', bundle: 'Uploaded bundle', private: 'This project',
}
const nameOf = (source: CatalogSource) => names[source.catalog] ?? source.catalog

/** An upload that nobody has made yet is nothing to tell of, though servers look for it as for any other. */
const isUsed = (source: CatalogSource) => source.state !== 'empty' || (source.catalog !== 'bundle' && Boolean(source.checkedAt))

/** What stands in the way of a catalog: its apps are shown, or it has none yet; and why. */
export function CatalogTroubles({ sources }: { sources: CatalogSource[] }) {
  return sources.filter(source => isUsed(source) && source.state !== 'ready').map(source => (
    <Notice key={source.catalog} tone="note">
      <p>
        {source.state === 'stale'
          ? <><strong><Name text={nameOf(source)} /></strong> has expired: its apps are shown, and none can be installed from it until it is heard from again.</>
          : <><strong><Name text={nameOf(source)} /></strong> has nothing yet.</>}
        {' '}What is installed goes on.
      </p>
      {source.why && <p className="hint"><AppText text={source.why} charsMax={200} /></p>}
    </Notice>
  ))
}

/** Where the apps come from, in a line each. */
export function CatalogSources({ sources }: { sources: CatalogSource[] }) {
  const used = sources.filter(isUsed)
  return (
    <section className="market-sources" aria-label="Catalogs">
      {used.map(source => (
        <p key={source.catalog}>
          <span className="market-source"><Name text={nameOf(source)} /></span>
          <span>{source.apps === 1 ? '1 app' : `${source.apps} apps`}</span>
          {source.state !== 'ready' && <Badge tone="warn">{source.state === 'stale' ? 'Expired' : 'Empty'}</Badge>}
          {source.checkedAt && <span>looked at <Time at={source.checkedAt} /></span>}
          {source.state === 'ready' && source.why && <span title={source.why}>the last look failed</span>}
        </p>
      ))}
    </section>
  )
}

import { useState } from 'react'
import { Link } from 'react-router'
import type { CatalogApp, Release } from '../api/types'
import { AppText } from '../parts/AppText'
import { Badge } from '../parts/Badge'
import { Markdown } from '../parts/Markdown'
import { Name } from '../parts/Name'
import { Panel } from '../parts/Panel'
import { Time } from '../parts/Time'

const atFirst = 5

/** The newest that is not revoked, else the newest. */
export const newestOf = (versions: Release[]) => versions.find(each => !each.revoked) ?? versions[0]

/** What an app has been, the newest first, with what each changed. */
export function Releases({ app, shown }: { app: CatalogApp; shown: string }) {
  const [all, setAll] = useState(false)
  const newest = newestOf(app.versions)
  return (
    <Panel title="Versions" aside={String(app.versions.length)} flush>
      <ol className="releases" aria-label="Versions">
        {app.versions.slice(0, all ? undefined : atFirst).map(release => (
          <li key={release.version} aria-current={release.version === shown ? 'true' : undefined}>
            <div className="release-head">
              {release.version === shown
                ? <strong><Name text={release.version} /></strong>
                : <Link to={`?version=${encodeURIComponent(release.version)}`} replace><Name text={release.version} /></Link>}
              {release === newest && <Badge tone="ok">Newest</Badge>}
              {release.revoked && <Badge tone="bad">Revoked</Badge>}
              {release.releasedAt && <span className="release-at"><Time at={release.releasedAt} /></span>}
            </div>
            {release.revoked && <p className="release-why"><AppText text={release.revoked.reason} charsMax={300} /></p>}
            {release.changelog && <Markdown text={release.changelog} />}
          </li>
        ))}
      </ol>
      {!all && app.versions.length > atFirst && (
        <button type="button" className="table-more" onClick={() => setAll(true)}>All {app.versions.length} versions</button>
      )}
    </Panel>
  )
}

import type { CatalogVersion, Consent } from '../api/types'
import { AppText } from '../parts/AppText'
import { Name } from '../parts/Name'
import { TrustBadge } from '../parts/TrustBadge'
import { bytesText } from '../parts/time'
import { cronText } from './cronText'

const known: Record<string, string> = {
  installed: 'its installation and updates', 'schema.refreshed': 'changes of its datasources’ schemas', webhook: 'signed requests of other systems',
}
const triggerWords = (trigger: string) => known[trigger] ?? trigger

/** Which package it is, by whom, and when it wants to run. A file says itself by whom it is; a catalog has it signed. */
export function PackageHead({ consent, bytes, listed }: { consent: Consent; bytes: number | undefined; listed: CatalogVersion | undefined }) {
  const { says } = consent
  return (
    <div className="window-part">
      <p className="install-what">
        <code><Name text={consent.packageId} /></code>
        <span>
          {consent.fromVersion && consent.fromVersion !== consent.version && <><Name text={consent.fromVersion} /> → </>}
          <Name text={consent.version} />
        </span>
        {listed
          ? <><span>by <Name text={listed.publisher.name} /></span><TrustBadge trust={listed.trust} /></>
          : <>{says.author && <span>by <Name text={says.author} />, it says</span>}<TrustBadge trust="unsigned-development" /></>}
        {bytes !== undefined && <span>{bytesText(bytes)}</span>}
      </p>
      {says.description && <p><AppText text={says.description} charsMax={300} /></p>}
      {says.defaultSchedule && <p>It wants to run by a schedule: <span title={says.defaultSchedule}><Name text={cronText(says.defaultSchedule)} /></span>.</p>}
      {says.triggers.length > 0 && <p>It wants to be woken by <Name text={says.triggers.map(triggerWords).join(', ')} />.</p>}
    </div>
  )
}

import type { CatalogVersion } from '../api/types'
import { AppText } from '../parts/AppText'
import { Notice } from '../parts/Notice'
import { Time } from '../parts/Time'

/** Why a version cannot be had: revoked, or its catalog has nothing to say just now. */
export function VersionTroubles({ version }: { version: CatalogVersion }) {
  if (version.revoked) {
    return (
      <Notice tone="bad">
        <p>This version was revoked <Time at={version.revoked.since} />: it is installed no more, and where it is installed no run begins.</p>
        <p><AppText text={version.revoked.reason} charsMax={400} /></p>
      </Notice>
    )
  }
  if (version.available) return null
  return <Notice tone="note"><p>Its catalog has nothing new to give just now, so this version cannot be installed. What is installed goes on.</p></Notice>
}

import { ArrowUpCircle } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { App } from '../api/types'
import { useLoad } from '../api/useLoad'
import { offerOf } from '../market/offers'
import { Button } from '../parts/Button'
import { Name } from '../parts/Name'
import { includes, useProject } from '../shell/session'
import { InstallWindow } from './InstallWindow'

/** That a catalog has a newer version of the app, and the way to it. Nothing where none has, or where one waits already. */
export function UpdateOffer({ app, onChanged }: { app: App; onChanged: () => void }) {
  const project = useProject()
  const [updating, setUpdating] = useState(false)
  const offer = useLoad(`offer ${app.packageId} ${app.version}`, signal => offerOf(app, signal)).data
  if (!offer || app.heldUpdate?.consent.version === offer.version) return null
  const page = `/p/${encodeURIComponent(project.id)}/marketplace/${encodeURIComponent(offer.catalog)}/${encodeURIComponent(offer.id)}`
  return (
    <section className="offer" aria-label="Update available">
      <ArrowUpCircle size={20} aria-hidden />
      <p>
        <strong>Version <Name text={offer.version} /> is available</strong>
        <span>You have <Name text={app.version} />. <Link to={page}>What is new</Link></span>
      </p>
      {includes(project.role, 'operator') && <Button look="main" onPress={() => setUpdating(true)}>Update</Button>}
      {updating && (
        <InstallWindow
          from={{ kind: 'catalog', catalog: offer.catalog, id: offer.id, version: offer.version }}
          app={app}
          onClose={() => setUpdating(false)}
          onDone={() => {
            setUpdating(false)
            onChanged()
          }}
        />
      )}
    </section>
  )
}

import { api } from '../api/api'
import type { App } from '../api/types'
import { useAct } from '../api/useAct'
import { Button } from '../parts/Button'
import { Name } from '../parts/Name'
import { Panel } from '../parts/Panel'
import { Problem } from '../parts/Problem'
import { Time } from '../parts/Time'
import { includes, useProject } from '../shell/session'
import { ConsentRows } from './ConsentRows'

/** An update that waits for an admin: what it asks for, row by row, and who may agrees to it or drops it. */
export function HeldUpdate({ app, onChanged }: { app: App; onChanged: () => void }) {
  const project = useProject()
  const held = app.heldUpdate
  const agree = useAct(async (packageHash: string) => {
    await api.agreeToUpdate(project.id, app.id, packageHash)
    onChanged()
  })
  const drop = useAct(async () => {
    await api.dropUpdate(project.id, app.id)
    onChanged()
  })
  const error = agree.error ?? drop.error
  if (!held) return null
  const { consent } = held
  return (
    <Panel title={`Version ${consent.version} waits for an admin`}>
      <p>
        It asks for more than version <Name text={app.version} /> was granted. <Name text={held.by} /> asked for it{' '}
        <Time at={held.at} />.
      </p>
      <ConsentRows label="What it asks for" rows={consent.asks} offersTools={consent.offersTools} compared />
      {error && <Problem error={error} />}
      <div className="panel-acts">
        {includes(project.role, 'admin') && (
          <Button look="main" busy={agree.busy} onPress={() => void agree.run(consent.packageHash)}>Agree and update</Button>
        )}
        {includes(project.role, 'operator') && (
          <Button busy={drop.busy} onPress={() => void drop.run()}>Drop it</Button>
        )}
      </div>
    </Panel>
  )
}

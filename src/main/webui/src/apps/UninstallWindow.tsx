import { useState } from 'react'
import { api } from '../api/api'
import type { App } from '../api/types'
import { useAct } from '../api/useAct'
import { Button } from '../parts/Button'
import { Check } from '../parts/Check'
import { Field } from '../parts/Field'
import { Problem } from '../parts/Problem'
import { Window } from '../parts/Window'
import { useProject } from '../shell/session'

/** Takes an app out of the project: its data stays for a while, or goes at once where its name is typed. */
export function UninstallWindow({ app, onClose, onRemoved }: { app: App; onClose: () => void; onRemoved: () => void }) {
  const project = useProject()
  const [purges, setPurges] = useState(false)
  const [typed, setTyped] = useState('')
  const remove = useAct(async () => {
    await api.removeApp(project.id, app.id, purges ? 'purge' : 'keep')
    onRemoved()
  })
  const isSure = !purges || typed.trim() === app.id
  return (
    <Window title={`Uninstall ${app.name}?`} onClose={onClose} busy={remove.busy}>
      <p>
        No run of it begins any more, by nobody and no schedule. {purges
          ? 'Its tables, state, settings and runs are deleted at once, and cannot be had back.'
          : 'Its tables, state and runs are kept for 30 days; installing it again under the same name brings them back.'}
      </p>
      <Check selected={purges} onChange={setPurges}>Delete its data for good</Check>
      {purges && (
        <Field label={`Type “${app.id}” to delete it`} value={typed} onChange={setTyped} autoComplete="off" />
      )}
      {remove.error && <Problem error={remove.error} />}
      <div className="window-foot">
        <Button onPress={onClose} isDisabled={remove.busy}>Cancel</Button>
        <Button look="danger" onPress={() => void remove.run()} busy={remove.busy} isDisabled={!isSure}>
          {purges ? 'Uninstall and delete' : 'Uninstall'}
        </Button>
      </div>
    </Window>
  )
}

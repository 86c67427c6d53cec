import { useState } from 'react'
import { api } from '../api/api'
import type { OpenedWebhook } from '../api/types'
import { useAct } from '../api/useAct'
import { Button } from '../parts/Button'
import { CopyButton } from '../parts/CopyButton'
import { Field } from '../parts/Field'
import { Notice } from '../parts/Notice'
import { Problem } from '../parts/Problem'
import { useProject } from '../shell/session'

/** Makes a webhook and shows its secret, this once. */
export function NewWebhook({ app, onMade }: { app: string; onMade: () => void }) {
  const project = useProject()
  const [name, setName] = useState('')
  const [made, setMade] = useState<OpenedWebhook>()
  const make = useAct(async () => {
    setMade(await api.makeWebhook(project.id, app, name.trim()))
    setName('')
    onMade()
  })
  return (
    <div className="form">
      {made && (
        <Notice tone="ok">
          <p>The secret of “{made.trigger.name}”, which is not shown again:</p>
          <p><code>{made.secret}</code></p>
          <CopyButton text={made.secret} label="Copy secret" />
        </Notice>
      )}
      <Field
        label="New webhook" value={name} onChange={setName} maxLength={63} placeholder="orders"
        hint="Lower-case letters, digits and dashes; its runs have your rights"
      />
      {make.error && <Problem error={make.error} />}
      <div><Button busy={make.busy} isDisabled={!name.trim()} onPress={() => void make.run()}>Make webhook</Button></div>
    </div>
  )
}

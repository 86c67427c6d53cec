import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { useNavigate } from 'react-router'
import { api } from '../api/api'
import { useAct } from '../api/useAct'
import { Button } from '../parts/Button'
import { Field } from '../parts/Field'
import { Problem } from '../parts/Problem'
import { Window } from '../parts/Window'
import { useProject } from '../shell/session'
import { starterFiles } from './starter'

export function NewDraft({ onClose }: { onClose: () => void }) {
  const project = useProject()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const make = useAct(async () => {
    const draft = await api.makeDraft(project.id, { name: name.trim(), files: starterFiles(name.trim()) })
    await navigate(`/p/${encodeURIComponent(project.id)}/editor/${encodeURIComponent(draft.id)}`)
  })
  return (
    <Window title="New app" onClose={onClose} busy={make.busy}>
      <Form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          void make.run()
        }}
      >
        <Field label="Name" value={name} onChange={setName} autoFocus maxLength={100} hint="People see it; you can change it later" />
        {make.error && <Problem error={make.error} />}
        <div className="window-foot">
          <Button onPress={onClose}>Cancel</Button>
          <Button look="main" type="submit" busy={make.busy} isDisabled={!name.trim()}>Create</Button>
        </div>
      </Form>
    </Window>
  )
}

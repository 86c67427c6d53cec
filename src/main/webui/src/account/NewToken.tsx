import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { api } from '../api/api'
import { useAct } from '../api/useAct'
import { Button } from '../parts/Button'
import { Choice } from '../parts/Choice'
import { CopyButton } from '../parts/CopyButton'
import { Field } from '../parts/Field'
import { Notice } from '../parts/Notice'
import { Problem } from '../parts/Problem'
import { Window } from '../parts/Window'
import { includes, useProject, useSession } from '../shell/session'

const roles = ['viewer', 'operator', 'author', 'admin'] as const
const lives = [
  { id: '30', name: '30 days' },
  { id: '90', name: '90 days' },
  { id: '365', name: 'one year' },
]

/** Makes a token and shows it this once. */
export function NewToken({ onClose }: { onClose: () => void }) {
  const { session } = useSession()
  const here = useProject()
  const [name, setName] = useState('')
  const [project, setProject] = useState(here.id)
  const [role, setRole] = useState<string>('operator')
  const [days, setDays] = useState('90')
  const [token, setToken] = useState<string>()
  const mine = session.projects.find(each => each.id === project)?.role ?? 'viewer'
  const open = roles.filter(each => includes(mine, each))
  const asked = open.find(each => each === role) ?? open.at(-1) ?? 'viewer'
  const make = useAct(async () => {
    const expiresAt = new Date(Date.now() + Number(days) * 24 * 3_600_000).toISOString()
    setToken((await api.makeToken({ name: name.trim(), project, roles: [asked], expiresAt })).token)
  })
  if (token) {
    return (
      <Window title="Your new token" onClose={onClose}>
        <Notice tone="warn">Copy it now: it is not shown again.</Notice>
        <code className="secret" aria-label="Token">{token}</code>
        <div className="window-foot">
          <CopyButton text={token} label="Copy token" />
          <Button look="main" onPress={onClose}>Done</Button>
        </div>
      </Window>
    )
  }
  return (
    <Window title="New API token" onClose={onClose} busy={make.busy}>
      <Form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          void make.run()
        }}
      >
        <Field label="Name" hint="What will use it, so that you know later" value={name} onChange={setName} autoFocus maxLength={80} />
        <Choice label="Project" options={session.projects} value={project} onChange={setProject} />
        <div className="form-pair">
          <Choice label="Role" options={open.map(id => ({ id, name: id }))} value={asked} onChange={setRole} />
          <Choice label="Expires in" options={lives} value={days} onChange={setDays} />
        </div>
        {make.error && <Problem error={make.error} />}
        <div className="window-foot">
          <Button onPress={onClose}>Cancel</Button>
          <Button look="main" type="submit" busy={make.busy} isDisabled={!name.trim()}>Make token</Button>
        </div>
      </Form>
    </Window>
  )
}

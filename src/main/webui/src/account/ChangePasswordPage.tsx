import { useEffect, useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { api } from '../api/api'
import { useAct } from '../api/useAct'
import { Button } from '../parts/Button'
import { Field } from '../parts/Field'
import { Name } from '../parts/Name'
import { Notice } from '../parts/Notice'

interface Props {
  user: string
  onChanged: () => void
  onSignOut: () => void
}

/** All that there is until a password that the server made is replaced by one that only its owner knows. */
export function ChangePasswordPage({ user, onChanged, onSignOut }: Props) {
  const [old, setOld] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const change = useAct(async () => {
    await api.changePassword(old, password)
    onChanged()
  })
  useEffect(() => {
    document.title = 'Choose a password · Ekaya Apps'
  }, [])
  const differs = again !== '' && again !== password
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <img src="/icon.svg" alt="" width="40" height="40" />
        <h1>Choose a password</h1>
        <p className="muted"><Name text={user} />, yours was made by the server. Replace it by one that only you know.</p>
        <Form
          className="form"
          onSubmit={event => {
            event.preventDefault()
            void change.run()
          }}
        >
          <Field label="Password so far" type="password" value={old} onChange={setOld} autoComplete="current-password" autoFocus />
          <Field label="New password" type="password" value={password} onChange={setPassword} autoComplete="new-password" />
          <Field label="New password again" type="password" value={again} onChange={setAgain} autoComplete="new-password" />
          {differs && <Notice tone="bad">The two new passwords differ.</Notice>}
          {change.error && <Notice tone="bad">{change.error.message}</Notice>}
          <Button type="submit" look="main" busy={change.busy} isDisabled={!old || !password || again !== password}>Change password</Button>
        </Form>
        <Button onPress={onSignOut}>Sign out</Button>
      </div>
    </main>
  )
}

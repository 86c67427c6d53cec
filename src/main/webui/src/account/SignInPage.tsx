import { useEffect, useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { api } from '../api/api'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import type { Session } from '../api/types'
import { Button } from '../parts/Button'
import { Field } from '../parts/Field'
import { Name } from '../parts/Name'
import { Notice } from '../parts/Notice'
import { returnNotice, ssoHref } from './sso'
import { refusalText } from './refusalText'

export function SignInPage({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const options = useLoad('options', api.signInOptions)
  const signIn = useAct(async () => onSignedIn(await api.signIn(user.trim(), password)))
  useEffect(() => {
    document.title = 'Sign in · Ekaya Apps'
  }, [])
  const sso = options.data?.sso
  const notice = returnNotice(location.search, sso?.name ?? 'the identity provider')
  // Not before it is known, else a form would come and go where passwords are switched off.
  const byPassword = options.data ? options.data.password !== false : options.error !== undefined
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <img src="/icon.svg" alt="" width="40" height="40" />
        <h1>Sign in to Ekaya Apps</h1>
        {notice && !signIn.error && <Notice tone="bad">{notice}</Notice>}
        {byPassword && <Form
          className="form"
          onSubmit={event => {
            event.preventDefault()
            void signIn.run()
          }}
        >
          <Field label="User" value={user} onChange={setUser} autoComplete="username" autoFocus />
          <Field label="Password" type="password" value={password} onChange={setPassword} autoComplete="current-password" />
          {signIn.error && <Notice tone="bad">{refusalText(signIn.error)}</Notice>}
          <Button type="submit" look="main" busy={signIn.busy} isDisabled={!user.trim() || !password}>Sign in</Button>
        </Form>}
        {sso && ownAddress(sso.href) && (
          <>
            {byPassword && <div className="or"><span>or</span></div>}
            <a className={`button ${byPassword ? 'plain' : 'main'}`} href={ssoHref(sso.href, location)}><span>Sign in with <Name text={sso.name} /></span></a>
          </>
        )}
      </div>
    </main>
  )
}

/** Only a path of this server starts the way to the identity provider. */
function ownAddress(href: string): boolean {
  return new URL(href, location.origin).origin === location.origin
}

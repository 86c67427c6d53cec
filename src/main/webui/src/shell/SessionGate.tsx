import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import { ChangePasswordPage } from '../account/ChangePasswordPage'
import { SignInPage } from '../account/SignInPage'
import { api } from '../api/api'
import { ApiError } from '../api/ApiError'
import { setCsrf, whenRefused, whenSignedOut } from '../api/http'
import type { Session } from '../api/types'
import { Problem } from '../parts/Problem'
import { lastProject } from './lastProject'
import { SessionContext } from './session'
import { Skeleton } from './Skeleton'

type Gate = { at: 'asking' } | { at: 'out' } | { at: 'in'; session: Session } | { at: 'failed'; error: Error }

/** Pages that load again and again must not ask for the session as often. */
const lookAgainMillis = 3_000

function pacing(millis: number, act: () => void): () => void {
  let last = -Infinity
  return () => {
    const now = performance.now()
    if (now - last < millis) return
    last = now
    act()
  }
}

/** The same where nothing has changed, so that nothing is drawn anew. */
function seenAgain(before: Gate & { at: 'in' }, session: Session | undefined): Gate {
  if (!session) return { at: 'out' }
  return JSON.stringify(session) === JSON.stringify(before.session) ? before : { at: 'in', session }
}

/** Shows the pages to who is signed in and the sign-in page, at the same address, to everyone else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [gate, setGate] = useState<Gate>({ at: 'asking' })
  const ask = useCallback(() => {
    setGate({ at: 'asking' })
    api.session().then(
      session => setGate(session ? { at: 'in', session } : { at: 'out' }),
      (error: Error) => setGate(error instanceof ApiError && [401, 403].includes(error.status)
        ? { at: 'out' }
        : { at: 'failed', error }))
  }, [])
  useEffect(ask, [ask])
  useEffect(() => whenSignedOut(() => setGate({ at: 'out' })), [])
  useEffect(() => whenRefused(pacing(lookAgainMillis, () => {
    api.session().then(
      session => setGate(before => before.at === 'in' ? seenAgain(before, session) : before),
      () => {})
  })), [])
  const session = gate.at === 'in' ? gate.session : undefined
  const context = useMemo(() => session && {
    session,
    signOut: async () => {
      const { next } = await api.signOut()
      setCsrf('')
      if (next) location.assign(next)
      else setGate({ at: 'out' })
    },
  }, [session])

  // Who was here before most likely still is; to others the sign-in page comes without a flicker.
  if (gate.at === 'asking') return lastProject() ? <Skeleton /> : <div className="boot" role="status" aria-label="Loading" />
  if (gate.at === 'failed') return <main className="boot-failed"><Problem error={gate.error} onRetry={ask} /></main>
  if (!context) return <SignInPage onSignedIn={signed => setGate({ at: 'in', session: signed })} />
  if (context.session.mustChangePassword) {
    return <ChangePasswordPage user={context.session.user} onChanged={ask} onSignOut={() => void context.signOut()} />
  }
  return <SessionContext value={context}>{children}</SessionContext>
}

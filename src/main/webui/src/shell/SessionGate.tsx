import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import { SignInPage } from '../account/SignInPage'
import { api } from '../api/api'
import { ApiError } from '../api/ApiError'
import { setCsrf, whenSignedOut } from '../api/http'
import type { Session } from '../api/types'
import { Problem } from '../parts/Problem'
import { SessionContext } from './session'

type Gate = { at: 'asking' } | { at: 'out' } | { at: 'in'; session: Session } | { at: 'failed'; error: Error }

/** Shows the pages to who is signed in and the sign-in page, at the same address, to everyone else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [gate, setGate] = useState<Gate>({ at: 'asking' })
  const ask = useCallback(() => {
    setGate({ at: 'asking' })
    api.me().then(
      session => setGate({ at: 'in', session }),
      (error: Error) => setGate(error instanceof ApiError && [401, 403].includes(error.status)
        ? { at: 'out' }
        : { at: 'failed', error }))
  }, [])
  useEffect(ask, [ask])
  useEffect(() => whenSignedOut(() => setGate({ at: 'out' })), [])
  const session = gate.at === 'in' ? gate.session : undefined
  const context = useMemo(() => session && {
    session,
    signOut: async () => {
      await api.signOut()
      setCsrf('')
      setGate({ at: 'out' })
    },
  }, [session])

  if (gate.at === 'asking') return <div className="boot" role="status" aria-label="Loading" />
  if (gate.at === 'failed') return <main className="boot-failed"><Problem error={gate.error} onRetry={ask} /></main>
  if (!context) return <SignInPage onSignedIn={signed => setGate({ at: 'in', session: signed })} />
  return <SessionContext value={context}>{children}</SessionContext>
}

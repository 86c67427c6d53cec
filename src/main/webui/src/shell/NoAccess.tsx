import { useEffect, type ReactNode } from 'react'
import { Button } from '../parts/Button'
import { Name } from '../parts/Name'
import { useSession } from './session'

/** For who is signed in and has no role here; says who can give one. */
export function NoAccess({ title, children }: { title: string; children?: ReactNode }) {
  const { session, signOut } = useSession()
  useEffect(() => {
    document.title = 'No access · Ekaya Apps'
  }, [])
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <img src="/icon.svg" alt="" width="40" height="40" />
        <h1>{title}</h1>
        <p>
          You are signed in as <strong><Name text={session.user} /></strong>. An admin of a project can add you as a member, or give a
          role to one of your groups.
        </p>
        {children}
        <Button onPress={() => location.reload()}>Look again</Button>
        <Button onPress={() => void signOut()}>Sign out</Button>
      </div>
    </main>
  )
}

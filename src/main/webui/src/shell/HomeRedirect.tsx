import { Navigate } from 'react-router'
import { Empty } from '../parts/Empty'
import { Skeleton } from './Skeleton'
import { lastProject } from './lastProject'
import { useSession } from './session'

/** `/` leads to the project seen last, or to the first. */
export function HomeRedirect() {
  const { session, signOut } = useSession()
  const last = lastProject()
  const project = session.projects.find(each => each.id === last) ?? session.projects[0]
  if (project) {
    return (
      <>
        <Navigate to={`/p/${encodeURIComponent(project.id)}/apps`} replace />
        <Skeleton />
      </>
    )
  }
  return (
    <main className="boot-failed">
      <Empty title="You are not a member of any project">
        Ask an admin of a project to add {session.user}.
        <button type="button" className="link" onClick={() => void signOut()}>Sign out</button>
      </Empty>
    </main>
  )
}

import { Navigate } from 'react-router'
import { NoAccess } from './NoAccess'
import { Skeleton } from './Skeleton'
import { lastProject } from './lastProject'
import { useSession } from './session'

/** `/` leads to the project seen last, or to the first. */
export function HomeRedirect() {
  const { session } = useSession()
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
  return <NoAccess title="You have no role in any project" />
}

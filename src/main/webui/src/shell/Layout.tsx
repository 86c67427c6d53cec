import { useEffect } from 'react'
import { Link, Navigate, Outlet, useLocation, useNavigation, useParams } from 'react-router'
import { AccountMenu } from './AccountMenu'
import { Nav } from './Nav'
import { NoAccess } from './NoAccess'
import { ProjectSwitch } from './ProjectSwitch'
import { rememberProject } from './lastProject'
import { useProjectMaybe } from './session'

/** Navigation around every page of a project. */
export function Layout() {
  const project = useProjectMaybe()
  const { project: named = '' } = useParams()
  const { pathname, search } = useLocation()
  const going = useNavigation().state !== 'idle'
  useEffect(() => {
    if (project) rememberProject(project.id)
  }, [project])
  if (!project) {
    return (
      <NoAccess title="There is no such project, or you have no role in it any more">
        <Link className="button main" to="/"><span>Go to your projects</span></Link>
      </NoAccess>
    )
  }
  if (project.id !== named) return <Navigate to={withId(pathname, project.id) + search} replace />
  return (
    <div className="frame">
      <a className="skip" href="#main">Skip to the page</a>
      <header className="side">
        <div className="brand">
          <img src="/icon.svg" alt="" width="24" height="24" />
          <span>Ekaya Apps</span>
        </div>
        <ProjectSwitch project={project} />
        <Nav project={project} />
        <AccountMenu project={project} />
      </header>
      <main id="main" className="page" tabIndex={-1} aria-busy={going}>
        {going && <div className="going" role="progressbar" aria-label="Loading the page" />}
        <Outlet key={project.id} />
      </main>
    </div>
  )
}

/** The same page's address with the project's id: a link may name it, and pages and their links have ids. */
const withId = (path: string, id: string) => path.replace(/^\/p\/[^/]+/, () => `/p/${encodeURIComponent(id)}`)

import { createContext, use } from 'react'
import { useParams } from 'react-router'
import type { ProjectRef, Role, Session } from '../api/types'

export interface SignedIn {
  session: Session
  signOut: () => Promise<void>
}

export const SessionContext = createContext<SignedIn | undefined>(undefined)

export function useSession(): SignedIn {
  const signedIn = use(SessionContext)
  if (!signedIn) throw new Error('A page that needs a session was shown without one')
  return signedIn
}

/** The project of the address, with the caller's role in it; undefined when it is none of theirs. */
export function useProjectMaybe(): ProjectRef | undefined {
  const { session } = useSession()
  const { project } = useParams()
  return projectOf(session.projects, project)
}

/** By its id, or by its name, as the API has it. */
export function projectOf(projects: ProjectRef[], named: string | undefined): ProjectRef | undefined {
  return projects.find(each => each.id === named) ?? projects.find(each => each.name === named)
}

export function useProject(): ProjectRef {
  const project = useProjectMaybe()
  if (!project) throw new Error('A page of a project was shown without one')
  return project
}

const order: Role[] = ['viewer', 'operator', 'author', 'admin']

/** Whether the role covers what `atLeast` may do. The server decides; this only hides what would be refused. */
export function includes(role: string, atLeast: Role): boolean {
  return order.indexOf(role.toLowerCase() as Role) >= order.indexOf(atLeast)
}

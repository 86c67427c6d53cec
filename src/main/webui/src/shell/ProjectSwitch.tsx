import { useNavigate } from 'react-router'
import type { ProjectRef } from '../api/types'
import { Choice } from '../parts/Choice'
import { useSession } from './session'

export function ProjectSwitch({ project }: { project: ProjectRef }) {
  const { session } = useSession()
  const navigate = useNavigate()
  const options = session.projects.map(({ id, name }) => ({ id, name: name || id }))
  return (
    <div className="project-switch">
      <Choice
        label="Project"
        hideLabel
        options={options}
        value={project.id}
        onChange={id => void navigate(`/p/${encodeURIComponent(id)}/apps`)}
      />
    </div>
  )
}

import './editor.css'
import { useParams } from 'react-router'
import { api } from '../api/api'
import { useLoad } from '../api/useLoad'
import { Loading } from '../parts/Loading'
import { Page } from '../parts/Page'
import { Problem } from '../parts/Problem'
import { useProject } from '../shell/session'
import { Workbench } from './Workbench'

/** One draft, open for writing. A chunk of its own, since CodeMirror is large. */
export function EditorPage() {
  const project = useProject()
  const { draft: id = '' } = useParams()
  const draft = useLoad(`draft ${project.id} ${id}`, signal => api.draft(project.id, id, signal))
  if (draft.data) return <Workbench key={id} draft={draft.data} />
  return (
    <Page title="Editor" up={{ name: 'Editor', to: `/p/${encodeURIComponent(project.id)}/editor` }}>
      {draft.error ? <Problem error={draft.error} onRetry={draft.reload} /> : <Loading lines={12} />}
    </Page>
  )
}

import { Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { api } from '../api/api'
import type { DraftSummary } from '../api/types'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import { Button } from '../parts/Button'
import { DataTable, type Column } from '../parts/DataTable'
import { Empty } from '../parts/Empty'
import { Loading } from '../parts/Loading'
import { Page } from '../parts/Page'
import { Problem } from '../parts/Problem'
import { Time } from '../parts/Time'
import { Window } from '../parts/Window'
import { includes, useProject } from '../shell/session'
import { NewDraft } from './NewDraft'
import { Name } from '../parts/Name'

/** Apps that are being written. */
export function DraftsPage() {
  const project = useProject()
  const drafts = useLoad(`drafts ${project.id}`, signal => api.drafts(project.id, signal))
  const [making, setMaking] = useState(false)
  const [removing, setRemoving] = useState<DraftSummary>()
  const remove = useAct(async (draft: DraftSummary) => {
    await api.removeDraft(project.id, draft.id)
    setRemoving(undefined)
    drafts.reload()
  })
  const columns = useMemo<Column<DraftSummary>[]>(() => [
    {
      id: 'name',
      title: 'Draft',
      cell: draft => <Link to={encodeURIComponent(draft.id)}><strong><Name text={draft.name} /></strong></Link>,
      value: draft => draft.name,
      wide: true,
    },
    { id: 'revision', title: 'Revision', cell: draft => draft.revision, value: draft => draft.revision, numeric: true },
    { id: 'changed', title: 'Changed', cell: draft => <Time at={draft.changedAt} />, value: draft => draft.changedAt },
    {
      id: 'remove',
      title: 'Delete',
      cell: draft => <Button look="danger" aria-label={`Delete ${draft.name}`} onPress={() => setRemoving(draft)}>Delete</Button>,
    },
  ], [])
  const mayWrite = includes(project.role, 'author')
  return (
    <Page
      title="Editor"
      note="Write an app, try it on a datasource, install it."
      actions={mayWrite && <Button look="main" onPress={() => setMaking(true)}><Plus size={16} aria-hidden /> New app</Button>}
    >
      {!mayWrite && <Empty title="Writing apps needs the role author">Yours here is {project.role}.</Empty>}
      {mayWrite && drafts.error && <Problem error={drafts.error} onRetry={drafts.reload} />}
      {mayWrite && drafts.loading && <Loading lines={4} />}
      {mayWrite && drafts.data && (drafts.data.items.length === 0
        ? <Empty title="No drafts yet">“New app” begins with a small one that runs.</Empty>
        : <DataTable label="Drafts" columns={columns} rows={drafts.data.items} rowKey={draft => draft.id} />)}
      {making && <NewDraft onClose={() => setMaking(false)} />}
      {removing && (
        <Window title={`Delete ${removing.name}?`} onClose={() => setRemoving(undefined)} busy={remove.busy}>
          <p>The draft’s code goes; an app installed from it stays.</p>
          {remove.error && <Problem error={remove.error} />}
          <div className="window-foot">
            <Button onPress={() => setRemoving(undefined)}>Cancel</Button>
            <Button look="danger" busy={remove.busy} onPress={() => void remove.run(removing)}>Delete draft</Button>
          </div>
        </Window>
      )}
    </Page>
  )
}

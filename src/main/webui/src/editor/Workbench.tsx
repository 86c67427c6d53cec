import { Play, Save } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { api } from '../api/api'
import { ApiError } from '../api/ApiError'
import type { Draft, Finding, Preview } from '../api/types'
import { useAct } from '../api/useAct'
import { Button } from '../parts/Button'
import { Empty } from '../parts/Empty'
import { Field } from '../parts/Field'
import { JsonField, parseJson } from '../parts/JsonField'
import { Loading } from '../parts/Loading'
import { Page } from '../parts/Page'
import { Panel } from '../parts/Panel'
import { includes, useProject } from '../shell/session'
import { CodePane } from './CodePane'
import { EditorNotices } from './EditorNotices'
import { FileTabs } from './FileTabs'
import { LeaveGuard } from './LeaveGuard'
import { marksFrom } from './marksFrom'
import { MayUse } from './MayUse'
import { fileOf, placeOf, type Place } from './place'
import { useDraft } from './useDraft'

// Comes with the first preview, not with the editor.
const PreviewPanes = lazy(async () => ({ default: (await import('./PreviewPanes')).PreviewPanes }))

/** Code on one side, what it gives on the other. Ctrl-Enter runs, Ctrl-S saves. */
export function Workbench({ draft: opened }: { draft: Draft }) {
  const project = useProject()
  const navigate = useNavigate()
  const draft = useDraft(project.id, opened)
  const [chosen, setFile] = useState('app.js')
  const file = chosen in draft.files ? chosen : 'app.js'
  const [goTo, setGoTo] = useState<Place>()
  const [input, setInput] = useState('{}')
  const [preview, setPreview] = useState<Preview>()
  const [findings, setFindings] = useState<Finding[]>()
  const parsed = parseJson(input)

  const save = useAct(() => draft.save())
  const check = useAct(async () => {
    if (draft.dirty) await draft.save()
    setFindings((await api.checkDraft(project.id, opened.id)).findings ?? [])
  })
  const run = useAct(async () => {
    if (!parsed.ok) return
    if (draft.dirty) await draft.save()
    setFindings(undefined)
    setPreview(await api.previewDraft(project.id, opened.id, parsed.value))
  })
  const install = useAct(async () => {
    if (draft.dirty) await draft.save()
    const made = await api.installDraft(project.id, opened.id)
    // One that waits for an admin is told of on the app's page.
    await navigate(`/p/${encodeURIComponent(project.id)}/apps/${encodeURIComponent('app' in made ? made.app : made.id)}`)
  })
  const acts = [save, check, run, install]
  const busy = acts.some(act => act.busy)
  const error = acts.map(act => act.error).find(each => each !== undefined)
  const clear = () => acts.forEach(act => act.clear())
  const start = (act: { run: () => Promise<void> }) => {
    if (busy) return
    clear()
    void act.run()
  }
  const resolve = useAct(async (how: () => Promise<void>) => {
    await how()
    clear()
  })

  const keys = useRef({ save: () => {}, run: () => {} })
  keys.current = { save: () => start(save), run: () => start(run) }
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const act = event.key === 'Enter' ? keys.current.run : event.key.toLowerCase() === 's' ? keys.current.save : undefined
      if (!act) return
      event.preventDefault()
      event.stopPropagation()
      act()
    }
    addEventListener('keydown', listen, { capture: true })
    return () => removeEventListener('keydown', listen, { capture: true })
  }, [])

  const show = (next: string) => {
    setFile(next)
    setGoTo(undefined)
  }
  const go = (place: Place) => {
    if (!(place.file in draft.files)) return
    setFile(place.file)
    setGoTo({ ...place })
  }
  const goToFinding = ({ where }: Finding) => {
    const inFile = fileOf(where, Object.keys(draft.files)) ?? 'app.js'
    go(placeOf(where) ?? { file: inFile, line: 1, column: 1 })
  }
  const shownFindings = error instanceof ApiError && error.findings.length > 0 ? error.findings : findings
  const marks = marksFrom(file, shownFindings, preview)

  return (
    <Page
      title={draft.name || 'Untitled'}
      up={{ name: 'Editor', to: `/p/${encodeURIComponent(project.id)}/editor` }}
      note={<span aria-live="polite">{save.busy ? 'Saving…' : draft.dirty ? 'Unsaved changes' : 'Saved'}</span>}
      actions={(
        <>
          <Button onPress={() => start(check)} busy={check.busy}>Check</Button>
          <Button onPress={() => start(save)} busy={save.busy} isDisabled={!draft.dirty}><Save size={16} aria-hidden /> Save</Button>
          {includes(project.role, 'operator') && <Button onPress={() => start(install)} busy={install.busy}>Install</Button>}
          <Button look="main" onPress={() => start(run)} busy={run.busy} isDisabled={!parsed.ok}><Play size={16} aria-hidden /> Run</Button>
        </>
      )}
    >
      <LeaveGuard dirty={draft.dirty && !install.busy} />
      <EditorNotices
        error={error}
        findings={findings}
        resolving={resolve}
        onGo={goToFinding}
        onTakeTheirs={() => void resolve.run(draft.takeTheirs)}
        onOverwrite={() => void resolve.run(draft.overwrite)}
      />
      <div className="workbench">
        <div className="work">
          <div className="code-panel">
            <FileTabs
              files={Object.keys(draft.files)}
              selected={file}
              onSelect={show}
              onAdd={name => { draft.rename(undefined, name); show(name) }}
              onRename={name => { draft.rename(file, name); show(name) }}
              onDelete={() => draft.rename(file, undefined)}
            />
            <CodePane
              file={file}
              text={draft.files[file] ?? ''}
              files={draft.files}
              onChange={(name, text) => draft.setFiles(before => ({ ...before, [name]: text }))}
              marks={marks}
              goTo={goTo?.file === file ? goTo : undefined}
            />
          </div>
          <p className="hint">Ctrl-Enter runs, Ctrl-S saves. Escape, then Tab leaves the code.</p>
        </div>
        <div className="results">
          <Panel title="Input">
            <JsonField label="Input" hideLabel rows={2} value={input} onChange={setInput} onSubmit={() => {}} />
          </Panel>
          {preview
            ? <Suspense fallback={<Loading lines={6} />}><PreviewPanes preview={preview} onGo={go} /></Suspense>
            : <Empty title="Not run yet">Ctrl-Enter runs the app on the datasource; nothing is installed.</Empty>}
          <Panel title="Draft">
            <Field label="Name of the draft" value={draft.name} onChange={draft.setName} maxLength={100} />
          </Panel>
          <MayUse files={draft.files} onChange={draft.setFiles} />
        </div>
      </div>
    </Page>
  )
}

import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { api } from '../api/api'
import type { Run } from '../api/types'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import { useLiveRuns } from '../live/useLiveRuns'
import { Button } from '../parts/Button'
import { Choice } from '../parts/Choice'
import { Empty } from '../parts/Empty'
import { Loading } from '../parts/Loading'
import { Page } from '../parts/Page'
import { Problem } from '../parts/Problem'
import { useProject } from '../shell/session'
import { isOpen, outcomes } from './outcome'
import { RunTable } from './RunTable'

const everything = { id: '', name: 'All' }

/** All runs of the project; the filter stands in the address. */
export function RunsPage() {
  const project = useProject()
  const [query, setQuery] = useSearchParams()
  const filter = { app: query.get('app') ?? '', outcome: query.get('outcome') ?? '', trigger: query.get('trigger') ?? '' }
  const filtered = Object.values(filter).some(Boolean)
  const key = `runs ${project.id} ${Object.values(filter).join(' ')}`
  const [open, setOpen] = useState(false)
  const [pollMillis, setPollMillis] = useState(1500)
  const first = useLoad(key, async signal => {
    const page = await api.runs(project.id, filter, signal)
    setOpen(page.items.some(isOpen))
    return page
  }, pollMillis)
  const wait = useLiveRuns(project.id, '', first.reload, open ? 1500 : 15_000)
  if (wait !== pollMillis) setPollMillis(wait)
  const apps = useLoad(`apps ${project.id}`, signal => api.apps(project.id, signal))
  const [older, setOlder] = useState<{ key: string; items: Run[]; next: string | null | undefined }>()
  const more = older?.key === key ? older : undefined
  const next = more ? more.next : first.data?.next
  const loadMore = useAct(async () => {
    const page = await api.runs(project.id, { ...filter, after: next ?? '' })
    setOlder({ key, items: [...(more?.items ?? []), ...page.items], next: page.next })
  })
  const choose = (name: string, value: string) => setQuery(before => {
    const changed = new URLSearchParams(before)
    if (value) changed.set(name, value)
    else changed.delete(name)
    return changed
  }, { replace: true })
  const runs = [...(first.data?.items ?? []), ...(more?.items ?? [])]
  const shown = [...new Map(runs.map(run => [run.id, run])).values()]
  return (
    <Page
      title="Runs"
      actions={(
        <>
          <Choice
            label="App"
            options={[{ ...everything, name: 'All apps' }, ...(apps.data?.items ?? [])]}
            value={filter.app}
            onChange={id => choose('app', id)}
            hideLabel
          />
          <Choice
            label="Outcome"
            options={[{ ...everything, name: 'All outcomes' }, ...outcomes]}
            value={filter.outcome}
            onChange={id => choose('outcome', id)}
            hideLabel
          />
          <Choice
            label="Started by"
            options={[{ ...everything, name: 'However started' }, { id: 'manual', name: 'By a person' }, { id: 'schedule', name: 'By schedule' }]}
            value={filter.trigger}
            onChange={id => choose('trigger', id)}
            hideLabel
          />
        </>
      )}
    >
      {first.error && <Problem error={first.error} onRetry={first.reload} />}
      {first.loading && <Loading lines={8} />}
      {first.data && (shown.length === 0
        ? <Empty title={filtered ? 'No run fits the filter' : 'Nothing has run yet'}>Open an app and press “Run now”.</Empty>
        : <RunTable project={project.id} runs={shown} withApp />)}
      {loadMore.error && <Problem error={loadMore.error} />}
      {next && <div className="centered"><Button onPress={() => void loadMore.run()} busy={loadMore.busy}>Older runs</Button></div>}
    </Page>
  )
}

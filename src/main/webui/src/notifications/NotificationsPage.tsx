import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { api } from '../api/api'
import type { Notification } from '../api/types'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import { useLiveInbox } from '../live/useLiveInbox'
import { Button } from '../parts/Button'
import { Choice } from '../parts/Choice'
import { Empty } from '../parts/Empty'
import { Loading } from '../parts/Loading'
import { Page } from '../parts/Page'
import { Problem } from '../parts/Problem'
import { includes, useProject } from '../shell/session'
import { NotificationRow } from './NotificationRow'
import { severities } from './severity'

const shownOptions = [{ id: '', name: 'Open' }, { id: 'false', name: 'Acknowledged' }, { id: 'all', name: 'All' }]

/** What apps and the platform told the people of the project, told last first; the filter stands in the address. */
export function NotificationsPage() {
  const project = useProject()
  const [query, setQuery] = useSearchParams()
  const shown = query.get('open') ?? ''
  const filter = {
    open: shown === '' ? 'true' : shown === 'all' ? '' : shown,
    severity: query.get('severity') ?? '',
    app: query.get('app') ?? '',
  }
  const key = `inbox ${project.id} ${Object.values(filter).join(' ')}`
  const [pollMillis, setPollMillis] = useState(30_000)
  const first = useLoad(key, signal => api.inbox(project.id, filter, signal), pollMillis)
  const wait = useLiveInbox(project.id, first.reload)
  if (wait !== pollMillis) setPollMillis(wait)
  const apps = useLoad(`apps ${project.id}`, signal => api.apps(project.id, signal))
  const [older, setOlder] = useState<{ key: string; items: Notification[]; next: string | null | undefined }>()
  const more = older?.key === key ? older : undefined
  const next = more ? more.next : first.data?.next
  const loadMore = useAct(async () => {
    const page = await api.inbox(project.id, { ...filter, after: next ?? '' })
    setOlder({ key, items: [...(more?.items ?? []), ...page.items], next: page.next })
  })
  const [acknowledging, setAcknowledging] = useState('')
  const acknowledge = useAct(async (id: string) => {
    setAcknowledging(id)
    const done = await api.acknowledge(project.id, id)
    setOlder(before => before && {
      ...before,
      items: before.items.flatMap(each => (each.id !== id ? [each] : filter.open === 'true' ? [] : [done])),
    })
    first.reload()
  })
  const choose = (name: string, value: string) => setQuery(before => {
    const changed = new URLSearchParams(before)
    if (value) changed.set(name, value)
    else changed.delete(name)
    return changed
  }, { replace: true })
  const items = [...new Map([...(more?.items ?? []), ...(first.data?.items ?? [])].map(each => [each.id, each])).values()]
    .sort((a, b) => (b.lastAt ?? b.createdAt).localeCompare(a.lastAt ?? a.createdAt))
  const filtered = Boolean(filter.severity || filter.app)
  return (
    <Page
      title="Notifications"
      actions={(
        <>
          <Choice label="Shown" options={shownOptions} value={shown} onChange={id => choose('open', id)} hideLabel />
          <Choice
            label="Severity"
            options={[{ id: '', name: 'All severities' }, ...severities]}
            value={filter.severity}
            onChange={id => choose('severity', id)}
            hideLabel
          />
          <Choice
            label="App"
            options={[{ id: '', name: 'All apps' }, ...(apps.data?.items ?? [])]}
            value={filter.app}
            onChange={id => choose('app', id)}
            hideLabel
          />
        </>
      )}
    >
      {first.error && <Problem error={first.error} onRetry={first.reload} />}
      {acknowledge.error && <Problem error={acknowledge.error} />}
      {first.loading && <Loading lines={8} />}
      {first.data && (items.length === 0
        ? (
          <Empty title={filtered ? 'Nothing fits the filter' : filter.open === 'true' ? 'Nothing to look at' : 'Nothing yet'}>
            What apps and schedules have to tell appears here until somebody acknowledges it.
          </Empty>
        )
        : (
          <ul className="told-list" aria-label="Notifications">
            {items.map(one => (
              <NotificationRow
                key={one.id}
                project={project.id}
                one={one}
                busy={acknowledge.busy && acknowledging === one.id}
                onAcknowledge={includes(project.role, 'operator') ? () => void acknowledge.run(one.id) : undefined}
              />
            ))}
          </ul>
        ))}
      {loadMore.error && <Problem error={loadMore.error} />}
      {next && <div className="centered"><Button onPress={() => void loadMore.run()} busy={loadMore.busy}>Older ones</Button></div>}
    </Page>
  )
}

import { useState } from 'react'
import { Link } from 'react-router'
import { api } from '../api/api'
import type { AppTrigger } from '../api/types'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import { Badge, type Tone } from '../parts/Badge'
import { Button } from '../parts/Button'
import { Loading } from '../parts/Loading'
import { Name } from '../parts/Name'
import { Problem } from '../parts/Problem'
import { Time } from '../parts/Time'
import { includes, useProject } from '../shell/session'
import { NewWebhook } from './NewWebhook'

const tones: Record<string, Tone> = { ON: 'ok', OFF: 'idle', PAUSED: 'warn', NOT_ASKED: 'idle' }
const words: Record<string, string> = { installed: 'Its installation', 'schema.refreshed': 'Another schema' }

/** What wakes an app beside people and its schedule, whether it does now, and what came last. */
export function TriggerList({ app, asked }: { app: string; asked: readonly string[] }) {
  const project = useProject()
  const triggers = useLoad(`triggers ${project.id} ${app}`, signal => api.triggers(project.id, app, signal))
  if (triggers.error) return <Problem error={triggers.error} onRetry={triggers.reload} />
  if (!triggers.data) return <Loading lines={3} />
  return (
    <>
      {triggers.data.items.length === 0 && <p className="none">No webhook yet</p>}
      <ul className="grants">
        {triggers.data.items.map(each => (
          <TriggerItem key={each.name} app={app} trigger={each} onChanged={triggers.reload} />
        ))}
      </ul>
      {asked.includes('webhook') && includes(project.role, 'author') && <NewWebhook app={app} onMade={triggers.reload} />}
    </>
  )
}

function TriggerItem({ app, trigger, onChanged }: { app: string; trigger: AppTrigger; onChanged: () => void }) {
  const project = useProject()
  const [sure, setSure] = useState(false)
  const isOn = trigger.state === 'ON'
  const turn = useAct(async () => {
    await api.switchTrigger(project.id, app, trigger.name, !isOn)
    onChanged()
  })
  const remove = useAct(async () => {
    await api.removeWebhook(project.id, app, trigger.name)
    onChanged()
  })
  const error = turn.error ?? remove.error
  return (
    <li>
      <span>
        {words[trigger.kind] ?? <>Webhook <Name text={trigger.name} /></>}{' '}
        <Badge tone={tones[trigger.state] ?? 'idle'}>{trigger.state.toLowerCase().replace('_', ' ')}</Badge>
        {trigger.address && <><br /><code><Name text={location.origin + trigger.address} /></code></>}
        {trigger.stopped && !isOn && <><br /><Name text={trigger.stopped} /></>}
      </span>
      <span>
        <TriggerLast trigger={trigger} project={project.id} />
        {includes(project.role, 'operator') && trigger.state !== 'NOT_ASKED' && (
          <Button look="quiet" busy={turn.busy} onPress={() => void turn.run()}>
            {isOn ? 'Switch off' : trigger.state === 'PAUSED' ? 'Run it in my name' : 'Switch on'}
          </Button>
        )}
        {trigger.kind === 'webhook' && includes(project.role, 'author') && (
          <Button look="quiet" busy={remove.busy} onPress={() => (sure ? void remove.run() : setSure(true))}>
            {sure ? 'Really remove' : 'Remove'}
          </Button>
        )}
        {error && <Problem error={error} />}
      </span>
    </li>
  )
}

function TriggerLast({ trigger, project }: { trigger: AppTrigger; project: string }) {
  const { last, refusedAt, refusedWhy } = trigger
  return (
    <>
      {!last && !refusedAt && <>nothing yet </>}
      {last && (
        <>
          <Time at={last.notedAt} />{' '}
          {last.run && <Link to={`/p/${encodeURIComponent(project)}/runs/${encodeURIComponent(last.run)}`}>run</Link>}
          {last.outcome === 'WAITING' && 'waits '}
          {last.reason && <Name text={last.reason} />}{' '}
        </>
      )}
      {refusedAt && <>refused <Time at={refusedAt} />: <Name text={refusedWhy ?? ''} />{' '}</>}
    </>
  )
}

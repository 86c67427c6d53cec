import { useState } from 'react'
import { api } from '../api/api'
import type { App, Schedule } from '../api/types'
import { useAct } from '../api/useAct'
import { Button } from '../parts/Button'
import { JsonField, parseJson } from '../parts/JsonField'
import { Notice } from '../parts/Notice'
import { Panel } from '../parts/Panel'
import { Problem } from '../parts/Problem'
import { Window } from '../parts/Window'
import { includes, useProject } from '../shell/session'
import { GrantList } from './GrantList'
import { ScheduleForm } from './ScheduleForm'
import { settingsPatch } from './settingsPatch'
import { TickList } from './TickList'
import { TriggerList } from './TriggerList'

/** What the app may do, when it runs, its settings, and taking it away. */
export function AppSettings({ app, onChanged, onRemoved }: { app: App; onChanged: () => void; onRemoved: () => void }) {
  const project = useProject()
  const before = app.scheduleDefinition ?? { cron: app.schedule ?? '' }
  const [schedule, setSchedule] = useState<Schedule>(before)
  const [settings, setSettings] = useState(JSON.stringify(app.settings ?? {}, null, 2))
  const [saved, setSaved] = useState(false)
  const [removing, setRemoving] = useState(false)
  const parsed = parseJson(settings)
  const save = useAct(async () => {
    if (!parsed.ok) return
    setSaved(false)
    const wanted = schedule.cron.trim() ? { ...schedule, zone: schedule.zone?.trim() || 'UTC' } : null
    const changed = (['cron', 'zone', 'overlap', 'catchUp'] as const).some(key => schedule[key] !== before[key])
    await api.changeApp(project.id, app.id, {
      settings: settingsPatch(app.settings ?? {}, parsed.value),
      settingsRevision: app.settingsRevision,
      ...(changed ? { schedule: wanted } : {}),
    })
    setSaved(true)
    onChanged()
  })
  const remove = useAct(async (data: 'keep' | 'purge') => {
    await api.removeApp(project.id, app.id, data)
    onRemoved()
  })
  const mayChange = includes(project.role, 'operator')
  return (
    <div className="columns">
      <Panel title="When and how it runs">
        <div className="form">
          <ScheduleForm schedule={schedule} onChange={setSchedule} isReadOnly={!mayChange} />
          <JsonField label="Settings" value={settings} onChange={setSettings} onSubmit={() => void save.run()} />
          {save.error && <Problem error={save.error} />}
          {saved && <Notice tone="ok">Saved</Notice>}
          {mayChange && <div><Button look="main" busy={save.busy} isDisabled={!parsed.ok} onPress={() => void save.run()}>Save</Button></div>}
        </div>
      </Panel>
      <div>
        {app.schedule && <Panel title="Its due times"><TickList app={app.id} /></Panel>}
        {app.triggers && app.triggers.length > 0 && (
          <Panel title="What else wakes it"><TriggerList app={app.id} asked={app.triggers} /></Panel>
        )}
        <Panel title="What it may do"><GrantList grants={app.grants ?? {}} /></Panel>
        {includes(project.role, 'admin') && (
          <Panel title="Remove">
            <p>Removing stops its schedule and takes it from this project.</p>
            <Button look="danger" onPress={() => setRemoving(true)}>Remove app</Button>
          </Panel>
        )}
      </div>
      {removing && (
        <Window title={`Remove ${app.name}?`} onClose={() => setRemoving(false)} busy={remove.busy}>
          <p>Its own tables can stay for a later install, or go for good.</p>
          {remove.error && <Problem error={remove.error} />}
          <div className="window-foot">
            <Button onPress={() => setRemoving(false)}>Cancel</Button>
            <Button onPress={() => void remove.run('keep')} busy={remove.busy}>Remove, keep data</Button>
            <Button look="danger" onPress={() => void remove.run('purge')} busy={remove.busy}>Remove with its data</Button>
          </div>
        </Window>
      )}
    </div>
  )
}

import { useState } from 'react'
import { api } from '../api/api'
import type { App, Schedule } from '../api/types'
import { useAct } from '../api/useAct'
import { isObject } from '../output/shape'
import { Button } from '../parts/Button'
import { JsonField, parseJson } from '../parts/JsonField'
import { Notice } from '../parts/Notice'
import { Panel } from '../parts/Panel'
import { Problem } from '../parts/Problem'
import { includes, useProject } from '../shell/session'
import { ConsentRows } from './ConsentRows'
import { ScheduleForm } from './ScheduleForm'
import { draftsOf, settingsFields, settingsOf } from './settingsFields'
import { SettingsForm } from './SettingsForm'
import { settingsPatch } from './settingsPatch'
import { TickList } from './TickList'
import { TriggerList } from './TriggerList'

/** What the app may do, when it runs, and its settings. */
export function AppSettings({ app, onChanged }: { app: App; onChanged: () => void }) {
  const project = useProject()
  const before = app.scheduleDefinition ?? { cron: app.schedule ?? '' }
  const [schedule, setSchedule] = useState<Schedule>(before)
  const [saved, setSaved] = useState(false)
  const now = isObject(app.settings) ? app.settings : {}
  const fields = settingsFields(app.settingsSchema)
  // Settings that no control stands for are kept as they are; without any control they are JSON.
  const others = Object.fromEntries(Object.entries(now).filter(([key]) => !fields.some(field => field.key === key)))
  const [drafts, setDrafts] = useState(() => draftsOf(fields, now))
  const [json, setJson] = useState(JSON.stringify(now, null, 2))
  const form = settingsOf(fields, drafts)
  const parsed = fields.length === 0 ? parseJson(json) : { ok: Object.keys(form.problems).length === 0, value: { ...others, ...form.settings } }
  const save = useAct(async () => {
    if (!parsed.ok || !('value' in parsed)) return
    setSaved(false)
    const wanted = schedule.cron.trim() ? { ...schedule, zone: schedule.zone?.trim() || 'UTC' } : null
    const changed = (['cron', 'zone', 'overlap', 'catchUp'] as const).some(key => schedule[key] !== before[key])
    await api.changeApp(project.id, app.id, {
      settings: settingsPatch(now, parsed.value),
      settingsRevision: app.settingsRevision,
      ...(changed ? { schedule: wanted } : {}),
    })
    setSaved(true)
    onChanged()
  })
  const mayChange = includes(project.role, 'operator')
  return (
    <div className="columns">
      <Panel title="When and how it runs">
        <div className="form">
          <ScheduleForm schedule={schedule} onChange={setSchedule} isReadOnly={!mayChange} />
          {fields.length === 0
            ? <JsonField label="Settings" value={json} onChange={setJson} onSubmit={() => void save.run()} />
            : <SettingsForm fields={fields} drafts={drafts} problems={form.problems} onChange={setDrafts} isReadOnly={!mayChange} />}
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
        <Panel title="What it may do"><ConsentRows label="What it may do" rows={app.mayDo ?? []} /></Panel>
      </div>
    </div>
  )
}

import type { NextTimes, Schedule } from '../api/types'
import { useLoad } from '../api/useLoad'
import { api } from '../api/api'
import { Choice } from '../parts/Choice'
import { Field } from '../parts/Field'
import { Name } from '../parts/Name'
import { useProject } from '../shell/session'
import { useSettled } from './useSettled'

const overlaps = [
  { id: 'skip', name: 'Skip the new time' },
  { id: 'queue-one', name: 'Let one time wait' },
  { id: 'queue-all', name: 'Let all times wait' },
  { id: 'cancel-old', name: 'Cancel the run before' },
]
const catchUps = [
  { id: 'skip', name: 'Start nothing later' },
  { id: 'once', name: 'Start once for all' },
  { id: 'all', name: 'Start each, one after the other' },
]

/** When an app runs by itself: the controls, and what they mean. */
export function ScheduleForm({ schedule, onChange, isReadOnly }:
  { schedule: Schedule; onChange: (schedule: Schedule) => void; isReadOnly: boolean }) {
  const project = useProject()
  const asked = useSettled(JSON.stringify({ ...schedule, cron: schedule.cron.trim(), zone: schedule.zone?.trim() || 'UTC' }), 400)
  const next = useLoad<NextTimes | undefined>(asked, async () => {
    const wanted = JSON.parse(asked) as Schedule
    return wanted.cron ? api.previewSchedule(project.id, wanted) : undefined
  })
  const set = (change: Partial<Schedule>) => onChange({ ...schedule, ...change })
  const scheduled = schedule.cron.trim() !== ''
  return (
    <>
      <Field
        label="Schedule (cron: minute hour day month weekday)"
        {...(scheduled ? {} : { hint: 'Empty: it runs only on demand' })}
        problem={scheduled ? next.error?.message : undefined}
        value={schedule.cron}
        onChange={cron => set({ cron })}
        isReadOnly={isReadOnly}
        placeholder="0 */6 * * *"
      />
      {scheduled && (
        <>
          <Field label="Time zone" value={schedule.zone ?? ''} onChange={zone => set({ zone })} isReadOnly={isReadOnly} placeholder="UTC" />
          {!isReadOnly && (
            <>
              <Choice
                label="When the run before still goes on"
                options={overlaps}
                value={schedule.overlap ?? 'skip'}
                onChange={overlap => set({ overlap })}
              />
              <Choice
                label="When no server was running"
                options={catchUps}
                value={schedule.catchUp ?? 'once'}
                onChange={catchUp => set({ catchUp })}
              />
            </>
          )}
          {next.data && (
            <div className="hint" role="status">
              <p><Name text={next.data.words} /></p>
              <ul aria-label="Next times">
                {next.data.next.map(due => <li key={due.at}><time dateTime={due.at}><Name text={localText(due.local)} /></time></li>)}
              </ul>
            </div>
          )}
        </>
      )}
    </>
  )
}

/** As the schedule's zone writes it, whichever zone the browser is in: 2026-03-29 03:00 +02:00. */
export function localText(local: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)/.exec(local)
  return parts ? `${parts[1]} ${parts[2]} ${parts[3] === 'Z' ? 'UTC' : parts[3]}` : local
}

import { api } from '../api/api'
import type { App } from '../api/types'
import { useAct } from '../api/useAct'
import { Button } from '../parts/Button'
import { Name } from '../parts/Name'
import { Notice } from '../parts/Notice'
import { Problem } from '../parts/Problem'
import { includes, useProject } from '../shell/session'

/** Why an app's schedule stands still, and a way to let it go on: as it was after somebody's pause, in one's own name otherwise. */
export function SchedulePaused({ app, onChanged }: { app: App; onChanged: () => void }) {
  const project = useProject()
  const takeOver = useAct(async () => {
    await api.changeApp(project.id, app.id, { schedule: app.scheduleDefinition ?? (app.schedule ? { cron: app.schedule } : null) })
    onChanged()
  })
  const resume = useAct(async () => {
    await api.resumeSchedule(project.id, app.id)
    onChanged()
  })
  const pause = app.scheduleDefinition?.paused
  if (!app.schedulePaused && pause) {
    const { by, reason } = pause === true ? {} : pause
    return (
      <>
        <Notice tone="warn">
          <p>The schedule is paused{by && <> by <Name text={by} /></>}{reason ? <>: <Name text={reason} /></> : '.'}</p>
          {includes(project.role, 'operator') && (
            <Button busy={resume.busy} onPress={() => void resume.run()}>Resume</Button>
          )}
        </Notice>
        {resume.error && <Problem error={resume.error} />}
      </>
    )
  }
  if (!app.schedulePaused) return null
  return (
    <>
      <Notice tone="warn">
        <p>The schedule is paused. <Name text={app.schedulePaused} /></p>
        {includes(project.role, 'operator') && (
          <Button busy={takeOver.busy} onPress={() => void takeOver.run()}>Run it in my name</Button>
        )}
      </Notice>
      {takeOver.error && <Problem error={takeOver.error} />}
    </>
  )
}

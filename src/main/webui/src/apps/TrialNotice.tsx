import { Hourglass } from 'lucide-react'
import { api } from '../api/api'
import type { App } from '../api/types'
import { useAct } from '../api/useAct'
import { Button } from '../parts/Button'
import { Problem } from '../parts/Problem'
import { Time } from '../parts/Time'
import { includes, useProject } from '../shell/session'

/** How long an app may still be tried, or that it may not any more; and the way to buy it. */
export function TrialNotice({ app, trial, onChanged }: { app: App; trial: NonNullable<App['trial']>; onChanged: () => void }) {
  const project = useProject()
  const buy = useAct(async () => {
    const { redirect } = await api.purchase(project.id, app.id)
    if (redirect && /^https?:\/\//.test(redirect)) location.assign(redirect)
    else onChanged()
  })
  const left = trial.daysLeft ?? 1
  return (
    <>
      <section className={left === 0 ? 'offer over' : 'offer'} aria-label="Trial">
        <Hourglass size={20} aria-hidden />
        <p>
          <strong>{left === 0 ? 'The trial is over' : `${left === 1 ? '1 day' : `${left} days`} of the trial left`}</strong>
          <span>{left === 0
            ? <>It ended <Time at={trial.endsAt} />. No run begins any more; its data and its last output stay.</>
            : <>It ends <Time at={trial.endsAt} />. Then no run begins any more; its data stays.</>}
          </span>
        </p>
        {includes(project.role, 'admin') && <Button look="main" busy={buy.busy} onPress={() => void buy.run()}>Buy it</Button>}
      </section>
      {buy.error && <Problem error={buy.error} />}
    </>
  )
}

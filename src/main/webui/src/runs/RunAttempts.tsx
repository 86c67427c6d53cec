import type { RunAttempt } from '../api/types'
import { AppText } from '../parts/AppText'
import { Panel } from '../parts/Panel'
import { Time } from '../parts/Time'
import { OutcomeBadge } from './OutcomeBadge'

/** Each try of a run that took more than one: how it ended, and why the next one began. */
export function RunAttempts({ attempts }: { attempts: RunAttempt[] }) {
  return (
    <Panel title="Attempts">
      <ol className="attempts">
        {attempts.map(each => (
          <li key={each.attempt}>
            <strong>Attempt {each.attempt}</strong>{' '}
            <OutcomeBadge run={each.outcome ? { state: 'ENDED', outcome: each.outcome } : { state: each.startedAt ? 'RUNNING' : 'QUEUED' }} />{' '}
            {each.startedAt && <Time at={each.startedAt} />}
            {each.error && <p className="run-where"><AppText text={each.error.message} charsMax={300} /> <code className="code">{each.error.code}</code></p>}
            {each.retryAt && <p className="run-where">The next attempt could begin <Time at={each.retryAt} /></p>}
          </li>
        ))}
      </ol>
    </Panel>
  )
}

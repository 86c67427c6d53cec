import type { Run } from '../api/types'
import { AppText } from '../parts/AppText'
import { Name } from '../parts/Name'
import { Time } from '../parts/Time'
import { journalText } from './journalText'
import { OutcomeBadge } from './OutcomeBadge'
import { isOpen } from './outcome'
import { RunAttempts } from './RunAttempts'
import { RunEffects } from './RunEffects'
import { RunUsage } from './RunUsage'
import { triggerText } from './triggerText'

/** The facts of a run, and its error with the place in the author's code, and what came before and of it; then what it used. */
export function RunDetails({ run }: { run: Run }) {
  return (
    <>
      <dl className="facts">
        <Fact name="Outcome"><OutcomeBadge run={run} /></Fact>
        <Fact name="Started by"><Name text={triggerText(run)} /></Fact>
        <Fact name="Created"><Time at={run.createdAt} /></Fact>
        <Fact name="Version"><Name text={run.version ?? '–'} /></Fact>
        <Fact name="Package"><code title={run.packageHash}>{run.packageHash?.replace(/^blake3:/, '').slice(0, 12) ?? '–'}</code></Fact>
        {(run.attempt ?? 1) > 1 && <Fact name="Attempt">{run.attempt}</Fact>}
        {!isOpen(run) && <Fact name="Replay">{journalText(run)}</Fact>}
      </dl>
      {run.error && (
        <div className="run-error">
          <p><code className="code">{run.error.code}</code> <AppText text={run.error.message} charsMax={800} /></p>
          {run.error.where && <p className="run-where">at <code><AppText text={run.error.where} charsMax={300} /></code></p>}
        </div>
      )}
      {run.attempts && run.attempts.length > 0 && <RunAttempts attempts={run.attempts} />}
      {run.effects && run.effects.length > 0 && <RunEffects effects={run.effects} />}
      <RunUsage run={run} />
    </>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>
}

import type { Run } from '../api/types'
import { AppText } from '../parts/AppText'
import { Name } from '../parts/Name'
import { Time } from '../parts/Time'
import { OutcomeBadge } from './OutcomeBadge'
import { RunUsage } from './RunUsage'
import { triggerText } from './triggerText'

/** The facts of a run, and its error with the place in the author's code. */
export function RunDetails({ run }: { run: Run }) {
  return (
    <>
      <dl className="facts">
        <Fact name="Outcome"><OutcomeBadge run={run} /></Fact>
        <Fact name="Started by"><Name text={triggerText(run)} /></Fact>
        <Fact name="Created"><Time at={run.createdAt} /></Fact>
        <Fact name="Version"><Name text={run.version ?? '–'} /></Fact>
        <Fact name="Package"><code title={run.packageHash}>{run.packageHash?.replace(/^blake3:/, '').slice(0, 12) ?? '–'}</code></Fact>
      </dl>
      <RunUsage run={run} />
      {run.error && (
        <div className="run-error">
          <p><code className="code">{run.error.code}</code> <AppText text={run.error.message} charsMax={800} /></p>
          {run.error.where && <p className="run-where">at <code><AppText text={run.error.where} charsMax={300} /></code></p>}
        </div>
      )}
    </>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>
}

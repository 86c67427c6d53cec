import type { Replay } from '../api/types'
import { AppText } from '../parts/AppText'
import { Name } from '../parts/Name'
import { Notice } from '../parts/Notice'
import { exactFuelText } from './fuelText'

type Call = NonNullable<Replay['divergence']>['got']

const verdicts: Record<string, string> = {
  CALLS_DIFFER: 'The replay made another host call',
  OUTCOME_DIFFERS: 'The replay ended otherwise',
  OUTPUT_DIFFERS: 'The replay returned another output',
  FUEL_DIFFERS: 'The replay returned the same with other steps',
  NOT_FINISHED: 'The replay did not finish, so nothing is known',
}

/** Whether a replay was the same as its run, and else the first thing that was not. */
export function ReplayResult({ replay }: { replay: Replay }) {
  const { divergence, outcome, error, fuel } = replay
  const calls = `${replay.calls} host ${replay.calls === 1 ? 'call' : 'calls'} answered from the record`
  if (replay.identical) {
    return <Notice tone="ok"><p>The replay was identical: the same calls, outcome, output and {exactFuelText(fuel.got)} steps; {calls}.</p></Notice>
  }
  return (
    <Notice tone="warn">
      <p>{verdicts[replay.verdict] ?? replay.verdict}; {calls}.</p>
      {divergence && (
        <dl className="replay-difference">
          <div><dt>Call {divergence.call} then</dt><dd><Called call={divergence.expected} /></dd></div>
          <div><dt>Call {divergence.call} now</dt><dd><Called call={divergence.got} /></dd></div>
        </dl>
      )}
      {outcome.expected !== outcome.got && <p>Outcome then {outcome.expected}, now {outcome.got}.</p>}
      {error && error.expected !== error.got
        && <p>Error then <AppText text={error.expected || 'none'} charsMax={200} />, now <AppText text={error.got || 'none'} charsMax={200} />.</p>}
      {replay.verdict === 'FUEL_DIFFERS' && <p>Then {exactFuelText(fuel.expected)} steps, now {exactFuelText(fuel.got)}.</p>}
      {replay.notes.map(note => <p key={note}><AppText text={note} charsMax={300} /></p>)}
    </Notice>
  )
}

function Called({ call }: { call: Call | undefined }) {
  if (!call) return <>none</>
  return <code><Name text={call.function} />{call.arguments && <> <AppText text={call.arguments} charsMax={300} /></>}</code>
}

import type { ReactNode } from 'react'
import type { Run } from '../api/types'
import { Share } from '../parts/Share'
import { bytesText, durationText } from '../parts/time'
import { exactFuelText, fuelText } from './fuelText'

/** What an ended run used, each beside its limit. */
export function RunUsage({ run }: { run: Run }) {
  const { fuel, memoryBytesMax, wallMillis, queueMillis, hostMillis, hostCalls, sqlMillis, sqlRows, egressBytes, tokens, commitMillis, limits } = run
  // Without limits and time no guest ran: it was refused or lost, and zeros would only puzzle.
  if (run.state !== 'ENDED' || wallMillis === undefined || fuel === undefined || (!limits && wallMillis === 0)) return null
  return (
    <dl className="usage" aria-label="What the run used">
      <Figure name="Fuel" value={<span title={exactFuelText(fuel)}>{fuelText(fuel)}</span>} note="steps that its code took">
        {limits && <Share name="Fuel" used={fuel} limit={limits.fuel} of={fuelText(limits.fuel)} />}
      </Figure>
      <Figure name="Memory" value={bytesText(memoryBytesMax ?? 0)} note="the most that it held">
        {limits && <Share name="Memory" used={memoryBytesMax ?? 0} limit={limits.memoryBytes} of={bytesText(limits.memoryBytes)} />}
      </Figure>
      <Figure name="Time" value={durationText(wallMillis)} note="from its start to its end">
        {limits && <Share name="Time" used={wallMillis} limit={limits.timeoutMillis} of={durationText(limits.timeoutMillis)} />}
      </Figure>
      <Figure name="In host calls" value={durationText(hostMillis ?? 0)} note={`of that time, in ${hostCalls ?? 0} ${hostCalls === 1 ? 'call' : 'calls'}`}>
        {limits && <Share name="Host calls" used={hostCalls ?? 0} limit={limits.hostCalls} of={`${limits.hostCalls} calls`} />}
      </Figure>
      {!!sqlMillis && <Figure name="In databases" value={durationText(sqlMillis)} note={`of that, for ${sqlRows ?? 0} rows`} />}
      {!!egressBytes && <Figure name="Over HTTP" value={bytesText(egressBytes)} note="sent and received" />}
      {!!tokens && <Figure name="Tokens" value={tokens.toLocaleString('en')} note="that models read and wrote" />}
      <Figure name="Waited" value={queueMillis === undefined || queueMillis === null ? '–' : durationText(queueMillis)} note="for its turn" />
      {commitMillis !== undefined && commitMillis !== null && <Figure name="Stored in" value={durationText(commitMillis)} note="after its end" />}
    </dl>
  )
}

function Figure({ name, value, note, children }: { name: string; value: ReactNode; note: string; children?: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span className="usage-value">{value}</span> <span className="usage-note">{note}</span>
        {children}
      </dd>
    </div>
  )
}

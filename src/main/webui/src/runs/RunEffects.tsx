import type { RunEffect } from '../api/types'
import { AppText } from '../parts/AppText'
import { Badge } from '../parts/Badge'
import { DataTable, type Column } from '../parts/DataTable'
import { Name } from '../parts/Name'
import { Panel } from '../parts/Panel'

const columns: Column<RunEffect>[] = [
  { id: 'call', title: 'Call', cell: effect => effect.call, value: effect => effect.call, numeric: true },
  {
    id: 'state',
    title: 'Changed',
    cell: effect => effect.state === 'DONE' ? <Badge tone="ok">Done</Badge> : <Badge tone="warn">In doubt</Badge>,
    value: effect => effect.state,
  },
  { id: 'function', title: 'Function', cell: effect => <code><Name text={effect.function} /></code>, value: effect => effect.function },
  { id: 'arguments', title: 'With', cell: effect => <code><AppText text={effect.arguments ?? ''} charsMax={200} /></code>, wide: true },
]

/** What a run had changed when its server was lost, and what nobody knows of: to be looked at before it is run again. */
export function RunEffects({ effects }: { effects: RunEffect[] }) {
  return (
    <Panel title="What it changed" flush>
      <DataTable label="What the run changed" columns={columns} rows={effects} rowKey={effect => String(effect.call)} />
    </Panel>
  )
}

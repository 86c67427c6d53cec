import type { HostCallRecord } from '../api/types'
import { Badge } from '../parts/Badge'
import { DataTable, type Column } from '../parts/DataTable'
import { Empty } from '../parts/Empty'
import { Name } from '../parts/Name'
import { durationText } from '../parts/time'

const columns: Column<HostCallRecord>[] = [
  { id: 'sequence', title: '#', cell: call => call.sequence, value: call => call.sequence, numeric: true },
  { id: 'function', title: 'Function', cell: call => <code><Name text={call.function} /></code>, value: call => call.function, wide: true },
  {
    id: 'answer',
    title: 'Answer',
    cell: call => <Badge tone={call.ok ? 'ok' : 'bad'}>{call.ok ? 'ok' : call.code ?? 'refused'}</Badge>,
    value: call => (call.ok ? '' : call.code),
  },
  { id: 'rows', title: 'Rows', cell: call => call.rows ?? <span className="none">–</span>, value: call => call.rows, numeric: true },
  {
    id: 'took',
    title: 'Took',
    cell: call => (call.durationMillis === undefined ? '–' : durationText(call.durationMillis)),
    value: call => call.durationMillis,
    numeric: true,
  },
]

/** Each call that the app made to its host. */
export function CallsTable({ calls }: { calls: HostCallRecord[] }) {
  if (calls.length === 0) return <Empty title="The app called nothing of its host" />
  return <DataTable label="Host calls" columns={columns} rows={calls} rowKey={call => String(call.sequence)} cards={false} />
}

import type { Run } from '../api/types'
import { Badge } from '../parts/Badge'
import { outcomeOf } from './outcome'

export function OutcomeBadge({ run }: { run: Pick<Run, 'state' | 'outcome'> }) {
  const { text, tone } = outcomeOf(run)
  return <Badge tone={tone}>{text}</Badge>
}

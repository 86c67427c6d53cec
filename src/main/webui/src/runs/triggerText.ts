import type { Run } from '../api/types'

/** What started a run, and who, in words. */
export function triggerText(run: Run): string {
  const kind = run.trigger?.kind.toLowerCase().replaceAll('_', ' ') ?? 'unknown'
  if (kind === 'schedule' || kind === 'scheduled') return 'schedule'
  if (kind === 'webhook') return run.trigger?.hook ? `webhook ${run.trigger.hook}` : kind
  if (run.principal?.kind === 'trigger') return kind
  const who = run.principal?.name
  return who ? `${who} (${kind})` : kind
}

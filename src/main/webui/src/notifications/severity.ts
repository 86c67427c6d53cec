import type { Notification } from '../api/types'
import type { Tone } from '../parts/Badge'

export const severities: { id: Notification['severity']; name: string; tone: Tone }[] = [
  { id: 'CRITICAL', name: 'Critical', tone: 'bad' },
  { id: 'WARNING', name: 'Warning', tone: 'warn' },
  { id: 'INFO', name: 'Info', tone: 'idle' },
]

export const severityOf = (id: string) => severities.find(each => each.id === id) ?? severities[2]!

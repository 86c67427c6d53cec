import type { App } from '../api/types'
import { Badge, type Tone } from '../parts/Badge'

/** Whether runs may begin; while it is updated they do, as the version before. */
export const isEnabled = (app: App) => app.state === 'ENABLED' || (app.state === 'UPDATING' && app.enabled !== false)

const tones: Record<string, Tone> = { ENABLED: 'ok', INSTALLING: 'busy', UPDATING: 'busy', UNINSTALLING: 'busy', FAILED: 'bad' }

export function AppState({ app }: { app: App }) {
  const word = app.state.charAt(0).toUpperCase() + app.state.slice(1).toLowerCase()
  return <Badge tone={tones[app.state] ?? 'idle'}>{word}</Badge>
}

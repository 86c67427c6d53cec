import type { App } from '../api/types'
import { Badge } from '../parts/Badge'

export const isEnabled = (app: App) => app.state.toUpperCase() === 'ENABLED'

export function AppState({ app }: { app: App }) {
  const word = app.state.charAt(0).toUpperCase() + app.state.slice(1).toLowerCase()
  return <Badge tone={isEnabled(app) ? 'ok' : 'idle'}>{word}</Badge>
}

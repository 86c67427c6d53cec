import type { Json } from '../api/types'
import { ErrorBoundary } from '../shell/ErrorBoundary'
import { OneView } from './OneView'
import type { View } from './views'

/** Views in twelve columns. One that breaks takes no other with it. */
export function ViewGrid({ views, output }: { views: View[]; output: Json }) {
  return (
    <div className="view-grid">
      {views.map((view, index) => <ErrorBoundary key={index}><OneView view={view} output={output} /></ErrorBoundary>)}
    </div>
  )
}

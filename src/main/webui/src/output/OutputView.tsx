import type { ReactNode } from 'react'
import type { Json, Misfit } from '../api/types'
import { TabSet } from '../parts/TabSet'
import { ErrorBoundary } from '../shell/ErrorBoundary'
import { JsonText } from './JsonText'
import { Misfits } from './Misfits'
import { ValueView } from './ValueView'
import { ViewGrid } from './ViewGrid'
import { viewsOf } from './views'
import './output.css'

const noMisfits: Misfit[] = []

/** An app's output: as its package wants it shown, or by its own shape, and always also as JSON, there with what does not fit. */
export function OutputView({ output, ui, misfits = noMisfits, aside }:
  { output: Json; ui?: Json | undefined; misfits?: Misfit[] | undefined; aside?: ReactNode }) {
  const views = viewsOf(ui)
  const view = views.length > 0
    ? <ViewGrid views={views} output={output} />
    : <div className="output"><ValueView value={output} label="Output" /></div>
  const json = <div className="output"><Misfits misfits={misfits} /><JsonText value={output} /></div>
  return (
    <TabSet
      label="Output"
      aside={aside}
      tabs={[
        { id: 'view', title: 'View', content: <ErrorBoundary>{view}</ErrorBoundary> },
        { id: 'json', title: 'JSON', count: misfits.length || undefined, content: json },
      ]}
    />
  )
}

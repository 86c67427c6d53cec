import { lazy, Suspense, type ReactNode } from 'react'
import type { Json } from '../api/types'
import { AppText } from '../parts/AppText'
import { Loading } from '../parts/Loading'
import { TabSet } from '../parts/TabSet'
import { ActionButton } from './ActionButton'
import { AlertList } from './AlertList'
import { CodeView } from './CodeView'
import { FormView } from './FormView'
import { JsonText } from './JsonText'
import { KeyValueView } from './KeyValueView'
import { MetricsView } from './MetricsView'
import { at } from './pointer'
import { rowsOf } from './rows'
import { isObject } from './shape'
import { StatusView } from './StatusView'
import { TableView } from './TableView'
import { TimelineView } from './TimelineView'
import { TreeView } from './TreeView'
import { ValueView } from './ValueView'
import { ViewFrame } from './ViewFrame'
import { ViewGrid } from './ViewGrid'
import type { View } from './views'

// They bring libraries of their own.
const ChartView = lazy(() => import('./chart/ChartView'))
const DiffView = lazy(() => import('./diff/DiffView'))
const MarkdownView = lazy(() => import('./MarkdownView'))

/** One view of `ui.json` with its part of the output. A value that does not fit the view is shown by its own shape. */
export function OneView({ view, output }: { view: View; output: Json }) {
  const { title, description, span } = view
  const frame = (children: ReactNode) => <ViewFrame title={title} description={description} span={span}>{children}</ViewFrame>
  if (view.type === 'tabs') {
    const tabs = view.tabs.map((tab, index) => ({ id: `${index}`, title: tab.title, content: <ViewGrid views={tab.views} output={output} /> }))
    return frame(<TabSet label={title || 'Parts'} tabs={tabs} />)
  }
  if (view.type === 'action') {
    return frame(<div><ActionButton label={view.label} input={view.input} confirm={view.confirm} danger={view.danger} /></div>)
  }
  if (view.type === 'form') return frame(<FormView fields={view.fields} label={view.label} input={view.input} />)
  const value = at(output, view.pointer)
  if (value === undefined || value === null) {
    return frame(<p className="none"><AppText text={view.empty || 'Nothing here yet'} /></p>)
  }
  const label = title || 'Value'
  const asItself = () => frame(<ValueView value={value} label={label} />)
  switch (view.type) {
    case 'status':
      return frame(<StatusView value={value} tones={view.tones} />)
    case 'metrics':
      return Array.isArray(value) ? asItself() : frame(<MetricsView value={value} items={view.items} title={title} />)
    case 'keyvalue':
      return view.items ? frame(<KeyValueView value={value} items={view.items} />) : asItself()
    case 'text':
      return typeof value === 'string' ? frame(<p className="prose"><AppText text={value} charsMax={4000} /></p>) : asItself()
    case 'code':
      return typeof value === 'string' ? frame(<CodeView text={value} language={view.language} label={label} />) : asItself()
    case 'json':
      return frame(<JsonText value={value} />)
    case 'tree':
      return frame(<TreeView label={label} value={value} fields={view.fields} tones={view.tones} />)
    case 'markdown':
      return typeof value === 'string' ? frame(<Lazily><MarkdownView text={value} below={title ? 2 : 1} /></Lazily>) : asItself()
    case 'diff':
      if (!isObject(value)) return asItself()
      return <Lazily><DiffView before={at(value, view.before)} after={at(value, view.after)} of={view.of} title={title} description={description} span={span} /></Lazily>
    default: {
      const rows = rowsOf(value)?.rows
      if (!rows) return asItself()
      if (rows.length === 0) return frame(<p className="none"><AppText text={view.empty || 'Nothing here'} /></p>)
      switch (view.type) {
        case 'table': return <TableView value={value} {...view} />
        case 'list': return frame(<AlertList label={label} rows={rows} fields={view.fields} tones={view.tones} actions={view.actions} />)
        case 'timeline': return frame(<TimelineView label={label} rows={rows} fields={view.fields} tones={view.tones} />)
        case 'chart': return <Lazily><ChartView rows={rows} chart={view} title={title} description={description} span={span} /></Lazily>
      }
    }
  }
}

function Lazily({ children }: { children: ReactNode }) {
  return <Suspense fallback={<Loading lines={4} />}>{children}</Suspense>
}

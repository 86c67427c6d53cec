import type { ReactNode } from 'react'
import type { Json } from '../api/types'
import { ErrorBoundary } from '../shell/ErrorBoundary'
import { TabSet } from '../parts/TabSet'
import { at, sectionsOf } from './hints'
import { HintedSection } from './HintedSection'
import { JsonText } from './JsonText'
import { ValueView } from './ValueView'

/** An app's output: as its package hints, or by its own shape, and always also as JSON. */
export function OutputView({ output, ui, aside }: { output: Json; ui?: Json | undefined; aside?: ReactNode }) {
  const sections = sectionsOf(ui).flatMap(section => {
    const value = at(output, section.pointer)
    return value === undefined ? [] : [{ section, value }]
  })
  const view = sections.length > 0
    ? (
      <div className="output">
        {sections.map(({ section, value }, index) => (
          <HintedSection key={index} section={section} value={value} />
        ))}
      </div>
    )
    : <div className="output"><ValueView value={output} label="Output" /></div>
  return (
    <TabSet
      label="Output"
      aside={aside}
      tabs={[
        { id: 'view', title: 'View', content: <ErrorBoundary>{view}</ErrorBoundary> },
        { id: 'json', title: 'JSON', content: <JsonText value={output} /> },
      ]}
    />
  )
}

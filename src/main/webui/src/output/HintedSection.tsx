import type { Json } from '../api/types'
import { AppText } from '../parts/AppText'
import { JsonText } from './JsonText'
import { Metrics } from './Metrics'
import { RowsTable } from './RowsTable'
import { isObject, shapeOf } from './shape'
import { ValueView } from './ValueView'
import type { Section } from './hints'
import { Name } from '../parts/Name'

/** One section of `ui.json`. A value that does not fit the wanted form is shown by its own. */
export function HintedSection({ section, value }: { section: Section; value: Json }) {
  return (
    <section className="part">
      <h2><Name text={section.title} /></h2>
      <Body section={section} value={value} />
    </section>
  )
}

function Body({ section: { kind, title, columns }, value }: { section: Section; value: Json }) {
  if (kind === 'json') return <JsonText value={value} />
  if (kind === 'text' && typeof value === 'string') return <p className="prose"><AppText text={value} charsMax={4000} /></p>
  if (kind === 'metrics' && isObject(value)) return <Metrics value={value} />
  const shape = shapeOf(value)
  if (kind === 'table' && shape.kind === 'rows' && columns?.length) {
    return <RowsTable label={title} columns={columns} rows={shape.rows} />
  }
  return <ValueView value={value} label={title} />
}

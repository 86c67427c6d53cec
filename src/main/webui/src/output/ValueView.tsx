import type { Json } from '../api/types'
import { Cell } from './Cell'
import { asItIs } from './FormattedValue'
import { JsonText } from './JsonText'
import { TableView } from './TableView'
import { shapeOf } from './shape'
import { titleOf } from './titleOf'
import { Name } from '../parts/Name'

/** Deeper parts than this are shown as JSON. */
const depthMax = 3

/** A value by its shape: rows as a table, an object as names and values with its parts below, a scalar as itself. */
export function ValueView({ value, label, depth = 0 }: { value: Json; label: string; depth?: number }) {
  const shape = shapeOf(value)
  switch (shape.kind) {
    case 'scalar':
      return <p className="scalar"><Cell value={shape.value} /></p>
    case 'values':
      if (shape.values.length === 0) return <p className="none">empty list</p>
      return <TableView title="" value={shape.values.map(each => ({ value: each }))} columns={valueColumn} label={label} />
    case 'rows':
      return <TableView title="" value={value} label={label} />
    case 'object':
      if (shape.plain.length + shape.parts.length === 0) return <p className="none">empty object</p>
      if (depth >= depthMax) return <JsonText value={value} />
      return (
        <>
          {shape.plain.length > 0 && (
            <dl className="pairs">
              {shape.plain.slice(0, pairCountMax).map(([key, each]) => (
                <div key={key}>
                  <dt><Name text={titleOf(key)} /></dt>
                  <dd><Cell value={each} name={key} /></dd>
                </div>
              ))}
            </dl>
          )}
          {shape.parts.slice(0, pairCountMax).map(([key, each]) => (
            <section className="part" key={key}>
              {depth === 0 ? <h2><Name text={titleOf(key)} /></h2> : <h3 className="minor"><Name text={titleOf(key)} /></h3>}
              <ValueView value={each} label={titleOf(key)} depth={depth + 1} />
            </section>
          ))}
        </>
      )
  }
}

const valueColumn = [{ ...asItIs, key: 'value', title: 'Value' }]
const pairCountMax = 200

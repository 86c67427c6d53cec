import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import type { JsonObject } from '../../api/types'
import { Button } from '../../parts/Button'
import { Name } from '../../parts/Name'
import { visible } from '../../parts/visible'
import { download } from '../download'
import { formatted } from '../format'
import { RowsTable } from '../RowsTable'
import { asItIs } from '../FormattedValue'
import { ViewFrame } from '../ViewFrame'
import type { ChartSpec } from '../views'
import { drawingOf, type Drawing } from './drawing'
import { pngOf, svgOf } from './picture'
import { pointsOf, type Points } from './points'

const height = 260

/** Numbers as a picture, by a closed vocabulary: an app names rows, keys and tones, and never how it is drawn. */
export default function ChartView({ rows, chart, title, description, span }:
  { rows: JsonObject[]; chart: ChartSpec; title: string; description: string; span: number }) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set())
  const [asTable, setAsTable] = useState(false)
  const points = useMemo(() => pointsOf(rows, chart), [rows, chart])
  const drawing = useMemo(() => drawingOf(points, chart, hidden, width, height), [points, chart, hidden, width])
  const columns = useMemo(() => [
    { ...asItIs, key: chart.x.key, title: chart.x.title || chart.x.key },
    ...chart.series.map(each => ({ ...asItIs, format: chart.format, unit: chart.unit, key: each.key, title: each.title })),
  ], [chart])
  const save = async (kind: 'svg' | 'png') => {
    if (!box.current) return
    const blob = kind === 'svg' ? svgOf(drawing, box.current, title) : await pngOf(drawing, box.current)
    download(blob, `${title || 'chart'}.${kind}`)
  }
  const toggle = (index: number) => {
    const next = new Set(hidden)
    if (!next.delete(index)) next.add(index)
    setHidden(next)
  }
  const tools = (
    <>
      <Button look="quiet" onPress={() => setAsTable(!asTable)}>{asTable ? 'Show as chart' : 'Show as table'}</Button>
      {!asTable && <Button look="quiet" aria-label={`Download ${title || 'the chart'} as SVG`} onPress={() => void save('svg')}>SVG</Button>}
      {!asTable && <Button look="quiet" aria-label={`Download ${title || 'the chart'} as PNG`} onPress={() => void save('png')}>PNG</Button>}
    </>
  )
  return (
    <ViewFrame title={title} description={description} span={span} tools={tools}>
      {asTable && <RowsTable label={title || 'Numbers'} columns={columns} rows={rows} />}
      <div className="chart" ref={box} hidden={asTable}>
        {points.series.length > 1 && (
          <ul className="legend">
            {points.series.map((series, index) => (
              <li key={index}>
                <button type="button" aria-pressed={!hidden.has(index)} onClick={() => toggle(index)}>
                  <span className={`swatch chart-colour ${series.tone}`} aria-hidden="true" /> <Name text={series.title} />
                </button>
              </li>
            ))}
          </ul>
        )}
        <Picture drawing={drawing} points={points} chart={chart} hidden={hidden} title={title} />
      </div>
      {points.left > 0 && <p className="none">{points.left.toLocaleString('en')} of {rows.length.toLocaleString('en')} rows are not drawn; the table has all.</p>}
    </ViewFrame>
  )
}

/** The picture, and the numbers at the place that is pointed at: by the mouse, a finger, or the arrow keys. */
function Picture({ drawing, points, chart, hidden, title }:
  { drawing: Drawing; points: Points; chart: ChartSpec; hidden: ReadonlySet<number>; title: string }) {
  const [index, setIndex] = useState<number>()
  const place = index === undefined ? undefined : drawing.places[index]
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const from = event.currentTarget.getBoundingClientRect()
    setIndex(nearest(drawing, ((event.clientX - from.left) / from.width) * drawing.width))
  }
  const move = (event: KeyboardEvent) => {
    const last = drawing.places.length - 1
    const next = { ArrowLeft: Math.max(0, (index ?? last + 1) - 1), ArrowRight: Math.min(last, (index ?? -1) + 1), Home: 0, End: last }[event.key]
    if (next === undefined && event.key !== 'Escape') return
    event.preventDefault()
    setIndex(next)
  }
  return (
    <div className="chart-picture">
      <svg
        viewBox={`0 0 ${drawing.width} ${drawing.height}`} height={drawing.height} role="img" tabIndex={0}
        aria-label={`${title || 'Chart'}: ${points.xs.length} points of ${points.series.map(series => visible(series.title)).join(', ')}. Arrow keys go from point to point`}
        onPointerMove={point} onPointerLeave={() => setIndex(undefined)} onKeyDown={move} onBlur={() => setIndex(undefined)}
      >
        {drawing.shapes.map((shape, key) => <path key={key} d={shape.path} className={`chart-shape chart-colour ${shape.tone} ${shape.look}`} />)}
        {drawing.words.map((word, key) => <text key={key} x={word.x} y={word.y} textAnchor={word.anchor}>{visible(word.text)}</text>)}
        {place && <path className="chart-here" d={`M${place.x},${drawing.top}V${drawing.bottom}`} />}
      </svg>
      {place && index !== undefined && (
        <div className={`chart-tip ${place.x > drawing.width / 2 ? 'before' : 'after'}`} style={{ insetInlineStart: `${(place.x / drawing.width) * 100}%` }} role="status">
          <p>{xText(points, index)}</p>
          <dl>
            {points.series.map((series, key) => hidden.has(key) ? null : (
              <div key={key}>
                <dt><span className={`swatch chart-colour ${series.tone}`} aria-hidden="true" /> <Name text={series.title} /></dt>
                <dd>{formatted(series.values[index], chart.format, chart.unit)}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </div>
  )
}

function xText(points: Points, index: number): string {
  const value = points.xs[index]
  if (points.scale === 'category') return visible((points.names[index] ?? '').slice(0, 80))
  return formatted(value, points.scale === 'time' ? 'time' : undefined)
}

function nearest({ places }: Drawing, x: number): number | undefined {
  let found: number | undefined
  let distance = Number.POSITIVE_INFINITY
  for (const place of places) {
    if (Math.abs(place.x - x) < distance) {
      distance = Math.abs(place.x - x)
      found = place.index
    }
  }
  return found
}

function useWidth(box: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(640)
  useEffect(() => {
    if (!box.current || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(entries => {
      const wide = entries[0]?.contentRect.width
      if (wide) setWidth(Math.max(200, Math.round(wide)))
    })
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [box])
  return width
}

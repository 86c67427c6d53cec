import { useMemo, useState } from 'react'
import type { Json } from '../../api/types'
import { AppText } from '../../parts/AppText'
import { Badge } from '../../parts/Badge'
import { Button } from '../../parts/Button'
import { visible } from '../../parts/visible'
import { Cell } from '../Cell'
import { ViewFrame } from '../ViewFrame'
import { changesOf, type Change } from './data'
import { folded, linesOf, pairsOf, type Line } from './lines'

interface Props { before: Json | undefined; after: Json | undefined; of: 'text' | 'data'; title: string; description: string; span: number }

/** Two values and what is different: texts line by line, data key by key. */
export default function DiffView({ before, after, of, title, description, span }: Props) {
  const [inline, setInline] = useState(false)
  const lines = useMemo(() => of === 'text' ? linesOf(textOf(before), textOf(after)) : undefined, [before, after, of])
  const tools = lines && <Button look="quiet" onPress={() => setInline(!inline)}>{inline ? 'Side by side' : 'Inline'}</Button>
  return (
    <ViewFrame title={title} description={description} span={span} tools={tools}>
      {of === 'data' || !lines
        ? <Changes changes={changesOf(before, after)} />
        : lines.every(line => line.kind === 'same')
          ? <p className="none">No difference</p>
          : inline ? <Inline lines={lines} /> : <SideBySide lines={lines} />}
    </ViewFrame>
  )
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value, null, 2)
}

const signs = { same: ' ', gone: '−', new: '+' }
const words = { same: '', gone: 'gone: ', new: 'new: ' }

function Inline({ lines }: { lines: Line[] }) {
  return (
    <div className="diff" tabIndex={0} role="region" aria-label="Difference">
      <table className="diff-lines">
        <tbody>
          {folded(lines, line => line.kind === 'same').map((row, index) => 'hidden' in row
            ? <Fold key={index} count={row.hidden} columns={3} />
            : (
              <tr key={index} className={row.kind}>
                <td className="diff-number">{row.before}</td>
                <td className="diff-number">{row.after}</td>
                <LineText line={row} />
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

function SideBySide({ lines }: { lines: Line[] }) {
  return (
    <div className="diff" tabIndex={0} role="region" aria-label="Difference">
      <table className="diff-lines beside">
        <tbody>
          {folded(pairsOf(lines), ([left]) => left?.kind === 'same').map((row, index) => 'hidden' in row
            ? <Fold key={index} count={row.hidden} columns={4} />
            : (
              <tr key={index}>
                <td className="diff-number">{row[0]?.before}</td>
                <LineText line={row[0]} />
                <td className="diff-number">{row[1]?.after}</td>
                <LineText line={row[1]} />
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

function LineText({ line }: { line: Line | undefined }) {
  if (!line) return <td className="diff-text missing" />
  return (
    <td className={`diff-text ${line.kind}`}>
      <span className="diff-sign" aria-hidden="true">{signs[line.kind]}</span>
      <span className="off-screen">{words[line.kind]}</span>
      <bdi>{visible(line.text.slice(0, 2000))}</bdi>
    </td>
  )
}

function Fold({ count, columns }: { count: number; columns: number }) {
  return <tr className="diff-fold"><td colSpan={columns}>{count} {count === 1 ? 'line' : 'lines'} without a change</td></tr>
}

const kinds = { new: ['ok', 'new'], gone: ['bad', 'gone'], changed: ['warn', 'changed'] } as const

function Changes({ changes }: { changes: Change[] }) {
  const [all, setAll] = useState(false)
  if (changes.length === 0) return <p className="none">No difference</p>
  const shown = all ? changes : changes.slice(0, 100)
  return (
    <>
      <ul className="changes" aria-label="Changes">
        {shown.map((change, index) => (
          <li key={index}>
            <Badge tone={kinds[change.kind][0]}>{kinds[change.kind][1]}</Badge>
            <code><AppText text={change.path || 'all of it'} charsMax={160} /></code>
            <span className="change-values">
              {change.before !== undefined && <del><Cell value={change.before} /></del>}
              {change.kind === 'changed' && <span aria-hidden="true"> → </span>}
              {change.after !== undefined && <ins><Cell value={change.after} /></ins>}
            </span>
          </li>
        ))}
      </ul>
      {!all && changes.length > shown.length && (
        <button type="button" className="table-more standing" onClick={() => setAll(true)}>{shown.length} of {changes.length} changes · show all</button>
      )}
    </>
  )
}

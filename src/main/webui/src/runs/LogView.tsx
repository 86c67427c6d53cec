import { useMemo, useState } from 'react'
import type { LogLine } from '../api/types'
import { AppText } from '../parts/AppText'
import { Choice } from '../parts/Choice'
import { Empty } from '../parts/Empty'
import { Field } from '../parts/Field'

const levels = ['debug', 'info', 'warn', 'error']
const options = [
  { id: 'debug', name: 'All levels' },
  { id: 'info', name: 'Info and up' },
  { id: 'warn', name: 'Warnings and errors' },
  { id: 'error', name: 'Errors' },
]
const lineCountMax = 2000

/** What an app logged, by level and by words. */
export function LogView({ lines }: { lines: LogLine[] }) {
  const [level, setLevel] = useState('debug')
  const [words, setWords] = useState('')
  const shown = useMemo(() => {
    const wanted = words.trim().toLowerCase()
    return lines.filter(line => levels.indexOf(line.level.toLowerCase()) >= levels.indexOf(level)
      && (wanted === '' || `${line.message} ${fieldsOf(line)}`.toLowerCase().includes(wanted)))
  }, [lines, level, words])
  if (lines.length === 0) return <Empty title="The app logged nothing" />
  return (
    <div className="log">
      <div className="log-tools">
        <Choice label="Level" hideLabel options={options} value={level} onChange={setLevel} />
        <Field label="Find in the log" value={words} onChange={setWords} placeholder="Find" type="search" />
      </div>
      {shown.length === 0
        ? <Empty title="No line fits" />
        : (
          <ol className="log-lines" aria-label="Log" tabIndex={0}>
            {shown.slice(0, lineCountMax).map((line, index) => (
              <li key={index} className={`log-line ${levels.includes(line.level.toLowerCase()) ? line.level.toLowerCase() : ''}`}>
                <span className="log-at">{clockOf(line.at)}</span>
                <span className="log-level">{line.level.toLowerCase()}</span>
                <span className="log-text">
                  <AppText text={line.message} charsMax={600} />
                  {fieldsOf(line) && <code className="log-fields"><AppText text={fieldsOf(line)} charsMax={300} /></code>}
                </span>
              </li>
            ))}
            {shown.length > lineCountMax && <li className="none">and {shown.length - lineCountMax} more lines</li>}
          </ol>
        )}
    </div>
  )
}

function fieldsOf({ fields }: LogLine): string {
  if (fields === undefined || fields === null) return ''
  const text = typeof fields === 'string' ? fields : JSON.stringify(fields)
  return text === '{}' ? '' : text
}

function clockOf(at: string | undefined): string {
  const date = at ? new Date(at) : undefined
  if (!date || Number.isNaN(date.getTime())) return ''
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

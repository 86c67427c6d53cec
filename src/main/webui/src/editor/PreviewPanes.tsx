import type { Preview } from '../api/types'
import { Empty } from '../parts/Empty'
import { Notice } from '../parts/Notice'
import { Name } from '../parts/Name'
import { TabSet } from '../parts/TabSet'
import { OutputView } from '../output/OutputView'
import { CallsTable } from '../runs/CallsTable'
import { LogView } from '../runs/LogView'
import { OutcomeBadge } from '../runs/OutcomeBadge'
import { usageText } from '../runs/usageText'
import { AppText } from '../parts/AppText'
import { ToldList } from './ToldList'
import { placeOf, type Place } from './place'

/** What the last try gave. */
export function PreviewPanes({ preview, onGo }: { preview: Preview; onGo: (place: Place) => void }) {
  const { run, output, log, calls } = preview
  const missing = preview.capabilities?.missing ?? []
  const told = preview.notices ?? []
  const place = placeOf(run.error?.where)
  return (
    <div className="preview">
      <p className="preview-head">
        <OutcomeBadge run={run} />
        <span>{usageText(run)}</span>
      </p>
      {run.error && (
        <div className="run-error" role="alert">
          <p><code className="code">{run.error.code}</code> <AppText text={run.error.message} charsMax={800} /></p>
          {run.error.where && (
            <p className="run-where">
              at {place
                ? <button type="button" className="where" onClick={() => onGo(place)}><Name text={run.error.where} /></button>
                : <code><AppText text={run.error.where} /></code>}
            </p>
          )}
        </div>
      )}
      {missing.length > 0 && (
        <Notice tone="warn">It called <Name text={missing.join(', ')} />, which it may not use yet: tick it under “It may use”.</Notice>
      )}
      <TabSet
        key={run.id}
        label="Result of the run"
        tabs={[
          {
            id: 'output',
            title: 'Output',
            content: output === undefined || (run.outcome && run.outcome !== 'SUCCEEDED')
              ? <Empty title="No output" />
              : <OutputView output={output} ui={preview.ui} misfits={preview.misfits} />,
          },
          { id: 'log', title: 'Log', count: log.length, content: <LogView lines={log} /> },
          ...(told.length > 0
            ? [{ id: 'told', title: 'Tells people', count: told.length, content: <ToldList told={told} /> }]
            : []),
          { id: 'calls', title: 'Host calls', count: calls.length, content: <CallsTable calls={calls} /> },
        ]}
      />
    </div>
  )
}

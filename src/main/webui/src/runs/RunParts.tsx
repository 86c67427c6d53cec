import { useState } from 'react'
import { api } from '../api/api'
import { ApiError } from '../api/ApiError'
import type { Run } from '../api/types'
import { useLoad } from '../api/useLoad'
import type { LiveRun } from '../live/useLiveRun'
import { Empty } from '../parts/Empty'
import { Loading } from '../parts/Loading'
import { Problem } from '../parts/Problem'
import { TabSet } from '../parts/TabSet'
import { OutputView } from '../output/OutputView'
import { CallsTable } from './CallsTable'
import { LogView } from './LogView'
import { isOpen } from './outcome'
import { RunGiven } from './RunGiven'

/**
 * Output, log, host calls and what a run was given: of an open run what was told so far, of one that has ended what is stored.
 *
 * @param mayRead whether the person may see what it was given
 */
export function RunParts({ project, run, live, mayRead }: { project: string; run: Run; live: LiveRun; mayRead: boolean }) {
  const open = isOpen(run)
  // What somebody has chosen to read stays when the run ends.
  const [chosen, setChosen] = useState<string>()
  const key = `${run.id} ${run.state}`
  const log = useLoad(`log ${key}`, async signal =>
    open ? { items: [] } : api.runLog(project, run.id, signal))
  const calls = useLoad(`calls ${key}`, async signal =>
    open ? { items: [] } : api.runCalls(project, run.id, signal))
  const lines = open ? live.lines : log.data?.items
  const made = open ? live.calls : calls.data?.items
  const output = useLoad(`output ${key}`, async signal =>
    run.outcome === 'SUCCEEDED' ? { value: await outputOf(project, run.id, signal) } : { value: undefined })
  const shown = output.data?.value
  return (
    <TabSet
      label="Parts of the run"
      selected={chosen ?? (open ? 'log' : 'output')}
      onSelect={setChosen}
      tabs={[
        {
          id: 'output',
          title: 'Output',
          content: output.error
            ? <Problem error={output.error} onRetry={output.reload} />
            : output.loading
              ? <Loading />
              : shown
                ? <OutputView output={shown.output} ui={shown.ui} misfits={shown.misfits} />
                : <Empty title={isOpen(run) ? 'The output comes when the run ends' : 'This run has no output'} />,
        },
        {
          id: 'log',
          title: 'Log',
          count: lines?.length,
          content: log.error
            ? <Problem error={log.error} onRetry={log.reload} />
            : lines ? <LogView lines={lines} /> : <Loading />,
        },
        {
          id: 'calls',
          title: 'Host calls',
          count: made?.length,
          content: calls.error
            ? <Problem error={calls.error} onRetry={calls.reload} />
            : made ? <CallsTable calls={made} /> : <Loading />,
        },
        ...(mayRead ? [{ id: 'given', title: 'Input', content: <RunGiven project={project} run={run.id} /> }] : []),
      ]}
    />
  )
}

async function outputOf(project: string, run: string, signal: AbortSignal) {
  try {
    return await api.runView(project, run, signal)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined
    throw error
  }
}

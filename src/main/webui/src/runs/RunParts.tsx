import { api } from '../api/api'
import { ApiError } from '../api/ApiError'
import type { Run } from '../api/types'
import { useLoad } from '../api/useLoad'
import { Empty } from '../parts/Empty'
import { Loading } from '../parts/Loading'
import { Problem } from '../parts/Problem'
import { TabSet } from '../parts/TabSet'
import { OutputView } from '../output/OutputView'
import { CallsTable } from './CallsTable'
import { LogView } from './LogView'
import { isOpen } from './outcome'

/** Output, log and host calls of a stored run. */
export function RunParts({ project, run }: { project: string; run: Run }) {
  const poll = isOpen(run) ? 1500 : 0
  const key = `${run.id} ${run.state}`
  const log = useLoad(`log ${key}`, signal => api.runLog(project, run.id, signal), poll)
  const calls = useLoad(`calls ${key}`, signal => api.runCalls(project, run.id, signal), poll)
  const output = useLoad(`output ${key}`, async signal =>
    run.outcome === 'SUCCEEDED' ? { value: await outputOf(project, run.id, signal) } : { value: undefined })
  const hasOutput = output.data?.value !== undefined
  return (
    <TabSet
      key={run.state}
      label="Parts of the run"
      tabs={[
        {
          id: 'output',
          title: 'Output',
          content: output.error
            ? <Problem error={output.error} onRetry={output.reload} />
            : output.loading
              ? <Loading />
              : hasOutput
                ? <OutputView output={output.data?.value ?? null} />
                : <Empty title={isOpen(run) ? 'The output comes when the run ends' : 'This run has no output'} />,
        },
        {
          id: 'log',
          title: 'Log',
          count: log.data?.items.length,
          content: log.error
            ? <Problem error={log.error} onRetry={log.reload} />
            : log.data ? <LogView lines={log.data.items} /> : <Loading />,
        },
        {
          id: 'calls',
          title: 'Host calls',
          count: calls.data?.items.length,
          content: calls.error
            ? <Problem error={calls.error} onRetry={calls.reload} />
            : calls.data ? <CallsTable calls={calls.data.items} /> : <Loading />,
        },
      ]}
    />
  )
}

async function outputOf(project: string, run: string, signal: AbortSignal) {
  try {
    return await api.runOutput(project, run, signal)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined
    throw error
  }
}

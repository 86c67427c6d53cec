import { api } from '../api/api'
import { useLoad } from '../api/useLoad'
import { JsonText } from '../output/JsonText'
import { Loading } from '../parts/Loading'
import { Panel } from '../parts/Panel'
import { Problem } from '../parts/Problem'

/** What a run was started with, and its app's settings as they were then. */
export function RunGiven({ project, run }: { project: string; run: string }) {
  const given = useLoad(`given ${run}`, signal => api.runGiven(project, run, signal))
  if (given.error) return <Problem error={given.error} onRetry={given.reload} />
  if (!given.data) return <Loading />
  return (
    <>
      <Panel title="Input"><JsonText value={given.data.input} /></Panel>
      <Panel title="Settings">{given.data.settings === null ? <p className="none">It has not begun</p> : <JsonText value={given.data.settings} />}</Panel>
    </>
  )
}

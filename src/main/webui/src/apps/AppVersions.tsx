import { useMemo } from 'react'
import { api } from '../api/api'
import type { App, AppVersion } from '../api/types'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import { Badge } from '../parts/Badge'
import { Button } from '../parts/Button'
import { DataTable, type Column } from '../parts/DataTable'
import { Loading } from '../parts/Loading'
import { Name } from '../parts/Name'
import { Problem } from '../parts/Problem'
import { Time } from '../parts/Time'
import { includes, useProject } from '../shell/session'
import { InstallDrop } from './InstallDrop'

const words: Record<AppVersion['how'], string> = { INSTALLED: 'installed', UPDATED: 'updated', ROLLED_BACK: 'rolled back' }

/** What an app has been, and back to it. */
export function AppVersions({ app, onChanged }: { app: App; onChanged: () => void }) {
  const project = useProject()
  const versions = useLoad(`versions ${project.id} ${app.id} ${app.packageHash}`, signal => api.versions(project.id, app.id, signal))
  const rollBack = useAct(async (number: number) => {
    await api.rollBack(project.id, app.id, number)
    onChanged()
    versions.reload()
  })
  const may = includes(project.role, 'operator')
  const columns = useMemo<Column<AppVersion>[]>(() => [
    { id: 'number', title: '#', cell: each => each.number, value: each => each.number },
    {
      id: 'version',
      title: 'Version',
      cell: each => <><Name text={each.version} /> {!each.replacedAt && <Badge tone="ok">Now</Badge>}</>,
      value: each => each.version,
      wide: true,
    },
    { id: 'how', title: 'How', cell: each => <>{words[each.how]} by <Name text={each.by} /></> },
    { id: 'at', title: 'When', cell: each => <Time at={each.at} />, value: each => each.at },
    {
      id: 'back',
      title: 'Go back',
      cell: each => may && each.canGoBack && (
        <Button busy={rollBack.busy} onPress={() => void rollBack.run(each.number)} aria-label={`Go back to number ${each.number}, version ${each.version}`}>
          Go back
        </Button>
      ),
    },
  ], [may, rollBack.busy])
  return (
    <>
      {rollBack.error && <Problem error={rollBack.error} />}
      {versions.error && <Problem error={versions.error} onRetry={versions.reload} />}
      {versions.loading && <Loading />}
      {versions.data && <DataTable label="Versions" columns={columns} rows={versions.data.items} rowKey={each => String(each.number)} />}
      {may && <div className="below"><InstallDrop app={app} onDone={onChanged} /></div>}
    </>
  )
}

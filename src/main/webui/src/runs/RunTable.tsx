import { useMemo } from 'react'
import { Link } from 'react-router'
import type { Run } from '../api/types'
import { AppText } from '../parts/AppText'
import { DataTable, type Column } from '../parts/DataTable'
import { Name } from '../parts/Name'
import { Time } from '../parts/Time'
import { durationText, millisBetween } from '../parts/time'
import { fuelText } from './fuelText'
import { OutcomeBadge } from './OutcomeBadge'
import { outcomeOf } from './outcome'
import { triggerText } from './triggerText'

/** Runs, newest first. `withApp` names the app of each. */
export function RunTable({ project, runs, withApp }: { project: string; runs: Run[]; withApp: boolean }) {
  const columns = useMemo<Column<Run>[]>(() => {
    const to = (run: Run) => `/p/${encodeURIComponent(project)}/runs/${encodeURIComponent(run.id)}`
    const app: Column<Run> = {
      id: 'app',
      title: 'App',
      cell: run => <Link to={`/p/${encodeURIComponent(project)}/apps/${encodeURIComponent(run.app)}`}><Name text={run.app} /></Link>,
      value: run => run.app,
    }
    return [
      {
        id: 'at',
        title: 'Started',
        cell: run => <Link to={to(run)}><Time at={run.startedAt ?? run.createdAt} /></Link>,
        value: run => run.startedAt ?? run.createdAt,
      },
      { id: 'outcome', title: 'Outcome', cell: run => <OutcomeBadge run={run} />, value: run => outcomeOf(run).text },
      ...(withApp ? [app] : []),
      { id: 'trigger', title: 'By', cell: run => <Name text={triggerText(run)} />, value: triggerText },
      {
        id: 'took',
        title: 'Took',
        cell: run => {
          const took = millisBetween(run.startedAt, run.endedAt)
          return took === undefined ? <span className="none">–</span> : durationText(took)
        },
        value: run => millisBetween(run.startedAt, run.endedAt),
        numeric: true,
        width: 'line',
      },
      { id: 'fuel', title: 'Fuel', cell: run => (run.fuel ? fuelText(run.fuel) : <span className="none">–</span>), value: run => run.fuel, numeric: true, width: 'line' },
      { id: 'calls', title: 'Host calls', cell: run => run.hostCalls ?? <span className="none">–</span>, value: run => run.hostCalls, numeric: true },
      {
        id: 'error',
        title: 'Error',
        cell: run => run.error ? <AppText text={run.error.message} charsMax={90} /> : null,
        wide: true,
      },
    ]
  }, [project, withApp])
  return <DataTable label="Runs" columns={columns} rows={runs} rowKey={run => run.id} />
}

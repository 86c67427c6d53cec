import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { api } from '../api/api'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import { AppText } from '../parts/AppText'
import { Button } from '../parts/Button'
import { Loading } from '../parts/Loading'
import { Name } from '../parts/Name'
import { Notice } from '../parts/Notice'
import { Page } from '../parts/Page'
import { Problem } from '../parts/Problem'
import { TabSet } from '../parts/TabSet'
import { AppRuns } from './AppRuns'
import { AppSettings } from './AppSettings'
import { AppState, isEnabled } from './AppState'
import { AppVersions } from './AppVersions'
import { HeldUpdate } from './HeldUpdate'
import { cronText } from './cronText'
import { LastOutput } from './LastOutput'
import { RunNow } from './RunNow'
import { SchedulePaused } from './SchedulePaused'
import { TrialNotice } from './TrialNotice'
import { UninstallWindow } from './UninstallWindow'
import { UpdateOffer } from './UpdateOffer'
import { includes, useProject } from '../shell/session'

/** One installed app: its last output, its runs, what it may do. */
export function AppPage() {
  const project = useProject()
  const navigate = useNavigate()
  const { app: id = '' } = useParams()
  const app = useLoad(`app ${project.id} ${id}`, signal => api.app(project.id, id, signal))
  const [ended, setEnded] = useState(0)
  const [removing, setRemoving] = useState(false)
  const toggle = useAct(async (enabled: boolean) => {
    await api.setAppEnabled(project.id, id, enabled)
    app.reload()
  })
  const base = `/p/${encodeURIComponent(project.id)}`
  const mayRun = includes(project.role, 'operator')
  return (
    <Page
      title={app.data?.name ?? id}
      up={{ name: 'Apps', to: `${base}/apps` }}
      note={app.data && (
        <>
          <AppState app={app.data} />
          <span><Name text={app.data.id} /></span>
          <span>version <Name text={app.data.version} /></span>
          {app.data.schedule && <span title={app.data.schedule}><Name text={cronText(app.data.schedule)} /></span>}
        </>
      )}
      actions={app.data && mayRun && (
        <>
          {includes(project.role, 'admin') && <Button look="quiet" onPress={() => setRemoving(true)}>Uninstall</Button>}
          <Button busy={toggle.busy} onPress={() => void toggle.run(!isEnabled(app.data!))}>
            {isEnabled(app.data) ? 'Disable' : 'Enable'}
          </Button>
          <RunNow app={app.data} onEnded={() => setEnded(before => before + 1)} />
        </>
      )}
    >
      {toggle.error && <Problem error={toggle.error} />}
      {app.error && <Problem error={app.error} onRetry={app.reload} />}
      {app.loading && <Loading lines={8} />}
      {app.data?.state === 'FAILED' && (
        <Notice tone="bad"><p>The app cannot run: <Name text={app.data.stateReason ?? 'nobody knows why'} /></p></Notice>
      )}
      {app.data?.trial && <TrialNotice app={app.data} trial={app.data.trial} onChanged={app.reload} />}
      {app.data && <UpdateOffer app={app.data} onChanged={app.reload} />}
      {app.data && <HeldUpdate app={app.data} onChanged={app.reload} />}
      {app.data && <SchedulePaused app={app.data} onChanged={app.reload} />}
      {app.data?.description && <p className="prose"><AppText text={app.data.description} charsMax={300} /></p>}
      {app.data && (
        <TabSet
          label={app.data.name}
          tabs={[
            { id: 'output', title: 'Last output', content: <LastOutput app={app.data} turn={ended} /> },
            { id: 'runs', title: 'Runs', content: <AppRuns app={app.data} /> },
            { id: 'versions', title: 'Versions', content: <AppVersions app={app.data} onChanged={app.reload} /> },
            {
              id: 'settings',
              title: 'Settings',
              content: <AppSettings key={app.data.packageHash ?? ''} app={app.data} onChanged={app.reload} />,
            },
          ]}
        />
      )}
      {app.data && removing && (
        <UninstallWindow app={app.data} onClose={() => setRemoving(false)} onRemoved={() => void navigate(`${base}/apps`)} />
      )}
    </Page>
  )
}

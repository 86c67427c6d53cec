import { ApiError } from '../api/ApiError'
import type { App, HeldUpdate, PackageSource } from '../api/types'
import { Button } from '../parts/Button'
import { Field } from '../parts/Field'
import { Loading } from '../parts/Loading'
import { Notice } from '../parts/Notice'
import { Problem } from '../parts/Problem'
import { Window } from '../parts/Window'
import { includes, useProject } from '../shell/session'
import { AboveCeiling } from './AboveCeiling'
import { ConsentRows } from './ConsentRows'
import { DatasourceChoices } from './DatasourceChoices'
import { PackageHead } from './PackageHead'
import { SettingsForm } from './SettingsForm'
import { useInstall } from './useInstall'

/** What a package asks for, before it is installed or an app updated with it; from a file and from a catalog alike. */
export function InstallWindow({ from, app, onClose, onDone }: {
  from: PackageSource
  /** What is updated; nothing to install anew. */
  app?: App
  onClose: () => void
  onDone: (done: App | HeldUpdate) => void
}) {
  const project = useProject()
  const { known, put, isReady, datasources, settings, slug } = useInstall(from, app, onDone)
  const consent = known.data?.consent
  const exceeds = known.data?.listed?.exceeds ?? []
  const isAdmin = includes(project.role, 'admin')
  const waits = consent?.needsAdmin === true && !isAdmin
  const taken = !app && put.error instanceof ApiError && put.error.code === 'CONFLICT'
  const verb = app ? 'Update' : 'Install'
  const act = waits && app ? 'Ask an admin to agree' : consent?.needsAdmin ? `Allow and ${verb.toLowerCase()}` : verb
  return (
    <Window title={`${verb} ${(consent?.name ?? app?.name ?? 'an app').slice(0, 80)}`} onClose={onClose} busy={put.busy} large>
      {known.loading && <Loading lines={6} label="Looking at the package" />}
      {known.error && <Problem error={known.error} onRetry={known.reload} />}
      {consent && (
        <>
          <PackageHead consent={consent} bytes={from.kind === 'file' ? from.file.size : known.data?.listed?.bytes ?? undefined} listed={known.data?.listed} />
          <AboveCeiling exceeds={exceeds} />
          <div className="window-part">
            <h3>{app ? 'What it may do after the update' : 'It asks for leave to do this'}</h3>
            <ConsentRows
              label="What it asks for"
              rows={consent.asks}
              offersTools={consent.offersTools}
              compared={app !== undefined}
              marksAdmin={app !== undefined && waits}
            />
          </div>
          {consent.says.requiresAi && <Notice tone="note">It needs a language model.</Notice>}
          {datasources.choices.length > 0 && (
            <div className="window-part">
              <h3>Datasources</h3>
              <DatasourceChoices choices={datasources.choices} chosen={datasources.chosen} onChange={datasources.setChosen} />
            </div>
          )}
          {settings.fields.length > 0 && (
            <div className="window-part">
              <h3>{app ? 'New settings' : 'Settings'}</h3>
              <SettingsForm fields={settings.fields} drafts={settings.drafts} problems={settings.problems} onChange={settings.setDrafts} />
            </div>
          )}
          {!app && (
            <Field
              label="Name in the project"
              value={slug.value}
              onChange={slug.set}
              maxLength={63}
              placeholder={consent.packageId}
              hint="Lower-case letters, digits and dashes; another name installs it a second time"
              problem={taken ? 'This project has an app of that name, or data kept of one: choose another name' : undefined}
            />
          )}
          {waits && (
            <Notice tone="warn">
              <p>{app
                ? 'It asks for more than stands in this project. The update waits until an admin agrees.'
                : 'It asks for what nobody has agreed to in this project yet, so an admin has to install it.'}</p>
            </Notice>
          )}
        </>
      )}
      {put.error && <Problem error={put.error} />}
      {put.busy && <p className="hint" role="status">{app ? 'Its code is prepared and its tables are brought up to date; runs that go on end first.' : 'Its code is prepared and its tables are made.'}</p>}
      <div className="window-foot">
        <Button onPress={onClose} isDisabled={put.busy}>Cancel</Button>
        <Button look="main" onPress={() => void put.run()} busy={put.busy} isDisabled={!isReady || (waits && !app)}>{act}</Button>
      </div>
    </Window>
  )
}

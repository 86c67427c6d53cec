import { useState } from 'react'
import { api } from '../api/api'
import { ApiError } from '../api/ApiError'
import type { App } from '../api/types'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import { AppText } from '../parts/AppText'
import { Button } from '../parts/Button'
import { Choice } from '../parts/Choice'
import { Field } from '../parts/Field'
import { Loading } from '../parts/Loading'
import { Name } from '../parts/Name'
import { Notice } from '../parts/Notice'
import { Problem } from '../parts/Problem'
import { Window } from '../parts/Window'
import { bytesText } from '../parts/time'
import { useProject } from '../shell/session'
import { readAsks } from './asks'
import { GrantList } from './GrantList'

const known: Record<string, string> = {
  installed: 'its installation and updates', 'schema.refreshed': 'changes of its datasources’ schemas', webhook: 'signed requests of other systems',
}
const triggerWords = (trigger: string) => known[trigger] ?? trigger

/** Shows what a package asks for before it is installed, and why it was refused after. */
export function InstallWindow({ file, onClose, onInstalled }:
  { file: File; onClose: () => void; onInstalled: (app: App) => void }) {
  const project = useProject()
  const asks = useLoad(`asks ${file.name} ${file.size} ${file.lastModified}`, () => readAsks(file))
  const datasources = useLoad(`datasources ${project.id}`, signal => api.datasources(project.id, signal))
  const [bound, setBound] = useState<Record<string, string>>({})
  const [slug, setSlug] = useState('')
  const choices = (asks.data?.datasources ?? []).map(wanted => ({
    ...wanted,
    fitting: (datasources.data?.items ?? []).filter(each => wanted.types.length === 0 || wanted.types.includes(each.type)),
  }))
  const install = useAct(async () => {
    const bindings = Object.fromEntries(choices
      .filter(({ fitting }) => fitting.length > 1)
      .map(({ alias, fitting }) => [alias, bound[alias] ?? fitting[0]?.id ?? '']))
    onInstalled(await api.install(project.id, file, bindings, slug.trim()))
  })
  const taken = install.error instanceof ApiError && install.error.code === 'CONFLICT'
  return (
    <Window title={asks.data?.name ? `Install ${asks.data.name.slice(0, 80)}` : 'Install an app'} onClose={onClose} busy={install.busy}>
      {asks.loading && <Loading lines={6} />}
      {asks.error && <Problem error={asks.error} />}
      {asks.data && (
        <>
          <p className="install-what">
            <code><Name text={asks.data.id} /></code> <span><Name text={asks.data.version} /></span>
            {asks.data.author && <span>by <Name text={asks.data.author} /></span>}
            <span>{bytesText(file.size)}</span>
          </p>
          {asks.data.description && <p><AppText text={asks.data.description} charsMax={300} /></p>}
          <h3>It asks to</h3>
          <GrantList grants={asks.data.grants} />
          {asks.data.schedule && <p>It wants to run by the schedule <code><Name text={asks.data.schedule} /></code>.</p>}
          {asks.data.triggers.length > 0 && <p>It wants to be woken by <Name text={asks.data.triggers.map(triggerWords).join(', ')} />.</p>}
          {asks.data.requiresAI && <Notice tone="note">It needs a language model.</Notice>}
          {choices.length > 0 && <h3>Datasources</h3>}
          {choices.map(({ alias, fitting, types }) => fitting.length > 1
            ? (
              <Choice
                key={alias}
                label={`Datasource for “${alias}”`}
                options={fitting}
                value={bound[alias] ?? fitting[0]?.id ?? ''}
                onChange={id => setBound({ ...bound, [alias]: id })}
              />
            )
            : (
              <p key={alias}>
                “<Name text={alias} />” {fitting[0]
                  ? <>will be <strong><Name text={fitting[0].name} /></strong></>
                  : `needs a datasource of type ${types.join(' or ')}; this project has none`}
              </p>
            ))}
        </>
      )}
      {install.error && !taken && <Problem error={install.error} />}
      {taken && (
        <Notice tone="warn">
          <p>
            The project has an app “<Name text={slug.trim() || asks.data?.id} />”, or data kept of one. Remove that first, or install
            this one beside it under another name.
          </p>
        </Notice>
      )}
      {(taken || slug) && (
        <Field label="Name in the project" value={slug} onChange={setSlug} maxLength={63} hint="Lower-case letters, digits and dashes" />
      )}
      <div className="window-foot">
        <Button onPress={onClose} isDisabled={install.busy}>Cancel</Button>
        <Button look="main" onPress={() => void install.run()} busy={install.busy} isDisabled={!asks.data}>Allow and install</Button>
      </div>
    </Window>
  )
}

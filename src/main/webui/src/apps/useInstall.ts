import { useState } from 'react'
import { api } from '../api/api'
import type { App, CatalogVersion, Consent, HeldUpdate, PackageSource } from '../api/types'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import { isObject } from '../output/shape'
import { useProject } from '../shell/session'
import { bindingsOf, isUnbound, slotChoices } from './DatasourceChoices'
import { draftsOf, settingsFields, settingsOf, type Drafts } from './settingsFields'

const nameOf = (from: PackageSource) => from.kind === 'file'
  ? `file ${from.file.name} ${from.file.size} ${from.file.lastModified}`
  : `catalog ${from.catalog} ${from.id} ${from.version}`

interface Known {
  consent: Consent
  /** What the catalog says of it; nothing for a file. */
  listed: CatalogVersion | undefined
}

/** What somebody decides before a package is put in, and putting it in: anew, or into an app. */
export function useInstall(from: PackageSource, app: App | undefined, onDone: (done: App | HeldUpdate) => void) {
  const project = useProject()
  const known = useLoad<Known>(`check ${project.id} ${app?.id} ${nameOf(from)}`, async signal => {
    const [consent, listed] = await Promise.all([
      api.checkPackage(project.id, from, app?.id),
      from.kind === 'catalog' ? api.catalogVersion(from.catalog, from.id, from.version, signal) : undefined,
    ])
    return { consent, listed }
  })
  const datasources = useLoad(`datasources ${project.id}`, signal => api.datasources(project.id, signal))
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const [drafts, setDrafts] = useState<Drafts>()
  const [slug, setSlug] = useState('')
  const says = known.data?.consent.says
  const before = isObject(app?.settings) ? app.settings : {}
  // What an app has already stays as it is.
  const fields = settingsFields(says?.settingsSchema).filter(field => !Object.hasOwn(before, field.key))
  const slots = (says?.datasourceSlots ?? []).filter(slot => !Object.hasOwn(app?.datasources ?? {}, slot.alias))
  const choices = slotChoices(slots, datasources.data?.items ?? [])
  const shown = drafts ?? draftsOf(fields, {})
  const { settings, problems } = settingsOf(fields, shown)
  const put = useAct(async () => {
    if (!known.data) return
    onDone(await api.putIn(project.id, from, {
      packageHash: known.data.consent.packageHash,
      datasources: bindingsOf(choices, chosen),
      ...(slug.trim() && !app ? { slug: slug.trim() } : {}),
      ...(fields.length > 0 ? { settings } : {}),
    }, app?.id))
  })
  const unbound = datasources.data !== undefined && choices.some(isUnbound)
  const isReady = known.data !== undefined && (known.data.listed?.exceeds ?? []).length === 0
    && !unbound && Object.keys(problems).length === 0
  return {
    known, put, isReady,
    datasources: { choices, chosen, setChosen },
    settings: { fields, drafts: shown, problems, setDrafts },
    slug: { value: slug, set: setSlug },
  }
}

import { api } from '../api/api'
import type { App, ListedApp } from '../api/types'
import { newer } from './newer'

/** The project's apps of a catalog's package. */
export const installedOf = (listed: { id: string }, apps: App[]) => apps.filter(app => app.packageId === listed.id)

/** The newest version that any catalog has of an installed app, where it is newer than what is installed. */
export async function offerOf(app: App, signal?: AbortSignal): Promise<ListedApp | undefined> {
  if (!app.packageId) return undefined
  const found = await api.catalogApps({ q: app.packageId }, signal)
  return found.items
    .filter(listed => listed.id === app.packageId && newer(listed.version, app.version))
    .reduce<ListedApp | undefined>((best, each) => !best || newer(each.version, best.version) ? each : best, undefined)
}

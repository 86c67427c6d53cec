/**
 * The server's REST calls, typed. Every shape that comes over the wire stands in this file or in `types.ts`, so that a change of
 * the contract is a change in one place.
 */
import type {
  App, AppOutput, AppTrigger, AppVersion, CatalogApp, CatalogFilters, CatalogSource, CatalogVersion, Consent, Datasource, Draft,
  DraftSummary, Grants, HeldUpdate, HostCallRecord, Json, JsonObject, ListedApp, ListOf, LogLine, MadeToken, NextTimes,
  Notification, OpenCount, OpenedWebhook, PackageSource, Preview, Problem, Replay, Run, RunGiven, Schedule, SchemaSnapshot,
  Session, Setup, SignInOptions, Tick, Token,
} from './types'
import { del, get, patch, post, put, setCsrf } from './http'

const seg = encodeURIComponent
const schemaPageCountMax = 20
const named = ({ catalog, id, version }: PackageSource & { kind: 'catalog' }) => ({ catalog, id, version })
const inProject = (project: string) => `/projects/${seg(project)}`

function signedIn(session: Session): Session {
  setCsrf(session.csrf)
  return session
}

export const api = {
  /** Who is signed in, if anyone. Asked first whether, since browsers print each refusal to the console as an error. */
  async session(signal?: AbortSignal): Promise<Session | undefined> {
    const options = await get<SignInOptions>('/session/options', signal)
    return options.signedIn ? signedIn(await get<Session>('/me', signal)) : undefined
  },
  signInOptions: (signal?: AbortSignal) => get<SignInOptions>('/session/options', signal),
  async signIn(user: string, password: string): Promise<Session> {
    return signedIn(await post<Session>('/session', { user, password }))
  },
  /** `next` is the identity provider's own sign-out, where it gave the session. */
  async signOut(): Promise<{ next?: string | null }> {
    return (await del<{ next?: string | null }>('/session')) ?? {}
  },
  changePassword: (old: string, password: string) => put<void>('/me/password', { old, new: password }),

  tokens: (signal?: AbortSignal) => get<ListOf<Token>>('/tokens', signal),
  makeToken: (asked: { name: string; project: string; roles: string[]; expiresAt?: string }) =>
    post<MadeToken>('/tokens', asked),
  revokeToken: (id: string) => del(`/tokens/${seg(id)}`),

  datasources: (project: string, signal?: AbortSignal) =>
    get<ListOf<Datasource>>(`${inProject(project)}/datasources`, signal),
  /** The whole schema, page by page. */
  async schema(project: string, id: string, signal?: AbortSignal): Promise<SchemaSnapshot> {
    const path = `${inProject(project)}/datasources/${seg(id)}/schema`
    const whole = await get<SchemaSnapshot>(path, signal)
    for (let count = 1; whole.next && count < schemaPageCountMax; count++) {
      const page = await get<SchemaSnapshot>(`${path}?after=${seg(whole.next)}`, signal)
      whole.tables.push(...page.tables)
      whole.next = page.next ?? null
    }
    return whole
  },

  apps: (project: string, signal?: AbortSignal) => get<ListOf<App>>(`${inProject(project)}/apps`, signal),
  app: (project: string, app: string, signal?: AbortSignal) =>
    get<App>(`${inProject(project)}/apps/${seg(app)}`, signal),
  /** What there is to agree to before a package is installed, or an app updated with it; nothing is done. */
  checkPackage(project: string, from: PackageSource, app?: string): Promise<Consent> {
    const path = `${inProject(project)}/apps${app ? `/${seg(app)}/update` : ''}/check`
    return post<Consent>(path, from.kind === 'file' ? from.file : named(from))
  },
  /** Installs a package, or updates an app with it; an update that asks for more may have to wait for an admin. */
  putIn(project: string, from: PackageSource, setup: Setup, app?: string): Promise<App | HeldUpdate> {
    const path = `${inProject(project)}/apps${app ? `/${seg(app)}/update` : ''}`
    if (from.kind === 'catalog') return post<App | HeldUpdate>(path, { ...named(from), ...setup })
    const form = new FormData()
    form.append('package', from.file, 'package.ekapp')
    if (setup.settings) form.append('settings', JSON.stringify(setup.settings))
    const query = new URLSearchParams({ grant: 'requested' })
    if (setup.slug) query.set('slug', setup.slug)
    for (const [alias, id] of Object.entries(setup.datasources)) query.set(`datasource.${alias}`, id)
    return post<App | HeldUpdate>(`${path}?${query}`, form)
  },

  /** Where an app on trial is bought: a page of the marketplace that the server knows, or nothing where nothing is left to agree to. */
  purchase: (project: string, app: string) =>
    post<{ redirect?: string | null }>(`${inProject(project)}/marketplace/apps/${seg(app)}/purchase`, {}),

  catalogs: (signal?: AbortSignal) => get<ListOf<CatalogSource>>('/catalog', signal),
  catalogFilters: (signal?: AbortSignal) => get<CatalogFilters>('/catalog/filters', signal),
  catalogApps(filter: { q?: string; category?: string; publisher?: string; catalog?: string; after?: string }, signal?: AbortSignal) {
    const query = new URLSearchParams({ limit: '48' })
    for (const [key, value] of Object.entries(filter)) if (value) query.set(key, value)
    return get<ListOf<ListedApp>>(`/catalog/apps?${query}`, signal)
  },
  catalogApp: (catalog: string, id: string, signal?: AbortSignal) =>
    get<CatalogApp>(`/catalog/apps/${seg(id)}?catalog=${seg(catalog)}`, signal),
  catalogVersion: (catalog: string, id: string, version: string, signal?: AbortSignal) =>
    get<CatalogVersion>(`/catalog/apps/${seg(id)}/versions/${seg(version)}?catalog=${seg(catalog)}`, signal),
  /** Where a picture of an app is: a stranger's, for an `img` alone. */
  catalogImage: (catalog: string, id: string, file: string) =>
    `/api/v1/catalog/apps/${seg(id)}/images/${seg(file)}?catalog=${seg(catalog)}`,

  changeApp: (project: string, app: string, change: { schedule?: Schedule | null; settings?: JsonObject; settingsRevision?: number; grants?: Grants }) =>
    patch<App>(`${inProject(project)}/apps/${seg(app)}`, change),
  setAppEnabled: (project: string, app: string, enabled: boolean) =>
    post<App>(`${inProject(project)}/apps/${seg(app)}/${enabled ? 'enable' : 'disable'}`, {}),
  agreeToUpdate: (project: string, app: string, packageHash: string) =>
    post<App>(`${inProject(project)}/apps/${seg(app)}/update/agree`, { packageHash }),
  dropUpdate: (project: string, app: string) => del(`${inProject(project)}/apps/${seg(app)}/update`),
  versions: (project: string, app: string, signal?: AbortSignal) =>
    get<ListOf<AppVersion>>(`${inProject(project)}/apps/${seg(app)}/versions`, signal),
  rollBack: (project: string, app: string, number: number) =>
    post<App>(`${inProject(project)}/apps/${seg(app)}/rollback?to=${number}`, {}),
  resumeSchedule: (project: string, app: string) =>
    post<unknown>(`${inProject(project)}/schedules/${seg(app)}/resume`, {}),
  /** What a schedule means that is not saved. */
  previewSchedule: (project: string, schedule: Schedule) =>
    post<NextTimes>(`${inProject(project)}/schedules/preview`, schedule),
  ticks: (project: string, app: string, signal?: AbortSignal) =>
    get<ListOf<Tick>>(`${inProject(project)}/schedules/${seg(app)}/ticks?limit=20`, signal),
  triggers: (project: string, app: string, signal?: AbortSignal) =>
    get<ListOf<AppTrigger>>(`${inProject(project)}/apps/${seg(app)}/triggers`, signal),
  switchTrigger: (project: string, app: string, trigger: string, enabled: boolean) =>
    patch<AppTrigger>(`${inProject(project)}/apps/${seg(app)}/triggers/${seg(trigger)}`, { enabled }),
  makeWebhook: (project: string, app: string, name: string) =>
    post<OpenedWebhook>(`${inProject(project)}/apps/${seg(app)}/triggers`, { name }),
  removeWebhook: (project: string, app: string, trigger: string) =>
    del(`${inProject(project)}/apps/${seg(app)}/triggers/${seg(trigger)}`),
  removeApp: (project: string, app: string, data: 'keep' | 'purge') =>
    del(`${inProject(project)}/apps/${seg(app)}?data=${data}`),

  startRun: (project: string, app: string, input: Json) =>
    post<Run>(`${inProject(project)}/apps/${seg(app)}/runs`, input),
  /** What the last run that succeeded returned; undefined before the first. */
  async lastOutput(project: string, app: string, signal?: AbortSignal): Promise<AppOutput | undefined> {
    const succeeded = await api.runs(project, { app, outcome: 'SUCCEEDED' }, signal)
    return succeeded.items.length === 0 ? undefined : get<AppOutput>(`${inProject(project)}/apps/${seg(app)}/output`, signal)
  },

  runs(project: string, filter: { app?: string; outcome?: string; state?: string; trigger?: string; who?: string; after?: string }, signal?: AbortSignal) {
    const query = new URLSearchParams()
    for (const [key, value] of Object.entries(filter)) if (value) query.set(key, value)
    return get<ListOf<Run>>(`${inProject(project)}/runs?${query}`, signal)
  },
  run: (project: string, run: string, signal?: AbortSignal) =>
    get<Run>(`${inProject(project)}/runs/${seg(run)}`, signal),
  runView: (project: string, run: string, signal?: AbortSignal) =>
    get<AppOutput>(`${inProject(project)}/runs/${seg(run)}/view`, signal),
  runGiven: (project: string, run: string, signal?: AbortSignal) =>
    get<RunGiven>(`${inProject(project)}/runs/${seg(run)}/given`, signal),
  runLog: (project: string, run: string, signal?: AbortSignal) =>
    get<ListOf<LogLine>>(`${inProject(project)}/runs/${seg(run)}/log`, signal),
  runCalls: (project: string, run: string, signal?: AbortSignal) =>
    get<ListOf<HostCallRecord>>(`${inProject(project)}/runs/${seg(run)}/calls`, signal),
  replayRun: (project: string, run: string) =>
    post<Replay>(`${inProject(project)}/runs/${seg(run)}/replay`, {}),
  cancelRun: (project: string, run: string) => del(`${inProject(project)}/runs/${seg(run)}`),

  notifications: (project: string, signal?: AbortSignal) =>
    get<ListOf<Notification>>(`${inProject(project)}/notifications?open=true`, signal),
  inbox(project: string, filter: { open?: string; severity?: string; app?: string; after?: string }, signal?: AbortSignal) {
    const query = new URLSearchParams()
    for (const [key, value] of Object.entries(filter)) if (value) query.set(key, value)
    return get<ListOf<Notification>>(`${inProject(project)}/notifications?${query}`, signal)
  },
  openNotifications: (project: string, signal?: AbortSignal) =>
    get<OpenCount>(`${inProject(project)}/notifications/open`, signal),
  acknowledge: (project: string, notification: string) =>
    post<Notification>(`${inProject(project)}/notifications/${seg(notification)}/ack`, {}),

  drafts: (project: string, signal?: AbortSignal) => get<ListOf<DraftSummary>>(`${inProject(project)}/drafts`, signal),
  draft: (project: string, draft: string, signal?: AbortSignal) =>
    get<Draft>(`${inProject(project)}/drafts/${seg(draft)}`, signal),
  makeDraft: (project: string, asked: Pick<Draft, 'name' | 'files'>) =>
    post<Draft>(`${inProject(project)}/drafts`, asked),
  saveDraft: (project: string, draft: Draft) =>
    put<Draft>(`${inProject(project)}/drafts/${seg(draft.id)}`,
      { name: draft.name, files: draft.files, revision: draft.revision }),
  removeDraft: (project: string, draft: string) => del(`${inProject(project)}/drafts/${seg(draft)}`),
  checkDraft: (project: string, draft: string) =>
    post<{ findings: Problem['findings'] }>(`${inProject(project)}/drafts/${seg(draft)}/check`, {}),
  previewDraft: (project: string, draft: string, input: Json, signal?: AbortSignal) =>
    post<Preview>(`${inProject(project)}/drafts/${seg(draft)}/preview`, { input }, signal),
  installDraft: (project: string, draft: string) =>
    post<App | HeldUpdate>(`${inProject(project)}/drafts/${seg(draft)}/publish`, { install: true }),
}

/** What the server answers. Optional fields are those that a server may leave out. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

export interface ListOf<T> {
  items: T[]
  next?: string | null
}

export type Role = 'viewer' | 'operator' | 'author' | 'admin'

export interface ProjectRef {
  id: string
  name: string
  role: Role
}

export interface Session {
  user: string
  csrf: string
  /** All else is refused until then, as the server made the password. */
  mustChangePassword?: boolean
  projects: ProjectRef[]
}

export interface SignInOptions {
  /** Whether a password of this server's own is taken. */
  password?: boolean
  /** The identity provider, when the server has one. */
  sso?: { name: string; href: string }
  signedIn?: boolean
}

export interface Token {
  id: string
  name: string
  project?: string
  roles?: string[]
  createdAt?: string
  expiresAt?: string | null
  lastUsedAt?: string | null
}

export interface MadeToken {
  id: string
  token: string
}

export interface Datasource {
  id: string
  name: string
  type: string
  host?: string
  port?: number
  database?: string
  user?: string
  sslMode?: string
  authentication?: string
  canWrite?: boolean
}

export interface SchemaColumn {
  name: string
  type: string
  nullable?: boolean
  comment?: string | null
}

export interface SchemaKey {
  columns: string[]
  references: { schema?: string; table: string; columns: string[] }
}

export interface SchemaTable {
  schema?: string
  name: string
  kind?: string
  comment?: string | null
  rowEstimate?: number
  columns: SchemaColumn[]
  primaryKey?: string[]
  foreignKeys?: SchemaKey[]
}

export interface SchemaSnapshot {
  hash?: string
  tables: SchemaTable[]
  next?: string | null
}

/** What an app may do: asked for in a package, or granted at install. */
export interface Grants {
  hostFunctions?: string[]
  http?: { scheme?: string; host: string; port?: number; methods?: string[]; pathPrefix?: string; credential?: string }[]
  credentials?: { id: string; inject?: { oauth2?: { tokenUrl?: string } } }[]
  tools?: Record<string, string> | string[]
  queries?: string[]
  secrets?: string[]
  llm?: { tokensPerRunMax?: number; rowValuesAllowed?: boolean }
  sensitiveValues?: string[]
  limits?: Record<string, string | number>
}

/** When an app runs by itself; docs/schedules.md has the fields. */
export interface Schedule {
  cron: string
  zone?: string
  start?: string
  end?: string
  jitterSeconds?: number
  overlap?: string
  catchUp?: string
  catchUpWindowSeconds?: number
  since?: string
  paused?: { reason?: string; by?: string; at?: string } | boolean | null
}

/** What a schedule means: a sentence and its next due times. */
export interface NextTimes {
  words: string
  zone: string
  next: { at: string; local: string; startsAt?: string | null }[]
}

/** What became of a due time, or of several that were missed for one reason. */
export interface Tick {
  dueAt: string
  untilAt: string
  count: number
  outcome: string
  cause?: string | null
  reason?: string | null
  missed: number
  run?: string | null
}

/** Something that wakes an app beside people and its schedule. */
export interface AppTrigger {
  name: string
  kind: string
  state: string
  /** Why it wakes nobody now. */
  stopped?: string | null
  /** Where a webhook's deliveries go. */
  address?: string | null
  last?: { notedAt: string; outcome: string; run?: string | null; reason?: string | null } | null
  refusedAt?: string | null
  refusedWhy?: string | null
}

/** A webhook with the secret that is shown once. */
export interface OpenedWebhook {
  trigger: AppTrigger
  secret: string
}

/** One thing that an app may do: its kind, and the end of a sentence about the app. */
export interface EffectRow {
  effect: string
  text: string
}

/** One thing that a package asks for, beside what was granted before. */
export interface ConsentRow extends EffectRow {
  change: 'NEW' | 'SAME' | 'GONE'
}

/** A datasource that a package names by an alias; of any type where it names none. */
export interface DatasourceSlot {
  alias: string
  types: string[]
  required: boolean
}

/** What there is to agree to before a package is put in. */
export interface Consent {
  packageId: string
  name: string
  version: string
  fromVersion?: string | null
  packageHash: string
  asks: ConsentRow[]
  offersTools: string[]
  needsAdmin: boolean
  says: {
    description: string
    author: string
    requiresAi: boolean
    triggers: string[]
    defaultSchedule?: string | null
    settingsSchema: Json
    datasourceSlots: DatasourceSlot[]
  }
}

/** An update that asks for more than stands and waits for an admin. */
export interface HeldUpdate {
  app: string
  consent: Pick<Consent, 'version' | 'fromVersion' | 'packageHash' | 'asks' | 'offersTools'>
  by: string
  at: string
}

/** One of the packages that an app has been. */
export interface AppVersion {
  number: number
  version: string
  packageHash: string
  how: 'INSTALLED' | 'UPDATED' | 'ROLLED_BACK'
  by: string
  at: string
  /** Nothing for what the app is now. */
  replacedAt?: string | null
  canGoBack: boolean
}

export interface App {
  heldUpdate?: HeldUpdate | null
  enabled?: boolean
  /** Why it has failed, if it has. */
  stateReason?: string | null
  id: string
  name: string
  version: string
  packageHash?: string
  state: string
  description?: string
  author?: string
  packageId?: string
  /** Of an app that is neither bought nor free; `daysLeft` counts begun ones. */
  trial?: { endsAt: string; daysLeft?: number } | null
  grants?: Grants
  /** The same in plain words. */
  mayDo?: EffectRow[]
  /** JSON Schema of its settings. */
  settingsSchema?: Json
  /** Its cron text. */
  schedule?: string | null
  /** The whole of it. */
  scheduleDefinition?: Schedule | null
  /** Why the schedule stands still, if it does. */
  schedulePaused?: string | null
  settings?: Json
  /** Counts their changes. */
  settingsRevision?: number
  /** What its package asks to be woken by beside a schedule. */
  triggers?: string[]
  datasources?: Record<string, string>
  requiresAi?: boolean
  /** The newest; in lists alone. */
  lastRun?: { id: string; state: RunState; outcome?: string | null; createdAt?: string | null; endedAt?: string | null } | null
}

/** The output of the last successful run, with the package's hints on how to show it. */
export interface AppOutput {
  run?: string
  output: Json
  ui?: Json
  misfits?: Misfit[]
}

/** Where an output is not what `ui.json` says of it: pointers into both. */
export interface Misfit {
  view: string
  pointer: string
  message: string
}

export type RunState = 'QUEUED' | 'RUNNING' | 'WAITING' | 'ENDED'

export interface RunError {
  code: string
  message: string
  where?: string | null
}

/** How far a run says it is. */
export interface RunProgress {
  fraction: number
  text: string
}

/** What a run was started with. */
export interface RunGiven {
  input: Json
  settings: Json
}

export interface Run {
  id: string
  app: string
  version?: string
  packageHash?: string
  trigger?: { kind: string; hook?: string }
  principal?: { kind: string; id: string; name?: string }
  attempt?: number
  engine?: string
  state: RunState
  outcome?: string | null
  error?: RunError | null
  createdAt?: string | null
  startedAt?: string | null
  endedAt?: string | null
  /** Steps of the app's code; figures are 0 until the run has ended. */
  fuel?: number
  memoryBytesMax?: number
  wallMillis?: number
  queueMillis?: number | null
  hostMillis?: number
  hostCalls?: number
  commitMillis?: number | null
  sqlMillis?: number
  egressBytes?: number
  tokens?: number
  sqlRows?: number
  progress?: RunProgress | null
  /** What it could have used. */
  limits?: { fuel: number; memoryBytes: number; timeoutMillis: number; hostCalls: number } | null
  /** Whether it can be replayed; nothing for a run that no guest was started for. */
  journal?: 'RECORDED' | 'TOO_LARGE' | 'DROPPED' | null
  /** Those before the last one, and it, when it took more than one. */
  attempts?: RunAttempt[] | null
  /** What a lost run had changed, and what is in doubt of any other. */
  effects?: RunEffect[] | null
}

/** One try of a run. */
export interface RunAttempt {
  attempt: number
  server?: string
  startedAt?: string | null
  endedAt?: string | null
  outcome?: string | null
  error?: RunError | null
  retryAt?: string | null
}

/** Something that a host call of a run changed, or may have changed. */
export interface RunEffect {
  call: number
  function: string
  arguments?: string
  state: 'DONE' | 'IN_DOUBT'
}

interface Both<T> {
  expected: T
  got: T
}

interface ReplayedCall {
  function: string
  argumentsHash: string
  arguments?: string | null
}

/** What came of a run that was repeated with its recorded answers. */
export interface Replay {
  identical: boolean
  verdict: string
  calls: number
  divergence?: { call: number; expected?: ReplayedCall | null; got?: ReplayedCall | null } | null
  outcome: Both<string>
  error?: Both<string> | null
  outputHash?: Both<string> | null
  fuel: Both<number>
  notes: string[]
}

/** Something that people of a project are to look at, until one of them has. */
export interface Notification {
  id: string
  severity: 'INFO' | 'WARNING' | 'CRITICAL'
  title: string
  body: string
  app: string
  run?: string
  /** How often it was told while nobody had looked. */
  count?: number
  createdAt: string
  lastAt?: string
  acknowledgedAt?: string
  acknowledgedBy?: string
}

/** What nobody has acknowledged. */
export interface OpenCount {
  count: number
  critical: number
}

/** What an app would tell people, in a preview. */
export interface Told {
  severity: Notification['severity']
  title: string
  body: string
  dedupeKey?: string
  count: number
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export interface LogLine {
  sequence?: number
  level: string
  message: string
  fields?: Json
  at?: string
}

export interface HostCallRecord {
  sequence: number
  function: string
  ok: boolean
  code?: string | null
  durationMillis?: number
  rows?: number | null
}

export interface DraftSummary {
  id: string
  name: string
  revision?: number
  changedAt?: string
}

export interface Draft {
  id: string
  name: string
  files: Record<string, string>
  revision: number
}

export interface Preview {
  run: Run
  output?: Json
  ui?: Json
  misfits?: Misfit[]
  log: LogLine[]
  calls: HostCallRecord[]
  notices?: Told[]
  /** `missing` was called though the draft does not ask for it. */
  capabilities?: { used: string[]; missing: string[]; unused: string[] }
}

/** One thing wrong with a package or a draft; `where` names file, line and column or a JSON pointer. */
export interface Finding {
  where: string
  message: string
}

/** RFC 9457, with our code. */
export interface Problem {
  title?: string
  status?: number
  detail?: string
  code?: string
  findings?: Finding[]
}

/** A catalog that apps can be had from, and how it stands. */
export interface CatalogSource {
  catalog: string
  state: 'ready' | 'stale' | 'empty'
  apps: number
  checkedAt?: string | null
  goodAt?: string | null
  expires?: string | null
  why?: string | null
}

export type TrustLevel = 'first-party' | 'verified' | 'private' | 'unsigned-development'

interface Maker {
  id: string
  name: string
  url?: string | null
}

/** An app of a catalog in a list, with its newest version; its texts are a stranger's. */
export interface ListedApp {
  catalog: string
  id: string
  name: string
  summary: string
  publisher: Maker
  trust: TrustLevel
  categories: string[]
  licence: string
  /** The name of a picture. */
  icon?: string | null
  version: string
  releasedAt?: string | null
  /** How long it may be tried before it is bought. */
  trialDays?: number | null
}

export interface Stop {
  reason: string
  since: string
}

/** A version of an app, as its page lists it; `changelog` is Markdown. */
export interface Release {
  version: string
  releasedAt?: string | null
  changelog: string
  revoked?: Stop | null
}

/** An app of a catalog, its newest version first; `description` is Markdown. */
export interface CatalogApp extends Omit<ListedApp, 'version' | 'releasedAt'> {
  description: string
  screenshots: { file: string; caption: string }[]
  versions: Release[]
}

/** A version of an app with what it asks for. */
export interface CatalogVersion {
  catalog: string
  id: string
  version: string
  releasedAt?: string | null
  packageHash: string
  runtime: string
  exports: string[]
  asks: EffectRow[]
  bytes?: number | null
  publisher: Maker
  signedBy?: string | null
  trust: TrustLevel
  /** Why such an app may not be installed on this server, a sentence each. */
  exceeds: string[]
  /** Whether it can be had just now. */
  available: boolean
  revoked?: Stop | null
}

/** What a search of the catalogs can be narrowed by. */
export interface CatalogFilters {
  categories: { name: string; apps: number }[]
  publishers: { id: string; name: string; apps: number }[]
}

/** Where a package comes from: a file of the person's, or a catalog. */
export type PackageSource =
  | { kind: 'file'; file: File }
  | { kind: 'catalog'; catalog: string; id: string; version: string }

/** How a package is to be put in. */
export interface Setup {
  /** What was agreed to. */
  packageHash: string
  /** Names the app in the project when the package's own id shall not. */
  slug?: string
  datasources: Record<string, string>
  settings?: JsonObject
}

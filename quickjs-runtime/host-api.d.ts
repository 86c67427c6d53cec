/**
 * What a JS app sees. An app is an ES module whose default export is a function of a {@link EkayaContext}:
 *
 * ```js
 * /** @param {EkayaContext} context *\/
 * export default async function ({ input, settings, trigger, host }) {
 *   const { rows } = await host.datasource.query('SELECT count(*) FROM orders');
 *   return { orders: rows[0][0] };
 * }
 * ```
 *
 * What it returns is the run's output and must be JSON: no functions, no BigInt, no NaN or infinity, no cycle, at most 256 levels;
 * `undefined` is left out of objects, dates become ISO 8601 text, lone surrogates become U+FFFD.
 *
 * Each host function returns a promise, runs when it is called and before the next one, and throws {@link HostError} when it is
 * refused. All bounds below are the server's defaults; an operator may set others.
 *
 * There is no file, no network, no `Intl`, no module but the app's own; the globals at the end of this file are all that there is
 * beside the language. `Date`, `performance` and `Math.random` are the run's: time starts at the run's start and goes on with the
 * work done and the waits of timers, in UTC; random numbers come from the run's seed.
 *
 * The tag `@wire` names a function as `capabilities.json` and a run's host calls do.
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A parameter of a statement: an array becomes an array (for `= ANY($1)`), an object JSON text, a date ISO 8601 text. */
type SqlParameter = Json | Date;

/**
 * Parameters by place, for `$1` or `?`, or by name, for `:name`: `{day: '2026-01-31'}` for `WHERE at >= :day::date`. A name may stand
 * several times. The database takes a value's type from where it stands; a cast says it where that does not (`:day::date`,
 * `$1::int[]`). With names, and with `$1`, `?` is an operator.
 */
type SqlParameters = SqlParameter[] | { [name: string]: SqlParameter };

/** Why an app runs. More kinds may follow. */
type EkayaTrigger =
  | { kind: 'manual' }
  | { kind: 'preview' }
  /** One of the app's own tools, or run_app. `calledBy`: the apps that wait for this run, the first one first; none outside of runs. */
  | { kind: 'tool'; tool: string; calledBy: string[]; run?: string }
  /** `missed`: due times before this one that nobody ran, which this run stands for as well. */
  | { kind: 'schedule'; dueAt: string; missed: number }
  /** `previousVersion` after an update. */
  | { kind: 'installed'; version: string; previousVersion?: string }
  /**
   * The schema of a datasource is in another state; without `stateBefore` it was seen for the first time. `changed` is false then, and when
   * it is back to what it was. `changes` counts tables, columns and so on.
   */
  | {
      kind: 'schema.refreshed';
      datasource: string;
      datasourceId: string;
      state: number;
      hash: string;
      stateBefore?: number;
      hashBefore?: string;
      changed: boolean;
      changes: { added: number; removed: number; modified: number };
    }
  /** The delivery's body is the `input`; `deliveryId` is the sender's own. */
  | { kind: 'webhook'; hook: string; deliveryId: string; receivedAt: string };

interface EkayaContext {
  /** What the run was started with; `{}` when nothing was given. At most 1 MiB as JSON. */
  input: any;
  /** The app's settings, checked against the manifest's schema. */
  settings: any;
  /** Why the app runs. */
  trigger: EkayaTrigger;
  /**
   * This run. When a server dies, or a database is away for a moment, a run that has changed nothing is begun anew, with the next
   * `attempt` (from 1) and everything else the same. `idempotencyKey` is the same in all attempts and in no other run: keep it beside
   * what you change, or send it along, and what comes twice can be told.
   */
  run: { id: string; attempt: number; idempotencyKey: string };
  host: EkayaHost;
}

/** A table or view of a datasource. What is not the case is left out, but the lists from `columns` to `checks` are always there. */
interface SchemaTable {
  schema: string;
  name: string;
  kind: 'table' | 'view';
  materialized?: true;
  foreign?: true;
  comment?: string;
  /** The database's own guess, of a partitioned table over all partitions. */
  rowEstimate?: number;
  /** A view's SELECT as PostgreSQL writes it, its CREATE VIEW of SQL Server. */
  definition?: string;
  partitionedBy?: string;
  partitions?: { schema: string; name: string; bound: string }[];
  /** What the datasource's login may do with the whole table. */
  privileges?: string[];
  columns: {
    name: string;
    /** With length or precision, as `numeric(10,2)`; types that people made with their schema. */
    type: string;
    length?: number;
    precision?: number;
    scale?: number;
    nullable: boolean;
    default?: string;
    /** The expression that fills it. */
    generated?: string;
    identity?: 'always' | 'by default';
    /** When it is not its type's own. */
    collation?: string;
    comment?: string;
    /** The values of an enumeration, in its order. */
    enum?: string[];
  }[];
  primaryKey: string[];
  uniqueKeys: { name: string; columns: string[]; deferrable?: true }[];
  foreignKeys: {
    name: string;
    columns: string[];
    references: { schema: string; table: string; columns: string[] };
    onUpdate: string;
    onDelete: string;
    deferrable?: true;
    notValid?: true;
  }[];
  indexes: {
    name: string;
    unique: boolean;
    method: string;
    /** Columns or expressions, with ` DESC`. */
    columns: string[];
    include?: string[];
    where?: string;
    invalid?: true;
  }[];
  checks: { name: string; expression: string; notValid?: true }[];
  exclusions?: { name: string; definition: string }[];
  triggers?: { name: string; definition: string; disabled?: true }[];
  rowSecurity?: 'enabled' | 'forced';
  policies?: { name: string; command: string; restrictive?: true; roles: string[]; using?: string; check?: string }[];
}

/** What a table's columns hold. */
interface TableStatistics {
  schema: string;
  table: string;
  /** The database's own guess. */
  rowEstimate?: number;
  /** How many rows were looked at. */
  sampled: number;
  columns: {
    name: string;
    type: string;
    /** Rows of the sample, and those without a value. */
    count: number;
    nulls: number;
    /** But for bytes, JSON, arrays and the like. */
    distinct?: number;
    /** Of numbers and times, as text: nothing is rounded. The quantiles are at 5, 25, 50, 75 and 95 %. */
    min?: string;
    max?: string;
    quantiles?: string[];
    /** Of numbers. */
    mean?: number;
    stddev?: number;
    /** Of texts in characters, of bytes in bytes. */
    length?: { min: number; max: number; mean: number };
    /** The ten most frequent values, their first 200 characters. */
    top?: { value: string; count: number }[];
  }[];
}

/** An enumeration or a domain of a datasource. */
interface SchemaType {
  schema: string;
  name: string;
  kind: 'enum' | 'domain';
  comment?: string;
  values?: string[];
  /** What a domain is made of. */
  type?: string;
  nullable?: boolean;
  default?: string;
  checks?: { name: string; expression: string }[];
}

/** A host function's refusal. */
interface HostError extends Error {
  name: 'HostError';
  /**
   * - `NOT_PERMITTED`: the app did not declare the function, or was not granted it
   * - `NOT_FOUND`: there is no such function or datasource
   * - `BAD_ARGUMENT`: an argument is missing or of the wrong kind, or the statement is not accepted
   * - `LIMIT`: over one of the bounds
   * - `RATE_LIMITED`, `TIMEOUT`, `UPSTREAM`, `UNAVAILABLE`: may succeed later, `retryable` is true
   * - `CONFLICT`: another run was faster
   * - `LEAK`: the call would have carried a secret out
   * - `INTERNAL`: the server failed; its own log says why
   */
  code:
    | 'NOT_PERMITTED'
    | 'NOT_FOUND'
    | 'BAD_ARGUMENT'
    | 'LIMIT'
    | 'RATE_LIMITED'
    | 'TIMEOUT'
    | 'CONFLICT'
    | 'LEAK'
    | 'UPSTREAM'
    | 'UNAVAILABLE'
    | 'INTERNAL';
  retryable: boolean;
}

interface QueryResult {
  columns: { name: string; type: string }[];
  /**
   * One array a row. Decimals are strings, as are 64-bit integers that a double cannot hold; times are ISO 8601, bytes base64.
   */
  rows: any[][];
  /** Whether rows were left out: at most 10,000 rows and 4 MiB are given. A first row over 4 MiB is refused with LIMIT. */
  truncated: boolean;
}

/** One turn of a conversation with a model. */
interface ModelMessage {
  role: 'user' | 'assistant';
  content: string;
}

interface ModelOptions {
  /** What holds for the whole conversation. */
  system?: string;
  /** JSON Schema that the answer has to fit. */
  schema?: { [key: string]: Json };
  /** 0 to 2; the model's own when not said. */
  temperature?: number;
  /** The most that the answer may have. */
  maxTokens?: number;
  /** At most 200 bytes. */
  cacheKey?: string;
  timeoutMillis?: number;
}

interface EkayaHost {
  /** The app's own schema. */
  db: {
    /**
     * One statement on the app's own schema, in its own transaction.
     *
     * Limits: statement 64 KiB · 100 parameters · 10,000 rows · 4 MiB · 30 s.
     * Errors: NOT_PERMITTED, BAD_ARGUMENT, CONFLICT, LIMIT, TIMEOUT, UPSTREAM.
     *
     * @wire db_query
     * @param sql one statement, with `$1`, `$2` or `:name` for the parameters
     * @returns the rows; `changed` is the number of rows that an INSERT, UPDATE or DELETE changed
     */
    query(sql: string, params?: SqlParameters): Promise<QueryResult & { changed?: number }>;
  };

  /** The project's datasources that are bound to this app. */
  datasource: {
    /**
     * Read-only SQL: one SELECT.
     *
     * Limits: statement 64 KiB · 100 parameters · 10,000 rows · 4 MiB · 30 s.
     * Errors: NOT_PERMITTED, NOT_FOUND, BAD_ARGUMENT, LIMIT, TIMEOUT, UPSTREAM, UNAVAILABLE.
     *
     * @wire datasource_query
     * @param sql one SELECT in the datasource's own SQL, with `$1`, `$2` or `:name` for the parameters
     * @param options `datasource` is an alias of the manifest; not needed when there is one datasource
     */
    query(sql: string, params?: SqlParameters, options?: { datasource?: string }): Promise<QueryResult>;

    /**
     * Runs a query that an administrator of the project has approved; it may also be one that changes data. The package asks for it by
     * name, in `queries` of capabilities.json.
     *
     * Limits: 10,000 rows · 4 MiB · 30 s · as many changed rows as were approved.
     * Errors: NOT_PERMITTED (not granted, not approved, disabled), NOT_FOUND, BAD_ARGUMENT (names the parameter), CONFLICT, LIMIT,
     * TIMEOUT, UPSTREAM, UNAVAILABLE.
     *
     * @wire datasource_execute
     * @param query its name, or its id
     * @param params a value for each parameter, by name, checked against its type and bounds
     * @param options `datasource` is not needed; a query that runs on another one is refused
     * @returns the rows; `changed` is the number of rows that a query that writes has changed
     */
    execute(
      query: string,
      params?: { [name: string]: SqlParameter },
      options?: { datasource?: string },
    ): Promise<QueryResult & { changed?: number }>;

    /**
     * Tables, columns, types and keys of a datasource, read afresh.
     *
     * Limits: 500 tables a page · 8 MiB · 30 s.
     * Errors: NOT_PERMITTED, NOT_FOUND, BAD_ARGUMENT, LIMIT, TIMEOUT, UPSTREAM, UNAVAILABLE.
     *
     * @wire datasource_schema
     * @param request `tables` are names as `orders` or `public.orders`; `page` counts from 1; with `ifHash` of an earlier answer
     *   the answer is `{hash, unchanged: true}` when nothing has changed
     * @returns `hash`, which changes with anything but `rowEstimate`; `schemas`, `tables` and `types` as far as the datasource's login
     *   may look; and `nextPage` when there are more tables
     */
    schema(request?: { datasource?: string; tables?: string[]; page?: number; ifHash?: string }): Promise<{
      hash: string;
      unchanged?: boolean;
      schemas?: { name: string; comment?: string }[];
      tables?: SchemaTable[];
      types?: SchemaType[];
      nextPage?: number;
    }>;

    /**
     * What the columns of a table hold, over a sample of its rows that is the same for all columns.
     *
     * Limits: 100 columns · 500,000 sampled rows · 30 s for all columns · 8 MiB.
     * Errors: NOT_PERMITTED, NOT_FOUND, BAD_ARGUMENT, LIMIT, TIMEOUT, UPSTREAM, UNAVAILABLE.
     *
     * @wire datasource_statistics
     * @param table as `orders` or `public.orders`
     * @param options `columns` are all when none is named; `sampleRows` is 20,000 when not said; a smaller table is read whole. Views
     *   have no sample, their first rows are read
     */
    statistics(
      table: string,
      options?: { datasource?: string; columns?: string[]; sampleRows?: number },
    ): Promise<TableStatistics>;

    /**
     * Which approved, suggested or disabled queries read a table or a column: what breaks if it goes.
     *
     * `certainty` is `resolved` when every name in the query was found in the schema, `partial` when some was not, `unknown` when the
     * query could not be read; such a query is always in the list.
     *
     * A table or column that neither the datasource's last snapshot nor a query has is NOT_FOUND: the name is misspelt, or newer
     * than the snapshot.
     *
     * Errors: NOT_PERMITTED, NOT_FOUND, BAD_ARGUMENT, UPSTREAM, UNAVAILABLE.
     *
     * @wire approved_query_refs
     * @param table as `orders` or `public.orders`
     * @param column any column of the table when not said
     * @returns `through` names the views that the query reads the table through
     */
    references(
      table: string,
      column?: string,
      options?: { datasource?: string },
    ): Promise<
      {
        id: string;
        name: string;
        version: number;
        state: 'draft' | 'approved' | 'disabled';
        table?: string;
        columns: string[];
        through: string[];
        certainty: 'resolved' | 'partial' | 'unknown';
      }[]
    >;

    /**
     * The datasources bound to this app.
     *
     * Errors: NOT_PERMITTED.
     *
     * @wire list_datasources
     */
    list(): Promise<{ alias: string; id: string; name: string; type: string }[]>;
  };

  http: {
    /**
     * Calls an address that `http` in capabilities.json lists and the project granted. A status of any kind is an answer; redirects are
     * followed, each hop as if it were the first. A credential that the rule names is put in by the host: an app neither sees it nor
     * sets `Authorization`, `Cookie`, `Host` and the like. Repeated headers of the answer are joined by a comma; cookies are not told.
     *
     * A request other than GET and HEAD changes something: a run that sent one is not begun anew when its server dies. A preview sends
     * none of these.
     *
     * Limits: URL 8,192 characters · body 1 MiB · answer 4 MiB, unpacked · headers 100 and 32 KiB · 5 redirects ·
     * 10 s unless `timeoutMillis` says up to 300,000, and never longer than the run · 256 MiB a run.
     * Errors: NOT_PERMITTED (not listed, not public, no https on the way), BAD_ARGUMENT, NOT_FOUND (the credential's secret), LIMIT,
     * LEAK, TIMEOUT, UPSTREAM (the host fails), UNAVAILABLE (the way there).
     *
     * @wire http_request
     * @returns `body` when the answer is text, else `bodyBase64`
     */
    request(request: {
      method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      url: string;
      headers?: Record<string, string>;
      body?: string;
      /** In place of `body`. */
      bodyBase64?: string;
      timeoutMillis?: number;
    }): Promise<{ status: number; headers: Record<string, string>; body?: string; bodyBase64?: string }>;
  };

  /** The project's language model. */
  llm: {
    /**
     * Asks the project's language model and waits for its whole answer. Which model that is, an administrator says; without one the call
     * is UNAVAILABLE, and an app still gives what it can work out itself. What a model says is data: show it, check it, and let nothing
     * happen because it says so.
     *
     * A secret in the prompt is LEAK, and nothing is sent. Values of columns that are classified as sensitive are replaced by a mark such
     * as `⟦email⟧`. Other values that this run has read from a datasource are NOT_PERMITTED unless the package asks for
     * `llm.rowValuesAllowed` in capabilities.json and the project granted it; a preview never may. Counts and sums are no values.
     *
     * With `schema` the answer is JSON that fits it, in `json`; a model whose answer does not fit is asked once more. With `cacheKey` the
     * answer is kept for a week, and the same question of the same app under the same key takes no tokens.
     *
     * Asking changes nothing, so a run that only asked is begun anew when its server dies. A replay gives the recorded answer.
     *
     * Limits: 20,000 tokens a run unless `llm.tokensPerRunMax` says otherwise, 4,000 a preview, the project's and the app's budget of a
     * day · `maxTokens` is 1,024 when not said · 60 s unless `timeoutMillis` says up to 300,000, and never longer than the run.
     * Errors: NOT_PERMITTED, BAD_ARGUMENT, LIMIT (says whose, and when it begins anew), LEAK, TIMEOUT, RATE_LIMITED (the provider's),
     * UPSTREAM (the provider fails, or its answer does not fit), UNAVAILABLE (no model, or it is away).
     *
     * @wire llm_generate
     * @param question a prompt, a conversation whose last message is the user's, or an object with all arguments
     * @returns `json` with a schema, else `text`; `usage` counts all attempts, and nothing when `cached`
     */
    generate(
      question: string | ModelMessage[] | (ModelOptions & ({ prompt: string } | { messages: ModelMessage[] })),
      options?: ModelOptions,
    ): Promise<{
      text?: string;
      json?: Json;
      model: string;
      usage: { inputTokens: number; outputTokens: number };
      cached: boolean;
      attempts: number;
    }>;
  };

  /** Tools of the project, the platform's and other apps'. */
  tools: {
    /**
     * Calls a tool of the project: one of the platform's, or one that another app offers. The package asks for it in `tools` of
     * capabilities.json, by a name of its own for it. It may do what the run's user may; in a preview, only read.
     *
     * Limits: arguments 256 KiB · answer 2 MiB · 50 s for an app's tool · 2 apps that call each other in a row, none of them twice.
     * Errors: NOT_PERMITTED (not granted, or not to this user), NOT_FOUND, BAD_ARGUMENT (says what does not fit), LIMIT, TIMEOUT, and
     * those of the tool.
     *
     * @wire mcp_tool_invoke
     * @param tool the app's own name for it
     * @param args as the tool's inputSchema says
     * @returns as the tool's outputSchema says; of an app's tool `{run, output}`
     */
    invoke(tool: string, args?: { [name: string]: Json }): Promise<{ [key: string]: Json }>;
  };

  /** Secrets of the project. An app never gets a value: the host puts it where it belongs. */
  secrets: {
    /**
     * Whether there is a secret of this name. The package asks for it by name, in `secrets` of capabilities.json or as the id of one
     * of its `credentials`; upper and lower case are one name.
     *
     * Limits: name 64 bytes.
     * Errors: NOT_PERMITTED (not granted, whether there is such a secret or not), BAD_ARGUMENT, LIMIT.
     *
     * @wire secret_exists
     */
    exists(name: string): Promise<boolean>;
  };

  /** Small values that stay from run to run, also when a run fails afterwards. */
  state: {
    /**
     * Reads a value.
     *
     * Limits: key 256 bytes.
     * Errors: NOT_PERMITTED, BAD_ARGUMENT, LIMIT.
     *
     * @wire state_get
     * @returns value `null` and version 0 when there is none
     */
    get(key: string): Promise<{ value: any; version: number }>;

    /**
     * Writes a value, if it still has the version that was read.
     *
     * Limits: key 256 bytes · value 64 KiB as JSON, nested 63 deep (64 with the
     * call's own object around it) · 1,000 keys an app.
     * Errors: NOT_PERMITTED, CONFLICT (read it again), BAD_ARGUMENT, LIMIT.
     *
     * @wire state_set
     * @param version as `get` gave it; 0 or nothing for a new key
     * @returns the new version
     */
    set(key: string, value: Json, version?: number): Promise<{ version: number }>;
  };

  auth: {
    /**
     * For whom this run acts, and as what.
     *
     * @wire get_auth_context
     */
    context(): Promise<{
      projectId: string;
      userId: string;
      roles: string[];
      appId: string;
      runId: string;
      trigger: EkayaTrigger;
      onBehalfOf: { kind: string; id: string; name: string };
    }>;
  };

  /**
   * The run's log. Writes at once and returns nothing; `console.log` and its like write here too.
   *
   * Limits: 1,000 entries a run · 4 KiB an entry; what is over is cut, and the log's end says so.
   */
  log: {
    /** @wire log */
    debug(message: string, fields?: object): void;
    /** @wire log */
    info(message: string, fields?: object): void;
    /** @wire log */
    warn(message: string, fields?: object): void;
    /** @wire log */
    error(message: string, fields?: object): void;
  };

  /**
   * Tells the people of the project something, once the run has ended: in their inbox, and by mail or webhook where the project says so.
   * An app neither holds an address nor sees one. What was told before the run failed or ran over a limit is told; of a run that somebody
   * cancels, or that begins anew, it is not.
   *
   * While one of the same `dedupeKey` is open, that one counts once more, with the newest text, and nobody gets another message; until
   * somebody acknowledges it.
   *
   * Limits: title 200 characters, one line · body 4,000 characters, plain text · dedupeKey 200 bytes · 20 a run · 200 a day and app. A text
   * that is over is cut.
   * Errors: NOT_PERMITTED, BAD_ARGUMENT, LIMIT.
   *
   * @wire notify
   * @param notice `severity` is `info` when not said
   * @returns `accepted` is false, with the reason, when the run or the app's day (UTC) has as many as it may
   */
  notify(notice: {
    severity?: 'info' | 'warning' | 'critical';
    title: string;
    body?: string;
    dedupeKey?: string;
  }): Promise<{ accepted: boolean; reason?: string }>;

  /**
   * How far the run is: shown while it runs, the last one afterwards as well. Costs no host call.
   *
   * Limits: text 200 bytes, what is over is cut · shown a few times a second, the newest each time.
   * Errors: NOT_PERMITTED, BAD_ARGUMENT (no number from 0 to 1).
   *
   * @wire progress
   * @param fraction from 0 to 1
   * @param text what it is at, as "3 of 12 tables"
   */
  progress(fraction: number, text?: string): Promise<void>;

  /**
   * The time as the server sees it, in milliseconds since 1970; `Date.now()` only counts the app's own work.
   *
   * Errors: NOT_PERMITTED.
   *
   * @wire now_millis
   */
  now(): Promise<number>;

  /**
   * Random bytes from the run's seed. Not for keys or passwords: a replay of the run gives the same.
   *
   * Limits: 65,536 bytes.
   * Errors: NOT_PERMITTED, BAD_ARGUMENT.
   *
   * @wire random_bytes
   */
  randomBytes(count: number): Promise<Uint8Array>;
}

/**
 * Lines of the run's log. No method throws. A first text's `%s %d %i %f %o %O %j %c %%` are filled with the values after it. Getters
 * are not called; values are shown five levels deep, 100 items wide, 4 KiB long.
 */
declare var console: {
  debug(...values: any[]): void;
  log(...values: any[]): void;
  info(...values: any[]): void;
  warn(...values: any[]): void;
  error(...values: any[]): void;
  /** With the stack, at level debug. */
  trace(...values: any[]): void;
  /** An error's line when the condition is false. */
  assert(condition?: any, ...values: any[]): void;
  dir(value?: any): void;
  dirxml(...values: any[]): void;
  /** Rows and columns of an array of objects: 50 rows, 12 columns, 30 characters a cell. */
  table(data?: any): void;
  /** How often this was called, for each of at most 1,000 labels. */
  count(label?: string): void;
  countReset(label?: string): void;
  /** Lines until `groupEnd` are indented. */
  group(...values: any[]): void;
  groupCollapsed(...values: any[]): void;
  groupEnd(): void;
  /** Starts a clock, by the run's time. */
  time(label?: string): void;
  timeLog(label?: string, ...values: any[]): void;
  timeEnd(label?: string): void;
};

/** Random values from the run's seed. Not for keys or passwords. */
declare var crypto: {
  /**
   * @param array of whole numbers, at most 65,536 bytes
   * @throws TypeError for other arrays, RangeError for more
   */
  getRandomValues<T extends ArrayBufferView>(array: T): T;
  /** A UUID of version 4. */
  randomUUID(): string;
};

/**
 * Calls back once, after `delay` milliseconds of the run's clock, which really pass. What is left when the app's function has
 * returned never fires. What the callback throws fails the run. At most 10,000 timers wait at once.
 *
 * @param delay milliseconds, at most 2,147,483,647
 * @returns an id for `clearTimeout`
 * @throws RangeError for one timer too many
 */
declare function setTimeout<A extends any[]>(callback: (...args: A) => void, delay?: number, ...args: A): number;
declare function clearTimeout(id: number | undefined): void;
/** As `setTimeout`, again and again until it is cleared; at least 1 millisecond apart. */
declare function setInterval<A extends any[]>(callback: (...args: A) => void, delay?: number, ...args: A): number;
declare function clearInterval(id: number | undefined): void;
/** Calls back when the code at hand has come to its end. What the callback throws fails the run. */
declare function queueMicrotask(callback: () => void): void;

declare var performance: {
  /** Milliseconds of the run's clock since the run began. */
  now(): number;
  /** When the run began, in milliseconds since 1970. */
  readonly timeOrigin: number;
};

/** @throws DOMException `InvalidCharacterError` for what is no base64 */
declare function atob(base64: string): string;
/** @throws DOMException `InvalidCharacterError` for characters beyond U+00FF */
declare function btoa(text: string): string;

/**
 * A deep copy with its cycles: objects, arrays, dates, patterns, maps, sets, errors, buffers and views.
 *
 * @param options `transfer`: buffers that are moved and not copied
 * @throws DOMException `DataCloneError` for functions, symbols, promises, proxies and what is weak or shared
 */
declare function structuredClone<T>(value: T, options?: { transfer?: Iterable<ArrayBuffer> }): T;

/** UTF-8. */
declare class TextEncoder {
  readonly encoding: 'utf-8';
  encode(text?: string): Uint8Array;
  /** @returns UTF-16 units read and bytes written; no character is cut */
  encodeInto(text: string, target: Uint8Array): { read: number; written: number };
}

declare class TextDecoder {
  /**
   * @param label of UTF-8, UTF-16LE or windows-1252, which `latin1` and `ascii` are too
   * @param options `fatal`: what is not valid throws a TypeError, and does not become U+FFFD
   * @throws RangeError for another encoding
   */
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  readonly encoding: 'utf-8' | 'utf-16le' | 'windows-1252';
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
  /** @param options `stream`: more is to come, so a character cut at the end waits for it */
  decode(source?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string;
}

/**
 * By the URL Standard. Hosts beyond ASCII are lower-cased, composed (NFKC) and written in Punycode; of UTS 46 the refusals beyond
 * spaces, controls and unassigned code points are missing, as are the rules for right-to-left and joiners.
 */
declare class URL {
  /** @throws TypeError for what is no URL */
  constructor(text: string | URL, base?: string | URL);
  static canParse(text: string | URL, base?: string | URL): boolean;
  static parse(text: string | URL, base?: string | URL): URL | null;
  href: string;
  readonly origin: string;
  protocol: string;
  username: string;
  password: string;
  host: string;
  hostname: string;
  port: string;
  pathname: string;
  search: string;
  /** Follows the URL, and the URL follows it. */
  readonly searchParams: URLSearchParams;
  hash: string;
  toString(): string;
  toJSON(): string;
}

declare class URLSearchParams implements Iterable<[string, string]> {
  constructor(init?: string | Iterable<[string, string]> | Record<string, string>);
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string, value?: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string, value?: string): boolean;
  set(name: string, value: string): void;
  sort(): void;
  forEach(callback: (value: string, name: string, params: URLSearchParams) => void): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  entries(): IterableIterator<[string, string]>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
  toString(): string;
}

declare class DOMException extends Error {
  constructor(message?: string, name?: string);
  readonly name: string;
  readonly message: string;
  /** 0 for names that never had a number. */
  readonly code: number;
}

declare class Event {
  constructor(type: string, options?: { bubbles?: boolean; cancelable?: boolean; composed?: boolean });
  readonly type: string;
  readonly target: EventTarget | null;
  readonly currentTarget: EventTarget | null;
  readonly eventPhase: number;
  readonly bubbles: boolean;
  readonly cancelable: boolean;
  readonly composed: boolean;
  readonly defaultPrevented: boolean;
  readonly isTrusted: boolean;
  /** Milliseconds since the run began. */
  readonly timeStamp: number;
  preventDefault(): void;
  stopPropagation(): void;
  stopImmediatePropagation(): void;
  composedPath(): EventTarget[];
}

type EventListener = ((event: Event) => void) | { handleEvent(event: Event): void };

/** Without parents: an event has one target. At most 1,000 listeners. What a listener throws fails the run. */
declare class EventTarget {
  addEventListener(
    type: string,
    listener: EventListener | null,
    options?: boolean | { capture?: boolean; once?: boolean; passive?: boolean; signal?: AbortSignal },
  ): void;
  removeEventListener(type: string, listener: EventListener | null, options?: boolean | { capture?: boolean }): void;
  /** @returns false when a listener prevented the default */
  dispatchEvent(event: Event): boolean;
}

declare class AbortSignal extends EventTarget {
  private constructor();
  static abort(reason?: any): AbortSignal;
  /** Aborts with a `TimeoutError`, by a timer of the run. @param millis on the run's clock */
  static timeout(millis: number): AbortSignal;
  static any(signals: Iterable<AbortSignal>): AbortSignal;
  readonly aborted: boolean;
  readonly reason: any;
  onabort: ((event: Event) => void) | null;
  throwIfAborted(): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  /** @param reason by default a DOMException `AbortError` */
  abort(reason?: any): void;
}

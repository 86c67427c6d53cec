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
 * There is no file, no network, no timer, no module but the app's own. `Date` and `Math.random` are the run's: time starts at the
 * run's start and goes on with the work done, random numbers come from the run's seed.
 *
 * The tag `@wire` names a function as `capabilities.json` and a run's host calls do.
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A parameter of a statement: an array becomes an array (for `= ANY($1)`), an object JSON text, a date ISO 8601 text. */
type SqlParameter = Json | Date;

interface EkayaContext {
  /** What the run was started with; `{}` when nothing was given. At most 1 MiB as JSON. */
  input: any;
  /** The app's settings, checked against the manifest's schema. */
  settings: any;
  /** Why the app runs. */
  trigger: { kind: string; [detail: string]: any };
  host: EkayaHost;
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
  /** Whether rows were left out: at most 10,000 rows and 4 MiB are given. */
  truncated: boolean;
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
     * @param sql one statement, with `$1`, `$2` for the parameters
     * @returns the rows; `changed` is the number of rows that an INSERT, UPDATE or DELETE changed
     */
    query(sql: string, params?: SqlParameter[]): Promise<QueryResult & { changed?: number }>;
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
     * @param sql one SELECT, with `$1`, `$2` for the parameters
     * @param options `datasource` is an alias of the manifest; not needed when there is one datasource
     */
    query(sql: string, params?: SqlParameter[], options?: { datasource?: string }): Promise<QueryResult>;

    /**
     * Tables, columns, types and keys of a datasource, read afresh.
     *
     * Limits: 500 tables a page · 8 MiB · 30 s.
     * Errors: NOT_PERMITTED, NOT_FOUND, BAD_ARGUMENT, LIMIT, TIMEOUT, UPSTREAM, UNAVAILABLE.
     *
     * @wire datasource_schema
     * @param request `tables` are names as `orders` or `public.orders`; `page` counts from 1; with `ifHash` of an earlier answer
     *   the answer is `{hash, unchanged: true}` when nothing has changed
     * @returns `hash`, `tables`, and `nextPage` when there are more
     */
    schema(request?: { datasource?: string; tables?: string[]; page?: number; ifHash?: string }): Promise<{
      hash: string;
      unchanged?: boolean;
      tables?: any[];
      nextPage?: number;
      [more: string]: any;
    }>;

    /**
     * The datasources bound to this app.
     *
     * Errors: NOT_PERMITTED.
     *
     * @wire list_datasources
     */
    list(): Promise<{ alias: string; id: string; name: string; type: string }[]>;
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
     * Limits: key 256 bytes · value 64 KiB as JSON · 1,000 keys an app.
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
      trigger: { kind: string; [detail: string]: any };
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

/** Lines of the run's log. */
declare var console: {
  debug(...values: any[]): void;
  log(...values: any[]): void;
  info(...values: any[]): void;
  warn(...values: any[]): void;
  error(...values: any[]): void;
  trace(...values: any[]): void;
};

/** Random values from the run's seed. Not for keys or passwords. */
declare var crypto: {
  /** @param array of whole numbers, at most 65,536 bytes */
  getRandomValues<T extends ArrayBufferView>(array: T): T;
  randomUUID(): string;
};

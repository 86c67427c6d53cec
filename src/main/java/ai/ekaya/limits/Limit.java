package ai.ekaya.limits;

import java.util.Locale;

/**
 * Every number that bounds something. The constant's name is {@code ROOM_THING_UNIT}; its config key is
 * {@code ekaya.<room>.<thing>-<unit>}, so {@link #PACK_ENTRIES_COUNT} is set by {@code ekaya.pack.entries-count}.
 *
 * <p>Of a pair {@code …_DEFAULT_…} and {@code …_CEILING_…}, the default holds where a package says nothing and the ceiling is the
 * most it may ask for.
 */
public enum Limit {
    // pack: contracts §1
    PACK_ENTRIES_COUNT(200, Unit.COUNT, "an app is a handful of files; more is a bomb or a mistake"),
    PACK_PACKED_BYTES(16 * Bytes.MIB, Unit.BYTES, "an upload is held in memory while it is hashed"),
    PACK_UNPACKED_BYTES(64 * Bytes.MIB, Unit.BYTES, "unpacked files are held in memory while they are checked"),
    PACK_COMPRESSION_RATIO(100, Unit.RATIO, "real code packs 3 to 10 times; a zip bomb over 1000"),
    PACK_JSON_BYTES(Bytes.MIB, Unit.BYTES, "a parsed tree takes some twenty times the text's size"),
    PACK_JSON_DEPTH_COUNT(64, Unit.COUNT, "a settings schema nests ten levels; parsers and validators recurse"),
    PACK_TESTS_COUNT(50, Unit.COUNT, "tests of a package, which run whenever it is put in; most have one to five"),

    // store
    STORE_SIGNALS_PENDING_COUNT(10_000, Unit.COUNT, "hints that wait 5 ms to be sent; some hundred bytes each"),

    // sandbox: what one guest may use
    SANDBOX_MEMORY_DEFAULT_BYTES(16 * Bytes.MIB, Unit.BYTES, "the JS engine and a report of some thousand rows fit"),
    SANDBOX_MEMORY_CEILING_BYTES(256 * Bytes.MIB, Unit.BYTES, "a few such runs at once fit in a server of 2 GiB"),
    SANDBOX_MEMORY_LEAST_BYTES(64 * Bytes.KIB, Unit.BYTES, "one page; a compiled app's answers lie in it"),
    SANDBOX_SCRIPT_MEMORY_LEAST_BYTES(
            4 * Bytes.MIB, Unit.BYTES, "the JS engine itself takes 1.8 MB and keeps 1.5 MB in reserve"),
    SANDBOX_TIMEOUT_DEFAULT_MILLIS(60_000, Unit.MILLIS, "a watcher's run takes seconds; a minute shows that it hangs"),
    SANDBOX_TIMEOUT_CEILING_MILLIS(900_000, Unit.MILLIS, "a quarter of an hour for profiling a large datasource"),
    SANDBOX_OUTPUT_BYTES(4 * Bytes.MIB, Unit.BYTES, "a browser still renders it"),
    SANDBOX_LOG_ENTRIES_COUNT(1_000, Unit.COUNT, "what a person can read; the reference design's number"),
    SANDBOX_LOG_ENTRY_BYTES(4_096, Unit.BYTES, "the reference design's number"),
    SANDBOX_MODULE_BYTES(16 * Bytes.MIB, Unit.BYTES, "compiling takes time and metaspace in proportion"),
    SANDBOX_CODE_BYTES(
            2 * Bytes.MIB, Unit.BYTES, "compiled in half a minute and 500 MB at worst; SQLite has half of it"),
    SANDBOX_SECTION_ENTRIES_COUNT(
            50_000, Unit.COUNT, "types, functions, globals, segments each; large apps have some 5,000"),
    SANDBOX_SECTION_BYTES(Bytes.MIB, Unit.BYTES, "each but code and data; the engine makes objects of every byte"),
    SANDBOX_FUNCTION_BYTES(512 * Bytes.KIB, Unit.BYTES, "one function's code; the largest parsers have a fifth of it"),
    SANDBOX_FUNCTION_LOCALS_COUNT(10_000, Unit.COUNT, "a Java method of 64 KB cannot even clear more"),
    SANDBOX_NESTING_COUNT(1_000, Unit.COUNT, "blocks in blocks; a switch of a thousand cases nests as deep"),
    SANDBOX_COMPILE_WORK_COUNT(
            20_000_000, Unit.COUNT, "locals and stack at all jumps together; ten times what large apps take"),
    SANDBOX_COMPILE_MILLIS(
            30_000, Unit.MILLIS, "of the processor; the worst module within the other bounds takes some ten seconds"),
    SANDBOX_COMPILES_CONCURRENT_COUNT(2, Unit.COUNT, "each may take a quarter of a heap of 2 GiB"),
    SANDBOX_COMPILES_WAIT_MILLIS(60_000, Unit.MILLIS, "for others that are being compiled; a person waits for it"),
    SANDBOX_CACHE_BYTES(512 * Bytes.MIB, Unit.BYTES, "compiled code on disk: some hundred large apps"),
    SANDBOX_CACHE_FILES_COUNT(1_000, Unit.COUNT, "listed whenever one is added"),
    SANDBOX_LOCALS_COUNT(500_000, Unit.COUNT, "of all functions together; five bytes of a module can declare 50,000"),
    SANDBOX_SOURCE_BYTES(
            2 * Bytes.MIB,
            Unit.BYTES,
            "of all .js files; compiled when installed, read in each run; apps are some 100 KB"),
    SANDBOX_SOURCE_MILLIS(
            20_000,
            Unit.MILLIS,
            "2 MiB compile in a second or two, after a start in ten; 60,000 names in half a minute"),
    SANDBOX_SOURCES_COUNT(100, Unit.COUNT, ".js files; people write ten, and linking a chain of them nests that deep"),
    SANDBOX_FUEL_DEFAULT_COUNT(10_000_000_000L, Unit.COUNT, "jumps and calls: some two minutes of busy JavaScript"),
    SANDBOX_FUEL_CEILING_COUNT(1_000_000_000_000L, Unit.COUNT, "more than the time ceiling lets a guest use"),
    SANDBOX_SCRIPT_FUEL_LEAST_COUNT(100_000, Unit.COUNT, "starting a JavaScript app takes some 7,000"),
    SANDBOX_STACK_BYTES(256 * Bytes.KIB, Unit.BYTES, "with 16 MiB Java stacks deep recursion ends as a RangeError"),
    SANDBOX_FRAMES_BYTES(8 * Bytes.MIB, Unit.BYTES, "of a compiled app's calls; half of a 16 MiB Java stack"),
    SANDBOX_TIMERS_COUNT(10_000, Unit.COUNT, "pending at once; each holds some 200 bytes of the guest's memory"),
    SANDBOX_TABLE_ELEMENTS_COUNT(1_000_000, Unit.COUNT, "a table slot is a Java reference: 1,000,000 are 8 MB"),

    // host: one call and all calls of a run
    HOST_CALLS_DEFAULT_COUNT(200, Unit.COUNT, "contracts §1"),
    HOST_CALLS_CEILING_COUNT(10_000, Unit.COUNT, "one journal row each"),
    HOST_ARGUMENTS_BYTES(Bytes.MIB, Unit.BYTES, "arguments are parsed in the server's heap"),
    HOST_ARGUMENTS_KEPT_BYTES(1_024, Unit.BYTES, "enough to recognise a statement; the hash stands for the whole"),
    HOST_EFFECT_ARGUMENTS_BYTES(
            200, Unit.BYTES, "kept with each change until its run has ended; enough to recognise a statement"),
    HOST_REFUSALS_LISTED_COUNT(100, Unit.COUNT, "a storm of refusals is one line with a count"),
    HOST_ANSWER_BYTES(8 * Bytes.MIB, Unit.BYTES, "an answer is copied into the guest's memory"),
    HOST_PROGRESS_TEXT_BYTES(200, Unit.BYTES, "a line beside a bar; what is over is cut"),
    HOST_STATE_ENTRIES_COUNT(1_000, Unit.COUNT, "state is for cursors and marks; tables are for data"),
    HOST_STATE_KEY_BYTES(256, Unit.BYTES, "a key is a name"),
    HOST_STATE_VALUE_BYTES(64 * Bytes.KIB, Unit.BYTES, "state is for cursors and marks; tables are for data"),
    HOST_RANDOM_BYTES(64 * Bytes.KIB, Unit.BYTES, "as in browsers' getRandomValues"),

    // sql: one statement of a guest
    SQL_STATEMENT_BYTES(64 * Bytes.KIB, Unit.BYTES, "parsing time grows with it"),
    SQL_PARAMETERS_COUNT(100, Unit.COUNT, "more belongs in a table"),
    SQL_PARSE_MILLIS(2_000, Unit.MILLIS, "a statement of 64 KiB parses in a tenth of it"),
    SQL_NESTING_COUNT(64, Unit.COUNT, "parentheses; people write five, and a parser's stack is finite"),
    SQL_ROWS_COUNT(10_000, Unit.COUNT, "an app aggregates in the database, not in the guest"),
    SQL_FETCH_ROWS_COUNT(500, Unit.COUNT, "asked of a database first; PostgreSQL is then asked for as many as fit"),
    SQL_RESULT_BYTES(4 * Bytes.MIB, Unit.BYTES, "half of what a guest of 16 MiB can take in as JSON"),
    SQL_STATEMENT_MILLIS(30_000, Unit.MILLIS, "longer statements hurt the database they watch"),

    SQL_POOL_IDLE_MILLIS(60_000, Unit.MILLIS, "a schedule of a minute connects anew, a person's next click does not"),
    SQL_POOL_LIFE_MILLIS(900_000, Unit.MILLIS, "a failover or a changed right is noticed within a quarter of an hour"),
    SQL_POOL_UNUSED_MILLIS(
            600_000, Unit.MILLIS, "as long as the longest pause after failures, which the pool remembers"),
    SQL_CIRCUIT_FAILURES_COUNT(3, Unit.COUNT, "one may be a passing error, three in a row are none"),
    SQL_CIRCUIT_SECONDS(15, Unit.SECONDS, "a restart of a database; doubles with each further failure"),
    SQL_CIRCUIT_CEILING_SECONDS(
            600, Unit.SECONDS, "also after a refused login: six tries an hour lock no account that locks for an hour"),

    // appdb
    APPDB_POOL_CONNECTIONS_COUNT(2, Unit.COUNT, "an app runs one statement at a time; one more for an overlap"),
    APPDB_ROLE_CONNECTIONS_COUNT(10, Unit.COUNT, "PostgreSQL's own bound for an app's role: five servers' pools"),
    APPDB_BORROWERS_COUNT(16, Unit.COUNT, "statements of one app's runs at once, most of which wait"),
    APPDB_POOLS_COUNT(50, Unit.COUNT, "with two connections each they fit PostgreSQL's default of 100"),
    APPDB_COMMENT_COUNT(4_096, Unit.COUNT, "characters; comments lie in catalogs that no app's space counts"),
    APPDB_MIGRATION_MILLIS(60_000, Unit.MILLIS, "an install is waited for by a person"),
    APPDB_SPACE_BYTES(
            1024 * Bytes.MIB, Unit.BYTES, "millions of findings; a watcher keeps what it found, not what it watches"),
    APPDB_SPACE_RESERVE_BYTES(
            64 * Bytes.MIB, Unit.BYTES, "an UPDATE that makes rows smaller writes them anew before the old are freed"),
    APPDB_RELATIONS_COUNT(
            500, Unit.COUNT, "tables, indexes, views, sequences; each is rows in catalogs that all share"),
    APPDB_DETAILS_COUNT(
            10_000,
            Unit.COUNT,
            "types, labels of enums, constraints, comments: a comment on each column and room to spare"),
    APPDB_IDLE_MILLIS(
            30_000,
            Unit.MILLIS,
            "a change between its statement and its commit: milliseconds, unless the server stands still"),
    APPDB_MARKS_REST_SECONDS(
            24 * 3_600,
            Unit.SECONDS,
            "the end of an attempt stays until its run is deleted, at least a day: nobody is suspended longer"),
    APPDB_MARKS_SWEEP_SECONDS(
            600, Unit.SECONDS, "how often marks of ended runs go; an app of 100 changes a minute leaves 1,000"),
    APPDB_COPY_MILLIS(
            300_000, Unit.MILLIS, "a whole schema with its check; the largest is a GiB, and 100 MiB take some seconds"),
    APPDB_COPIES_COUNT(
            3, Unit.COUNT, "schemas kept of one app: who goes back further than three updates installs anew"),
    APPDB_COPY_REST_SECONDS(3_600, Unit.SECONDS, "a copy that is being made or migrated; an update takes minutes"),
    APPDB_SWAP_WAIT_MILLIS(
            3_000, Unit.MILLIS, "for statements of the app that have begun; new ones wait as long behind the swap"),
    APPDB_ORPHAN_SECONDS(3_600, Unit.SECONDS, "what no app has; an install or a preview takes a minute or two"),

    // datasource
    DATASOURCE_POOL_CONNECTIONS_COUNT(4, Unit.COUNT, "what a database administrator grants a watcher without asking"),
    DATASOURCE_POOLS_COUNT(50, Unit.COUNT, "pools are made when used and closed when idle"),
    DATASOURCE_POOLS_PER_PROJECT_COUNT(20, Unit.COUNT, "a project reads a handful at once; three such projects fit"),
    DATASOURCE_BORROWERS_PER_PROJECT_COUNT(
            16, Unit.COUNT, "four runs with four calls each; more would wait and hold their threads"),
    DATASOURCE_REMEMBERED_COUNT(10_000, Unit.COUNT, "all of a hundred full projects; a row is half a KiB"),
    DATASOURCE_REMEMBERED_MILLIS(1_000, Unit.MILLIS, "how long after a change another server may ask as before"),
    DATASOURCE_VERDICTS_COUNT(2_000, Unit.COUNT, "apps ask the same few texts over and over"),
    DATASOURCE_VERDICTS_BYTES(16 * Bytes.MIB, Unit.BYTES, "what is kept of checked texts, some 32 times their length"),
    DATASOURCE_PREPARED_COUNT(64, Unit.COUNT, "plans that a session of the database keeps, some 50 KiB each there"),
    DATASOURCE_CONNECT_MILLIS(10_000, Unit.MILLIS, "a wrong host must not hang a form"),
    DATASOURCE_TABLES_COUNT(5_000, Unit.COUNT, "the answer of a schema call must fit a guest; pages follow"),
    DATASOURCE_SAMPLE_DEFAULT_COUNT(20_000, Unit.COUNT, "rows; shares are right to a percent, in a second or two"),
    DATASOURCE_SAMPLE_CEILING_COUNT(500_000, Unit.COUNT, "rows sorted once for each column; more hurts the database"),
    DATASOURCE_STATISTICS_COLUMNS_COUNT(100, Unit.COUNT, "one statement each, all together within 30 s"),
    DATASOURCE_SNAPSHOTS_KEPT_COUNT(
            50, Unit.COUNT, "states of a schema, which changes a few times a week; some MB at most"),
    DATASOURCE_HIDDEN_CALLS_COUNT(10_000, Unit.COUNT, "views and operators on harmful functions that are looked at"),
    DATASOURCE_HIDDEN_CALLS_SECONDS(
            60, Unit.SECONDS, "how long a connection remembers them; hardly any database has one"),
    DATASOURCE_PER_PROJECT_COUNT(100, Unit.COUNT, "a project is a team's, not a company's"),

    // classification
    CLASSIFICATION_SAMPLE_COUNT(1_000, Unit.COUNT, "values of a column; shares are right to some percent"),
    CLASSIFICATION_VALUE_COUNT(500, Unit.COUNT, "characters read of a value; longer ones are prose or documents"),
    CLASSIFICATION_TABLE_MILLIS(
            3_000, Unit.MILLIS, "a table takes milliseconds; views that compute for longer are left"),
    CLASSIFICATION_SCAN_MILLIS(40_000, Unit.MILLIS, "a person waits for it, and proxies cut answers after a minute"),
    CLASSIFICATION_COLUMNS_COUNT(100_000, Unit.COUNT, "of a schema: 5,000 tables of twenty; one row of ours each"),
    CLASSIFICATION_COLUMNS_TOGETHER_COUNT(100, Unit.COUNT, "whose values are held at once: 100 MB of text at worst"),
    CLASSIFICATION_FAILURES_TOGETHER_COUNT(5, Unit.COUNT, "tables in a row; then it is the database that fails"),
    CLASSIFICATION_FAILURES_COUNT(20, Unit.COUNT, "tables named that could not be read; a list that is read"),
    CLASSIFICATION_NOTE_COUNT(1_000, Unit.COUNT, "characters of why somebody decided so; a paragraph"),
    CLASSIFICATION_DECISIONS_COUNT(500, Unit.COUNT, "columns at a time; one audit event each"),
    // query
    QUERY_PER_PROJECT_COUNT(500, Unit.COUNT, "each is read and approved by a person"),
    QUERY_VERSIONS_COUNT(200, Unit.COUNT, "of one query; wordings are kept, as they say who approved what"),
    QUERY_PARAMETERS_COUNT(50, Unit.COUNT, "a form that a person fills in"),
    QUERY_CHOICES_COUNT(200, Unit.COUNT, "values of one parameter's enum; more belongs in a table"),
    QUERY_TEXT_COUNT(2_000, Unit.COUNT, "characters of a description or reason; a screenful"),
    QUERY_ITEMS_COUNT(10_000, Unit.COUNT, "items of a list that is a parameter; as many as a result has rows"),
    QUERY_ROWS_CHANGED_COUNT(10_000, Unit.COUNT, "the most that a query may be approved to change at once"),
    QUERY_VIEWS_COUNT(20, Unit.COUNT, "views on views that references are followed through"),

    // audit
    AUDIT_SEAL_MILLIS(500, Unit.MILLIS, "how often the sealer looks; an event is in its chain within a second"),
    AUDIT_SEAL_LOOK_SECONDS(
            10, Unit.SECONDS, "how often it looks without having been told, for events of servers that died"),
    AUDIT_SEALED_TOGETHER_COUNT(1_000, Unit.COUNT, "events for one signature; some MB at a time"),
    AUDIT_CHAINS_TOGETHER_COUNT(1_000, Unit.COUNT, "as many as there are projects; the rest at the next look"),
    AUDIT_PAGE_COUNT(1_000, Unit.COUNT, "events held in memory while a chain is checked, exported or cut"),
    AUDIT_SEARCH_MILLIS(10_000, Unit.MILLIS, "a rare word in millions of events; narrowing the time is quicker"),
    AUDIT_REFUSALS_SECONDS(60, Unit.SECONDS, "refused requests of one kind in a minute are one event"),
    AUDIT_REFUSALS_KINDS_COUNT(1_000, Unit.COUNT, "kinds counted apart in a minute; those after them are one"),
    AUDIT_KEPT_SECONDS(400L * 24 * 3600, Unit.SECONDS, "a year and the weeks in which an auditor looks at it"),
    AUDIT_SWEEP_SECONDS(3_600, Unit.SECONDS, "how often somebody looks for what is over its time, by days"),

    // keys
    KEYS_TICK_SECONDS(10, Unit.SECONDS, "how often a server tells which master keys it holds and asks which one seals"),
    KEYS_IN_FORCE_SECONDS(20, Unit.SECONDS, "how long it believes the answer; two ticks, then it asks before it seals"),
    KEYS_SERVER_SECONDS(60, Unit.SECONDS, "a server that was silent for six ticks does not run any more"),
    KEYS_SETTLE_SECONDS(
            60, Unit.SECONDS, "after a rotation began; by then nothing sealed with the key before is uncommitted"),
    KEYS_REWRAPPED_TOGETHER_COUNT(500, Unit.COUNT, "secrets in one transaction, which holds their rows for 50 ms"),

    // web
    WEB_BODY_BYTES(Bytes.MIB, Unit.BYTES, "JSON bodies are parsed in the heap; packages have their own bound"),
    WEB_PAGE_DEFAULT_COUNT(50, Unit.COUNT, "a screenful"),
    WEB_PAGE_CEILING_COUNT(200, Unit.COUNT, "an answer in one second"),

    // keys
    KEYS_PROJECTS_CACHED_COUNT(1_000, Unit.COUNT, "32 bytes each; opening one again takes two statements"),

    // identity
    IDENTITY_SESSION_SECONDS(12 * 3600, Unit.SECONDS, "a working day"),
    IDENTITY_SESSION_IDLE_SECONDS(2 * 3600, Unit.SECONDS, "a long meeting"),
    IDENTITY_TOKENS_PER_USER_COUNT(50, Unit.COUNT, "one per script"),
    IDENTITY_SERVICE_TOKENS_PER_PROJECT_COUNT(50, Unit.COUNT, "one per pipeline"),
    IDENTITY_TOKEN_CEILING_SECONDS(366L * 24 * 3600, Unit.SECONDS, "a token is renewed once a year"),
    IDENTITY_SIGN_IN_FAILURES_COUNT(5, Unit.COUNT, "per user and address, then it backs off"),
    IDENTITY_SIGN_IN_BACKOFF_SECONDS(30, Unit.SECONDS, "doubles with each further failure up to an hour"),
    IDENTITY_SIGN_IN_BACKOFF_CEILING_SECONDS(3600, Unit.SECONDS, "a person who forgot can try again the same day"),
    IDENTITY_ADDRESS_FAILURES_COUNT(50, Unit.COUNT, "per address over all names; an office shares one address"),
    IDENTITY_SESSIONS_PER_USER_COUNT(50, Unit.COUNT, "browsers of one person; the oldest ends"),
    IDENTITY_NAME_COUNT(100, Unit.COUNT, "characters of a user's, project's or token's name; it fits a line"),
    IDENTITY_PROJECTS_COUNT(1_000, Unit.COUNT, "a server of teams; each has members and apps"),
    IDENTITY_MEMBERS_PER_PROJECT_COUNT(1_000, Unit.COUNT, "a project is a team's, not a company's"),
    IDENTITY_USERS_COUNT(10_000, Unit.COUNT, "a company; more come by the identity provider's groups later"),
    IDENTITY_GROUPS_PER_USER_COUNT(200, Unit.COUNT, "what an ID token carries; more are left out by providers too"),
    IDENTITY_GROUP_ROLES_PER_PROJECT_COUNT(
            100, Unit.COUNT, "groups of the identity provider with a role; a team has a few"),
    IDENTITY_GROUP_COUNT(256, Unit.COUNT, "characters of a group's name; providers' ids and paths are shorter"),
    IDENTITY_PROVIDER_MILLIS(
            5_000, Unit.MILLIS, "the identity provider answers in tenths of a second; a request waits"),
    IDENTITY_PROVIDER_BYTES(Bytes.MIB, Unit.BYTES, "of one answer; an ID token of 200 groups is some 20 KB"),
    IDENTITY_PROVIDER_PAUSE_SECONDS(10, Unit.SECONDS, "after a failure nobody waits for it; a restart takes longer"),
    IDENTITY_CLOCK_SKEW_SECONDS(
            30, Unit.SECONDS, 0, "between the provider's clock and ours when a token's times are checked"),
    IDENTITY_KEYS_SECONDS(
            12L * 3600, Unit.SECONDS, "how long the provider's keys are kept; an unknown one is asked for at once"),
    IDENTITY_KEYS_PAUSE_SECONDS(
            30, Unit.SECONDS, "between two fetches, so that made-up key ids ask the provider little"),
    IDENTITY_KEYS_OUTAGE_SECONDS(24L * 3600, Unit.SECONDS, "how long known keys count while the provider is away"),
    IDENTITY_SSO_CONFIRM_SECONDS(
            45, Unit.SECONDS, "a group that is taken away is noticed within a minute, its answer included"),
    IDENTITY_SSO_STALE_SECONDS(
            60, Unit.SECONDS, "after that a request waits for the provider's answer another asks for"),
    IDENTITY_SSO_ASKING_SECONDS(30, Unit.SECONDS, "how long one server has the asking for itself; a dead one's lapses"),
    IDENTITY_SSO_UNCONFIRMED_SECONDS(
            900, Unit.SECONDS, "how long a sign-in counts that the provider does not confirm; then it signs in again"),
    IDENTITY_REQUESTS_PER_SECOND_COUNT(50, Unit.COUNT, "of one user or token; pages and scripts ask for a few"),
    IDENTITY_REQUESTS_BURST_COUNT(500, Unit.COUNT, "of one user or token at once; ten pages opened together"),
    IDENTITY_ADDRESS_REQUESTS_PER_SECOND_COUNT(200, Unit.COUNT, "of one address; an office or a proxy shares one"),
    IDENTITY_ADDRESS_REQUESTS_BURST_COUNT(2_000, Unit.COUNT, "of one address at once"),
    IDENTITY_SSO_STARTS_PER_SECOND_COUNT(
            5, Unit.COUNT, "sign-ins by the identity provider from one address; each asks twice"),
    IDENTITY_SSO_STARTS_BURST_COUNT(100, Unit.COUNT, "of one address at once; an office in the morning"),
    IDENTITY_UNKNOWN_NAMES_PER_MINUTE_COUNT(
            10, Unit.COUNT, "of users whom one admin asks for and who are not there; names are not to be guessed"),
    IDENTITY_RATES_COUNT(20_000, Unit.COUNT, "addresses and users counted at a time, some 100 bytes each"),
    IDENTITY_PASSWORD_CEILING_COUNT(1_024, Unit.COUNT, "hashing starts from it"),
    IDENTITY_PASSWORD_MIN_COUNT(12, Unit.COUNT, "NIST SP 800-63B asks for 8 with throttling; we ask for more"),

    // secrets
    SECRETS_PER_PROJECT_COUNT(200, Unit.COUNT, "one per system that a team's apps call, and room to spare"),
    SECRETS_VALUE_BYTES(
            16 * Bytes.KIB, Unit.BYTES, "a private key with its chain of certificates; files are no secrets"),
    SECRETS_USE_NOTED_SECONDS(
            60, Unit.SECONDS, "between two writings of when a secret was used, so that reads stay reads"),

    // leak
    LEAK_REFUSALS_PER_RUN_COUNT(
            10,
            Unit.COUNT,
            "each refusal tells an app one bit of what a secret is; who makes a mistake makes one or two"),
    LEAK_VALUES_PER_RUN_COUNT(
            50_000,
            Unit.COUNT,
            "different values of sensitive columns that one run may have read and still send something out, and of others"
                    + " that it may not send to a model; some 50 bytes each while it runs"),
    LEAK_OBTAINED_PER_RUN_COUNT(
            16, Unit.COUNT, "access tokens that one run is watched for, the newest; each request looks for all"),
    LEAK_KINDS_PER_RUN_COUNT(
            100, Unit.COUNT, "what was found at which exit, each an audit event; the rest is counted together"),
    LEAK_FINGERPRINTS_CACHED_COUNT(
            2_000_000, Unit.COUNT, "of all projects; some 60 bytes each, and a project's 20 secrets have 3,000"),

    // install and run
    INSTALL_APPS_PER_PROJECT_COUNT(200, Unit.COUNT, "each has a schema, a role and a schedule"),
    INSTALL_DATA_KEPT_SECONDS(30L * 24 * 3600, Unit.SECONDS, "a month: who removed an app by mistake notices"),
    INSTALL_OPERATION_SECONDS(
            600,
            Unit.SECONDS,
            "one step of an installation or update, then it is another server's to undo; the longest, a large module on a busy"
                    + " machine, takes one or two minutes"),
    INSTALL_TEST_MILLIS(
            10_000, Unit.MILLIS, "one test of a package, which waits for nothing; most take some milliseconds"),
    INSTALL_TESTS_MILLIS(
            60_000,
            Unit.MILLIS,
            "all tests of a package together, and the wait for others' tests: a person waits for it"),
    INSTALL_TESTS_CONCURRENT_COUNT(
            2, Unit.COUNT, "packages that are tested at once, beside the runs; each takes a core"),
    INSTALL_DRAIN_MILLIS(
            60_000, Unit.MILLIS, "an update that changes tables waits so long for runs that go on; few take a minute"),
    INSTALL_HOLD_SECONDS(
            180,
            Unit.SECONDS,
            "that, and a minute each to copy and to migrate; then runs begin again, whatever became of it"),
    INSTALL_UPDATES_LOOK_SECONDS(
            3_600,
            Unit.SECONDS,
            "how often servers look whether apps' catalogs have newer versions; those are looked at as often"),
    INSTALL_COOL_DOWN_DAYS_COUNT(365, Unit.COUNT, "days that a new version may have to be seen for; longer is by hand"),
    INSTALL_CHECK_SECONDS(
            24L * 3600,
            Unit.SECONDS,
            "how often all apps are looked at, whether their packages and tables are there; each package is hashed"),
    INSTALL_REPAIR_SECONDS(60, Unit.SECONDS, "how often servers look for what one that died has left half done"),
    INSTALL_VERSIONS_KEPT_COUNT(
            5, Unit.COUNT, "versions of an app that it can go back to; who skips one finds another"),
    INSTALL_VERSION_KEPT_SECONDS(
            30L * 24 * 3600,
            Unit.SECONDS,
            "a month, as the data of removed apps: what is wrong with a version is seen by then"),
    INSTALL_VERSIONS_LISTED_COUNT(100, Unit.COUNT, "lines of an app's history; an update a week for two years"),
    INSTALL_TRIAL_DAYS_COUNT(366, Unit.COUNT, "days of a trial; longer is no trial, and a year has 366 at most"),
    INSTALL_TRIAL_NOTICE_SECONDS(
            3L * 24 * 3600, Unit.SECONDS, "before a trial ends people are told; over a weekend somebody reads it"),
    INSTALL_TRIAL_LOOK_SECONDS(
            60, Unit.SECONDS, "how often servers look for trials that ended; no run begins meanwhile in any case"),
    INSTALL_SWEEP_SECONDS(3_600, Unit.SECONDS, "how often purging looks; an hour more does not matter after a month"),
    RUN_FIRST_FAILURES_COUNT(
            3,
            Unit.COUNT,
            "first runs of a new version that fail, all of them, before the app goes back to the one before; one may be bad input"),
    RUN_CONCURRENT_COUNT(
            6, Unit.COUNT, "a run holds a thread and up to its memory cap; three per core, as half of them wait"),
    RUN_CONCURRENT_SCHEDULED_COUNT(5, Unit.COUNT, "one is always left for what people start"),
    RUN_CONCURRENT_PER_PROJECT_COUNT(4, Unit.COUNT, "a project whose runs hang leaves some for the others"),
    RUN_CONCURRENT_PER_APP_COUNT(3, Unit.COUNT, "an app whose runs hang leaves one for the project's others"),
    RUN_PEOPLE_IN_A_ROW_COUNT(4, Unit.COUNT, "after so many a scheduled one has its turn, so that none waits for ever"),
    RUN_QUEUE_COUNT(200, Unit.COUNT, "what people started; at six at a time the last waits a while; more is 429"),
    RUN_QUEUE_PER_PROJECT_COUNT(100, Unit.COUNT, "half of the queue, so that one project does not fill it"),
    RUN_QUEUE_SCHEDULED_COUNT(
            2_000, Unit.COUNT, 0, "all that is due in one second of a busy server; some KB each. The rest stays due"),
    RUN_INPUT_BYTES(Bytes.MIB, Unit.BYTES, "an input is a question, not a data set"),
    RUN_WAIT_CEILING_MILLIS(60_000, Unit.MILLIS, "proxies cut answers after a minute"),
    RUN_RIGHTS_MILLIS(
            1_000, Unit.MILLIS, "a tool call asks again after it what the run's user may; each time two queries"),
    RUN_GUESTS_CACHED_COUNT(50, Unit.COUNT, "prepared code of the apps in use; preparing again takes a second or so"),
    RUN_METERED_APPS_COUNT(100, Unit.COUNT, "each has some 80 series in /metrics; the apps after them share theirs"),
    RUN_WARM_UP_MILLIS(10_000, Unit.MILLIS, 0, "processor time; later rounds gain little. 0 switches it off"),
    RUN_LEASE_SECONDS(60, Unit.SECONDS, "three missed heartbeats: a server that is only slow keeps its runs"),
    RUN_ATTEMPTS_COUNT(5, Unit.COUNT, 1, "some minutes of retries; what is away longer, people have to look at"),
    RUN_RETRY_FIRST_MILLIS(2_000, Unit.MILLIS, "a database restarts in seconds; doubled with each attempt"),
    RUN_RETRY_CEILING_MILLIS(300_000, Unit.MILLIS, "who waits for a run looks again after some minutes"),
    RUN_RECOVERY_COUNT(200, Unit.COUNT, "of a dead server's runs in one transaction; as many locks are held"),
    RUN_KEPT_PER_APP_COUNT(500, Unit.COUNT, "older runs are deleted with their logs; now and then, so up to 10 % more"),
    RUN_PACKAGES_CACHED_BYTES(
            64 * Bytes.MIB, Unit.BYTES, "unpacked packages in memory, verified once; the most that one may be"),
    RUN_COMMIT_TIMES_COUNT(10_000, Unit.COUNT, "of runs that ended within a second, to be written together"),
    RUN_REPLAY_LEAST_MILLIS(
            60_000, Unit.MILLIS, "a replay may take as long as its run, and at least this: its engine may be cold"),
    RUN_PACKAGES_KEPT_COUNT(
            20,
            Unit.COUNT,
            0,
            "in a project, for replays, beside those that apps are made of; some KiB each as a rule"),

    // journal
    JOURNAL_RUN_BYTES(
            8 * Bytes.MIB,
            Unit.BYTES,
            "compressed, in the server's heap until the run ends; some hundred thousand rows"),
    JOURNAL_CALLS_COUNT(
            100_000, Unit.COUNT, "refused ones too; a replay reads them all, and each is some hundred bytes then"),
    JOURNAL_APP_BYTES(256 * Bytes.MIB, Unit.BYTES, "of all the runs of an app; the oldest go first"),
    JOURNAL_ANSWER_INLINE_BYTES(
            4 * Bytes.KIB, Unit.BYTES, "longer answers are stored once a project; below, a row of its own costs more"),
    JOURNAL_SWEEP_SECONDS(300, Unit.SECONDS, "how often answers are deleted that no run refers to any more"),

    // live: what runs do, for who looks on
    LIVE_STREAMS_PER_USER_COUNT(20, Unit.COUNT, "tabs share streams; a few browsers and scripts of one person"),
    LIVE_STREAMS_COUNT(300, Unit.COUNT, "of this server; each may leave half a MiB unread"),
    LIVE_PROBE_MILLIS(1_000, Unit.MILLIS, "how long who asks for a place waits to see whether somebody has left"),
    LIVE_PROBERS_COUNT(4, Unit.COUNT, "who wait so at once, each with a thread; others are refused at once"),
    LIVE_QUEUED_BYTES(512 * Bytes.KIB, Unit.BYTES, "that a client has not taken; one that leaves more is cut"),
    LIVE_BLOCKED_MILLIS(20_000, Unit.MILLIS, "a client that takes nothing for so long is gone or asleep"),
    LIVE_BEAT_MILLIS(15_000, Unit.MILLIS, "proxies end what is silent for 30 seconds or a minute"),
    LIVE_RIGHTS_MILLIS(20_000, Unit.MILLIS, "who lost the right to a stream loses it within half a minute"),
    LIVE_TICK_MILLIS(5_000, Unit.MILLIS, "how often a server looks after its streams and asks others anew"),
    LIVE_GATHER_MILLIS(150, Unit.MILLIS, "lines, calls and progress that go together; people see no delay"),
    LIVE_LINES_COUNT(200, Unit.COUNT, "lines or calls of one event; a thousand a second"),
    LIVE_EVENT_BYTES(32 * Bytes.KIB, Unit.BYTES, "of lines or calls in one event; one at least"),
    LIVE_ANSWER_COUNT(32_000, Unit.COUNT, "characters of a model's answer that are shown while it writes; ten pages"),
    LIVE_SHOWN_COUNT(500, Unit.COUNT, "lines or calls from before that who comes late is shown"),
    LIVE_BUFFERED_COUNT(1_000, Unit.COUNT, "events of a project kept for who comes back"),
    LIVE_BUFFERED_BYTES(256 * Bytes.KIB, Unit.BYTES, "half of what a client may leave unread, as it gets them at once"),
    LIVE_LINGER_MILLIS(60_000, Unit.MILLIS, "a train's tunnel; who comes back later reads the lists"),
    LIVE_WISH_MILLIS(20_000, Unit.MILLIS, "four ticks of a server that says what its listeners wish to see"),
    LIVE_WISHES_COUNT(200, Unit.COUNT, "of a project's listeners on other servers, each in a signal of its own"),
    LIVE_SENT_BYTES(256 * Bytes.KIB, Unit.BYTES, "events of a project for other servers at a time; more is a reset"),

    // egress: requests that leave the server
    EGRESS_TIMEOUT_DEFAULT_MILLIS(10_000, Unit.MILLIS, "an interface that takes longer is broken more often than slow"),
    EGRESS_TIMEOUT_CEILING_MILLIS(
            300_000, Unit.MILLIS, "a long report of another system; a run's own time ends it too"),
    EGRESS_CONNECT_MILLIS(
            5_000, Unit.MILLIS, "of name, connection and TLS each; across the world it takes half a second"),
    EGRESS_REQUEST_BYTES(Bytes.MIB, Unit.BYTES, "one request's body; as much as a host call's arguments may have"),
    EGRESS_ANSWER_BYTES(
            4 * Bytes.MIB, Unit.BYTES, "one answer's body, unpacked; as base64 it fits a host call's answer"),
    EGRESS_COMPRESSION_RATIO(200, Unit.RATIO, "logs and tables pack 20 to 50 times; a bomb over 1000"),
    EGRESS_COMPRESSION_FROM_BYTES(
            256 * Bytes.KIB, Unit.BYTES, "what is unpacked before the ratio counts; a page of zeros is no bomb"),
    EGRESS_HEADERS_COUNT(100, Unit.COUNT, "of a request or an answer; large services send some 40"),
    EGRESS_HEADERS_BYTES(32 * Bytes.KIB, Unit.BYTES, "of a request or an answer, all together; servers take 8 to 16"),
    EGRESS_REDIRECTS_COUNT(5, Unit.COUNT, 0, "hops of one request; real ones take one or two. 0: none is followed"),
    EGRESS_RUN_BYTES(256 * Bytes.MIB, Unit.BYTES, "that one run's requests and answers have, all together"),
    EGRESS_TOKENS_COUNT(1_000, Unit.COUNT, "access tokens in memory; a few KiB each"),
    EGRESS_TOKEN_ANSWER_BYTES(64 * Bytes.KIB, Unit.BYTES, "of who gives access tokens; one with many claims has 4"),
    EGRESS_TOKEN_MARGIN_SECONDS(30, Unit.SECONDS, "a token is not used so shortly before its end"),
    EGRESS_TOKEN_CEILING_SECONDS(3_600, Unit.SECONDS, "a token is asked for anew by then, whatever its server says"),

    // schedule
    SCHEDULE_LOOK_MILLIS(
            15_000, Unit.MILLIS, "a server wakes at due times and when it is told; this finds what it was not told of"),
    SCHEDULE_HOUSEKEEPING_MILLIS(10_000, Unit.MILLIS, "what is done now and then may begin some seconds later"),
    SCHEDULE_HEARTBEAT_SECONDS(
            10, Unit.SECONDS, "four missed, and the housekeeping that a killed server was at is another's"),
    SCHEDULE_CLAIMS_COUNT(
            100,
            Unit.COUNT,
            "due times in one transaction: one commit for many, and yet some 50 ms that others wait for"),
    SCHEDULE_JITTER_CEILING_SECONDS(
            3_600, Unit.SECONDS, "spreads a whole project over an hour; more is another schedule"),
    SCHEDULE_LATE_SECONDS(60, Unit.SECONDS, "a poll and a short queue take seconds; what starts later is caught up"),
    SCHEDULE_WINDOW_DEFAULT_SECONDS(
            24 * 3_600, Unit.SECONDS, "a missed night is caught up in the morning, a week is not"),
    SCHEDULE_WINDOW_CEILING_SECONDS(
            7 * 24 * 3_600, Unit.SECONDS, "a week of minutes is 10,000 times, looked at in one transaction"),
    SCHEDULE_CATCH_UP_COUNT(100, Unit.COUNT, "runs that one outage leaves to an app that catches up all"),
    SCHEDULE_WAITING_COUNT(100, Unit.COUNT, "due times of an app that wait for the run before; later ones are missed"),
    SCHEDULE_MISSED_ROWS_COUNT(20, Unit.COUNT, "what people read one by one; older ones of an outage share a line"),
    SCHEDULE_MISSED_COUNTED_COUNT(100_000, Unit.COUNT, "older than the window; two months of minutes, then 'at least'"),
    SCHEDULE_PAUSE_REASON_COUNT(300, Unit.COUNT, "a sentence or two, shown at each time that was missed"),
    SCHEDULE_SHOWN_COUNT(50, Unit.COUNT, "next due times in one answer"),

    SCHEDULE_FAILURES_COUNT(10, Unit.COUNT, 1, "in a row; then nobody is looking, and each one costs a run"),

    // notify: what people of a project are to look at
    NOTIFY_KEPT_COUNT(1_000, Unit.COUNT, "of a project; who has not looked at so many looks at the newest"),
    NOTIFY_KEPT_SECONDS(90L * 24 * 3600, Unit.SECONDS, "a quarter: who asks what happened asks by then"),
    NOTIFY_TITLE_COUNT(200, Unit.COUNT, "characters; a line in a list"),
    NOTIFY_BODY_COUNT(4_000, Unit.COUNT, "characters; what a person reads before looking at the run itself"),
    NOTIFY_CHANNELS_PER_PROJECT_COUNT(20, Unit.COUNT, "a channel for each team and one for the night"),
    NOTIFY_RULES_PER_CHANNEL_COUNT(50, Unit.COUNT, "one for each app of a large project"),
    NOTIFY_ADDRESSES_COUNT(20, Unit.COUNT, "of one channel; more people are a list of the mail server's"),
    NOTIFY_SEND_MILLIS(10_000, Unit.MILLIS, "a receiver that answers takes one; a channel's others wait for it"),
    NOTIFY_MAIL_MILLIS(
            45_000, Unit.MILLIS, "a whole mail, with its twenty addresses; the lease is far from over by then"),
    NOTIFY_ANSWER_BYTES(16 * Bytes.KIB, Unit.BYTES, "of a receiver; nothing but its status is looked at"),
    NOTIFY_ATTEMPTS_COUNT(12, Unit.COUNT, "over some four hours: a receiver that is down for a night is told too late"),
    NOTIFY_WAIT_SECONDS(24 * 3_600, Unit.SECONDS, "what people are told a day late they have found out by then"),
    NOTIFY_RETRY_FIRST_MILLIS(10_000, Unit.MILLIS, "a receiver restarts in seconds; doubled with each attempt"),
    NOTIFY_RETRY_CEILING_MILLIS(3_600_000, Unit.MILLIS, "who mends a receiver does not wait longer than an hour"),
    NOTIFY_LEASE_SECONDS(120, Unit.SECONDS, "longer than a mail server may take; then another server sends"),
    NOTIFY_TURN_COUNT(20, Unit.COUNT, "what is sent to a channel before another has its turn"),
    NOTIFY_SENDERS_COUNT(4, Unit.COUNT, "channels at once on a server; each holds a thread while it waits"),
    NOTIFY_LOOK_MILLIS(60_000, Unit.MILLIS, "servers are told what is to be sent; this finds what a dead one left"),
    NOTIFY_TESTS_KEPT_COUNT(20, Unit.COUNT, "tests of a channel in its log"),
    NOTIFY_KEY_BYTES(200, Unit.BYTES, "an app's name for one thing: a table, a check, a day"),
    NOTIFY_PER_RUN_COUNT(20, Unit.COUNT, "a run that has more to tell tells it in one; the rest stands in its output"),
    NOTIFY_PER_APP_DAY_COUNT(200, Unit.COUNT, "one in seven minutes, all day; nobody reads more of one app"),

    // llm: what apps ask
    LLM_TIMEOUT_DEFAULT_MILLIS(60_000, Unit.MILLIS, "a page of an answer takes ten to thirty seconds"),
    LLM_OUTPUT_TOKENS_DEFAULT_COUNT(1_024, Unit.COUNT, "a page and a half; who wants more says so and reserves it"),
    LLM_RUN_TOKENS_DEFAULT_COUNT(20_000, Unit.COUNT, "of a run whose package says nothing: some ten questions"),
    LLM_PREVIEW_TOKENS_COUNT(
            4_000,
            Unit.COUNT,
            0,
            "of one preview: enough to see whether a prompt works, little to be wasted; 0 is none"),
    LLM_CACHE_KEY_BYTES(200, Unit.BYTES, "the name that an app gives to an answer"),
    LLM_CACHE_PER_APP_COUNT(1_000, Unit.COUNT, "answers that an app finds again; some KiB each"),
    LLM_CACHE_KEPT_SECONDS(
            7L * 24 * 3600, Unit.SECONDS, "a week: models change, and so does what they are asked about"),
    LLM_CONVERSATION_KEPT_SECONDS(
            30L * 24 * 3600, Unit.SECONDS, "a month: who wonders about an answer asks by then; they may hold rows"),
    LLM_CALLS_KEPT_SECONDS(400L * 24 * 3600, Unit.SECONDS, "a year and a month: what was spent is compared by years"),
    LLM_SWEEP_SECONDS(600, Unit.SECONDS, "how often old conversations are deleted; minutes do not matter after weeks"),

    // llm: asking a project's language model
    LLM_TIMEOUT_CEILING_MILLIS(
            300_000, Unit.MILLIS, "as long as any request that leaves; a long report takes a minute"),
    LLM_OUTPUT_TOKENS_CEILING_COUNT(32_768, Unit.COUNT, "what one answer may have; some hundred pages"),
    LLM_PROMPT_BYTES(512 * Bytes.KIB, Unit.BYTES, "some 150,000 tokens; as JSON it fits a request's body"),
    LLM_MESSAGES_COUNT(200, Unit.COUNT, "of one conversation; people lose the thread before that"),
    LLM_SCHEMA_BYTES(16 * Bytes.KIB, Unit.BYTES, "it is part of the prompt and checked at each answer"),
    LLM_TEXT_COUNT(400_000, Unit.COUNT, "characters of an answer; the most tokens of it have a third of that"),
    LLM_ANSWER_BYTES(
            32 * Bytes.MIB, Unit.BYTES, "of an answer on the wire, where each token is an event of some 300 bytes"),
    LLM_EVENT_BYTES(
            2 * Bytes.MIB, Unit.BYTES, "of one event, or of an answer in one piece; parsed in the server's heap"),
    LLM_RETRIES_COUNT(
            3, Unit.COUNT, 0, "attempts that may fail before an ask does; some ten seconds of a busy provider"),
    LLM_RETRY_FIRST_MILLIS(
            1_000, Unit.MILLIS, "a provider that is busy says so for seconds; doubled with each attempt"),
    LLM_RETRY_CEILING_MILLIS(20_000, Unit.MILLIS, "a run waits for it"),
    LLM_PROBLEMS_COUNT(10, Unit.COUNT, "what a model is told of an answer that does not fit; it repairs a few"),
    LLM_CIRCUIT_FAILURES_COUNT(5, Unit.COUNT, "in a row, of all asks of a project; one ask alone makes four"),
    LLM_CIRCUIT_SECONDS(15, Unit.SECONDS, "a restart of a model's server; doubles with each further failure"),
    LLM_CIRCUIT_CEILING_SECONDS(600, Unit.SECONDS, "who mends a server does not wait longer than ten minutes"),
    LLM_CIRCUITS_COUNT(1_000, Unit.COUNT, "projects whose last failures are remembered, some hundred bytes each"),
    LLM_COMMUNITY_TOKENS_PER_DAY_COUNT(
            200_000, Unit.COUNT, 0, "of the operator's own model to a project: some hundred small questions"),
    LLM_TEST_MILLIS(20_000, Unit.MILLIS, "a person waits for it; a model that is loaded answers in one or two"),
    LLM_TEST_PAUSE_SECONDS(10, Unit.SECONDS, "between two tests of a project, as each costs some tokens"),
    LLM_PEM_BYTES(64 * Bytes.KIB, Unit.BYTES, "certificates of a private authority; each is some two KiB"),

    // trigger
    TRIGGER_POLL_MILLIS(
            30_000, Unit.MILLIS, "the server that notes a wake starts it at once; this finds those of a dead one"),
    TRIGGER_SETTLE_SECONDS(
            5, Unit.SECONDS, "changes of a schema that come together, as those of a migration, are one run"),
    TRIGGER_SCHEMA_LOOK_SECONDS(
            24 * 3_600, Unit.SECONDS, 0, "how often schemas are read that apps wait for: a few statements. 0: never"),
    TRIGGER_WAKES_COUNT(20, Unit.COUNT, "what one server starts per look, so that others get their share"),
    TRIGGER_WAKES_KEPT_COUNT(50, Unit.COUNT, "of each trigger, shown to who asks why an app did not run"),
    TRIGGER_HOOKS_PER_APP_COUNT(10, Unit.COUNT, "one per system that sends, and room for a change of systems"),
    TRIGGER_BODY_BYTES(256 * Bytes.KIB, Unit.BYTES, "a notice of what happened; data is fetched by the app"),
    TRIGGER_TOLERANCE_SECONDS(300, Unit.SECONDS, "how far a sender's clock may be off, either way, as senders expect"),
    TRIGGER_DELIVERIES_KEPT_SECONDS(
            24 * 3_600, Unit.SECONDS, "senders try again for a day; never less than a timestamp is taken"),
    TRIGGER_DELIVERIES_PER_MINUTE_COUNT(60, Unit.COUNT, "of one webhook; one a second, all day, is a budget of runs"),
    TRIGGER_SIGNATURES_COUNT(8, Unit.COUNT, "of one delivery: two while a secret is rotated; each costs a digest"),
    TRIGGER_DELIVERY_ID_COUNT(200, Unit.COUNT, "characters; senders use a UUID or a word before it"),
    TRIGGER_SECRET_OVERLAP_SECONDS(
            24 * 3_600, Unit.SECONDS, "how long the secret before holds when one is rotated, unless said otherwise"),
    TRIGGER_SECRET_OVERLAP_CEILING_SECONDS(
            7 * 24 * 3_600, Unit.SECONDS, "a secret that was rotated away ends within a week, whoever forgot it"),
    TRIGGER_REFUSAL_NOTED_SECONDS(
            10, Unit.SECONDS, "between two notes of refused deliveries of a webhook, so that a flood writes little"),
    TRIGGER_REFUSAL_HOOKS_COUNT(1_000, Unit.COUNT, "webhooks whose last note is remembered; some hundred bytes each"),

    // usage: of one project in one day of UTC; its admins may give less
    USAGE_RUNS_COUNT(100_000, Unit.COUNT, "more than one a second, all day"),
    USAGE_FUEL_COUNT(20_000_000_000_000L, Unit.COUNT, "some three days of one busy processor: a server has several"),
    USAGE_SQL_MILLIS(43_200_000, Unit.MILLIS, "one connection that works half of the day"),
    USAGE_EGRESS_BYTES(10_240 * Bytes.MIB, Unit.BYTES, "an app that looks at 10 KB each second takes a tenth of it"),
    USAGE_TOKENS_COUNT(2_000_000, Unit.COUNT, "some 500 questions of 4,000; a few dollars of most models"),
    USAGE_RESERVATION_MILLIS(
            960_000, Unit.MILLIS, "tokens held for a call; the longest run and a minute, then its server is dead"),
    USAGE_PROJECT_CALLS_PER_MINUTE_COUNT(
            120_000, Unit.COUNT, "calls of a project's apps that reach out; two apps that do nothing else"),
    USAGE_APP_CALLS_PER_MINUTE_COUNT(
            60_000, Unit.COUNT, "of one app; three runs at once that do nothing but ask make that many"),
    USAGE_QUERY_CALLS_PER_MINUTE_COUNT(
            60_000,
            Unit.COUNT,
            "of datasource_query and its kin by one app; a run makes 400 a second, and looks at thousands of tables"),
    USAGE_FUNCTION_CALLS_PER_MINUTE_COUNT(
            6_000, Unit.COUNT, "of any other function by one app; a peer that is asked 100 times a second complains"),
    USAGE_TOOL_CALLS_PER_MINUTE_COUNT(3_000, Unit.COUNT, "of one tool; a model calls one a second"),
    USAGE_SLICES_PER_MINUTE_COUNT(
            64, Unit.COUNT, "statements a server needs for a whole minute; a slice not used is lost to the others"),
    USAGE_RATES_PER_PROJECT_COUNT(5_000, Unit.COUNT, "rates that are set or counted; 200 apps have some 1,400"),
    USAGE_REFUSED_WRITTEN_SECONDS(60, Unit.SECONDS, "refused calls not yet written are lost when a server is killed"),
    USAGE_KEPT_DAYS_COUNT(31, Unit.COUNT, "a month is what people compare with"),
    USAGE_REMEMBERED_MILLIS(1_000, Unit.MILLIS, "what other servers spend in a second goes over a budget at most"),
    USAGE_REMEMBERED_COUNT(10_000, Unit.COUNT, "accounts; each is a few hundred bytes"),

    // tools: what is asked by name, by apps and by people's programs
    TOOLS_ARGUMENTS_BYTES(256 * Bytes.KIB, Unit.BYTES, "a statement with a hundred parameters is a quarter of it"),
    TOOLS_ANSWER_BYTES(2 * Bytes.MIB, Unit.BYTES, "a language model reads less, and MCP carries it twice"),
    TOOLS_FINDINGS_COUNT(20, Unit.COUNT, "what does not fit of some arguments; who has mended these sees the others"),
    TOOLS_ROWS_DEFAULT_COUNT(100, Unit.COUNT, "rows of a query when the caller does not say; a model reads no more"),
    TOOLS_ROWS_CEILING_COUNT(1_000, Unit.COUNT, "rows of one answer; who needs more runs an app"),
    TOOLS_FOUND_COUNT(200, Unit.COUNT, "names that a search of a schema gives; more wants a longer word"),
    TOOLS_DEPTH_COUNT(2, Unit.COUNT, "apps that call each other in a row; each holds a guest while it waits"),
    TOOLS_WAIT_MILLIS(50_000, Unit.MILLIS, "for the run of an app's tool; clients and proxies give up after a minute"),

    // catalog: which apps can be had
    CATALOG_TIMESTAMP_BYTES(16 * Bytes.KIB, Unit.BYTES, "fetched before anything is known of it; has some 500 bytes"),
    CATALOG_METADATA_BYTES(256 * Bytes.KIB, Unit.BYTES, "root and snapshot; a root of a dozen keys has 5 KB"),
    CATALOG_TARGETS_BYTES(8 * Bytes.MIB, Unit.BYTES, "some 200 bytes a file"),
    CATALOG_ROOTS_COUNT(256, Unit.COUNT, "new roots followed at a time; one is made in a year or after a loss"),
    CATALOG_KEYS_COUNT(64, Unit.COUNT, "of a root, and of a publisher; real ones have a handful"),
    CATALOG_SIGNATURES_COUNT(64, Unit.COUNT, "on one file; each that is looked at costs a tenth of a millisecond"),
    CATALOG_FILES_COUNT(20_000, Unit.COUNT, "packages and pictures of some thousand apps"),
    CATALOG_FILE_BYTES(16 * Bytes.MIB, Unit.BYTES, "as the largest package; held in memory while it is hashed"),
    CATALOG_INDEX_BYTES(8 * Bytes.MIB, Unit.BYTES, "index.json: some 8 KB an app with its description"),
    CATALOG_APPS_COUNT(2_000, Unit.COUNT, "of one catalog; searched in memory"),
    CATALOG_VERSIONS_COUNT(200, Unit.COUNT, "of one app; a release a week for four years"),
    CATALOG_REVOKED_COUNT(10_000, Unit.COUNT, "packages, and keys, that one catalog stops"),
    CATALOG_FILTERS_COUNT(100, Unit.COUNT, "categories, and publishers, to choose from; the most used come first"),
    CATALOG_PICTURE_BYTES(Bytes.MIB, Unit.BYTES, "a screenshot of a large display has a third of it"),
    CATALOG_CACHE_BYTES(256 * Bytes.MIB, Unit.BYTES, "fetched packages and pictures in the database, for all servers"),
    CATALOG_BUNDLE_BYTES(64 * Bytes.MIB, Unit.BYTES, "an uploaded catalog; held in memory while it is checked"),
    CATALOG_BUNDLE_UNPACKED_BYTES(128 * Bytes.MIB, Unit.BYTES, "held in memory as well; packages are packed already"),
    CATALOG_REFRESH_SECONDS(3_600, Unit.SECONDS, "a revoked package stops within the hour"),
    CATALOG_PRIVATE_APPS_COUNT(200, Unit.COUNT, "published by a project; as many as it may have installed"),
    CATALOG_PRIVATE_BYTES(
            256 * Bytes.MIB,
            Unit.BYTES,
            "packages that a project has published; none is ever deleted, small ones are usual"),
    CATALOG_SUBMITTED_COUNT(
            20, Unit.COUNT, "packages of a project that wait for a reviewer, who reads them one by one"),
    CATALOG_FETCH_MILLIS(60_000, Unit.MILLIS, "for one file; 16 MiB come by a slow line within a minute"),

    // marketplace
    MARKETPLACE_ASK_MILLIS(10_000, Unit.MILLIS, "for one request; a person waits for a purchase"),
    MARKETPLACE_ANSWER_BYTES(256 * Bytes.KIB, Unit.BYTES, "of one answer; 200 apps of a project, a kilobyte each"),
    MARKETPLACE_LOOK_SECONDS(60, Unit.SECONDS, "how often servers look which projects have changed"),
    MARKETPLACE_EVERY_SECONDS(24 * 3_600, Unit.SECONDS, "a project is compared at least so often"),
    MARKETPLACE_TURN_SECONDS(300, Unit.SECONDS, "one comparison, then another server may; 20 requests of ten seconds"),
    MARKETPLACE_RETRY_CEILING_SECONDS(3_600, Unit.SECONDS, "between attempts while the marketplace is away"),
    MARKETPLACE_CONSENT_SECONDS(900, Unit.SECONDS, "to the marketplace and back; people look for a card meanwhile"),
    MARKETPLACE_CONSENTS_COUNT(100, Unit.COUNT, "such ways that a project has open at a time"),

    // studio
    STUDIO_DRAFT_BYTES(Bytes.MIB, Unit.BYTES, "what people write by hand; data belongs in tables"),
    STUDIO_DRAFTS_PER_PROJECT_COUNT(200, Unit.COUNT, "a list that is still read"),
    STUDIO_PREVIEW_MILLIS(50_000, Unit.MILLIS, "a person waits for it, and proxies cut answers after a minute"),
    STUDIO_PREVIEWS_CONCURRENT_COUNT(2, Unit.COUNT, "beside the runs; each makes and drops a schema");

    private final long defaultValue;
    private final Unit unit;
    private final long least;
    private final String reason;

    Limit(long defaultValue, Unit unit, String reason) {
        this(defaultValue, unit, 1, reason);
    }

    Limit(long defaultValue, Unit unit, long least, String reason) {
        this.defaultValue = defaultValue;
        this.unit = unit;
        this.least = least;
        this.reason = reason;
    }

    public long defaultValue() {
        return defaultValue;
    }

    public Unit unit() {
        return unit;
    }

    /** The least that it can be set to: 0 where that means off, else 1. */
    public long least() {
        return least;
    }

    /** Why this number and not another, in a clause. */
    public String reason() {
        return reason;
    }

    /** For example {@code ekaya.pack.entries-count}. */
    public String key() {
        int roomEnds = name().indexOf('_');
        String room = name().substring(0, roomEnds);
        String thing = name().substring(roomEnds + 1).replace('_', '-');
        return ("ekaya." + room + "." + thing).toLowerCase(Locale.ROOT);
    }

    private static final class Bytes {
        static final long KIB = 1024;
        static final long MIB = 1024 * KIB;
    }
}

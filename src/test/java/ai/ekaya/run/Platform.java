package ai.ekaya.run;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.appdb.AppState;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.catalog.MadeCatalog;
import ai.ekaya.classification.Classifications;
import ai.ekaya.classification.TestClassifications;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.datasource.TestTools;
import ai.ekaya.egress.Internet;
import ai.ekaya.host.Effects;
import ai.ekaya.host.Gate;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.install.AppChanges;
import ai.ekaya.install.AppLifecycle;
import ai.ekaya.install.AppUpdates;
import ai.ekaya.install.BarredSchedules;
import ai.ekaya.install.FailedApps;
import ai.ekaya.install.HalfDone;
import ai.ekaya.install.HeldUpdates;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.install.Installer;
import ai.ekaya.install.KeptData;
import ai.ekaya.install.NewInstall;
import ai.ekaya.install.Rollbacks;
import ai.ekaya.install.TrialEnds;
import ai.ekaya.install.TrialTerms;
import ai.ekaya.install.Trials;
import ai.ekaya.install.Uninstaller;
import ai.ekaya.install.UpdateLooks;
import ai.ekaya.journal.Journals;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.ProjectKeys;
import ai.ekaya.keys.Sealer;
import ai.ekaya.leak.KnownSecrets;
import ai.ekaya.limits.Limits;
import ai.ekaya.live.Live;
import ai.ekaya.live.LiveThreads;
import ai.ekaya.llm.ModelCache;
import ai.ekaya.llm.ModelCalls;
import ai.ekaya.llm.TestModels;
import ai.ekaya.notify.NoticeTexts;
import ai.ekaya.notify.Notifications;
import ai.ekaya.pack.Effect;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.Packages;
import ai.ekaya.query.TestQueries;
import ai.ekaya.sandbox.Sandbox;
import ai.ekaya.secrets.TestSecrets;
import ai.ekaya.sql.SqlGuard;
import ai.ekaya.sql.StatementRunner;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.ServerId;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.Tools;
import ai.ekaya.trigger.Bell;
import ai.ekaya.trigger.Noted;
import ai.ekaya.usage.Budgets;
import ai.ekaya.usage.Rates;
import ai.ekaya.usage.TokenAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** All rooms up to {@code run} on a real database, without a container. */
public final class Platform implements AutoCloseable {
    /** Shared by all tests: preparing the JS engine takes a while. */
    private static final ScheduledExecutorService TIMER = Executors.newScheduledThreadPool(4, Platform::daemon);

    public static final Sandbox SANDBOX = new Sandbox(Limits.defaults(), TIMER);

    public final Map<UserId, Principal> users = new ConcurrentHashMap<>();
    public final SettableClock clock;
    public final Store store;
    public final ProjectId project;
    public final Principal admin;
    public final AppDatabases databases;
    public final Datasources datasources;
    public final TestQueries queries;
    public final TestSecrets secrets;
    public final InstalledApps apps;
    public final Installer installer;
    public final Uninstaller uninstaller;
    public final AppUpdates updates;
    public final Rollbacks rollbacks;
    public final HalfDone halfDone;
    public final HeldUpdates held;
    public final FailedApps failed;
    public final KeptData kept;
    public final Trials trials;
    public final TrialEnds trialEnds;
    public final AppChanges changes;
    public final RunHistory history;
    public final Runs runs;
    public final RunStories stories;
    public final Notifications notifications;
    public final Effects effects;

    /** Of use once opened. */
    public final Journals journals;

    public final Replays replays;
    public final RunMeters meters;
    public final Budgets budgets;
    public final Classifications classifications;
    public final Execution execution;
    public final ModelCalls modelCalls;
    public final TestModels models;
    public final Rates rates;
    public final Bell bell = new Bell();
    public final Noted noted;
    public final Sealer sealer;
    public final AuditLog audit;
    public final Tools tools;
    public final RunThreads threads;
    public final NotingTool noter = new NotingTool();

    /** Of use once opened. */
    public final Signals signals;

    public final Live live;
    public final Limits limits;
    /** What this server reaches over HTTP. */
    public final Internet internet = new Internet();

    /** How long packages may be used before they are bought. */
    public TrialTerms trialTerms = (id, hash) -> OptionalInt.empty();

    /** Told each step of an installation or update; an Error of it is as if the server were killed. */
    public Consumer<String> dies = step -> {};

    private final DatabaseUrl url;
    private final Path home;

    private Platform(
            DatabaseUrl url,
            Path home,
            Limits limits,
            Executor executor,
            String server,
            SettableClock clock,
            Sandbox sandbox,
            ProjectId project) {
        this.project = project;
        admin = user("admin", Role.ADMIN);
        this.home = home;
        this.url = url;
        this.limits = limits;
        this.clock = clock;
        store = Store.open(url);
        sealer = new Sealer(MasterKey.load(Optional.empty(), home));
        databases = new AppDatabases(store, sealer, new SqlGuard(limits), new StatementRunner(limits), limits, clock);
        databases.reconcile();
        PackageReader reader = new PackageReader(limits, "1.0.0");
        audit = new AuditLog(clock);
        TestQueries rooms = TestQueries.on(store, sealer, limits, clock);
        datasources = rooms.datasources();
        queries = rooms;
        secrets = TestSecrets.on(store, sealer, limits, clock);
        apps = new InstalledApps(store, reader, limits);
        ProjectKeys keys = new ProjectKeys(store, sealer, limits, clock);
        journals = new Journals(store, keys, limits, clock);
        effects = new Effects(store, keys, clock);
        RecordedPackages uses = new RecordedPackages(journals);
        noted = new Noted(apps, bell, limits, clock);
        signals = new Signals(store, limits);
        live = new Live(store, signals, limits, clock, new LiveThreads(executor, TIMER));
        notifications = new Notifications(store, new NoticeTexts(limits), live, signals, limits, clock);
        trials = new Trials(store, clock, (id, hash) -> trialTerms.days(id, hash), audit);
        trialEnds = new TrialEnds(store, limits, clock, notifications, audit);
        AppLifecycle lifecycle = AppLifecycle.of(
                store,
                limits,
                clock,
                reader,
                sandbox,
                databases,
                datasources,
                apps,
                uses,
                new RunsOfApps(signals, clock),
                noted,
                audit,
                notifications,
                new ServerId(server),
                trials,
                step -> dies.accept(step));
        installer = lifecycle.installer();
        uninstaller = lifecycle.uninstaller();
        updates = lifecycle.updates();
        rollbacks = lifecycle.rollbacks();
        halfDone = lifecycle.halfDone();
        held = lifecycle.held();
        failed = lifecycle.failed();
        kept = lifecycle.kept();
        changes = new AppChanges(store, limits, clock, apps, datasources, audit, trials);
        history = new RunHistory(store);
        rates = new Rates(store, limits, clock);
        tools = new Tools(
                this::tools,
                this::exported,
                limits,
                store,
                audit,
                new ai.ekaya.audit.Refusals(store, audit, limits, clock),
                rates);
        budgets = new Budgets(store, limits, clock, audit);
        models = TestModels.on(store, secrets.secrets(), internet.egress(secrets.secrets()), audit, limits, clock);
        modelCalls = new ModelCalls(store, keys, audit, new KnownSecrets(secrets.secrets(), limits), limits, clock);
        classifications = TestClassifications.on(store, datasources, limits, clock);
        Gate gate = new Gate(
                limits,
                clock,
                effects,
                databases,
                new AppState(store, limits),
                datasources,
                rooms.access(),
                rooms.queries(),
                rooms.execution(),
                secrets.secrets(),
                tools,
                notifications,
                internet.egress(secrets.secrets()),
                budgets,
                rates,
                classifications,
                models.models(),
                new TokenAccount(store, limits, clock),
                modelCalls,
                new ModelCache(store, keys, limits, clock));
        execution = new Execution(
                gate, sandbox, new Guests(sandbox, limits), new KnownSecrets(secrets.secrets(), limits), limits);
        threads = new RunThreads(executor, TIMER);
        meters = new RunMeters(limits);
        AttemptEffects attemptEffects = new AttemptEffects(databases, effects);
        runs = new Runs(
                store,
                limits,
                clock,
                apps,
                execution,
                history,
                journals,
                audit,
                meters,
                budgets,
                new Recovery(attemptEffects, notifications, new BarredSchedules(audit), lifecycle.automatic(), failed),
                (transaction, user) -> Optional.ofNullable(users.get(user)),
                threads,
                new ServerId(server),
                signals,
                live);
        stories = new RunStories(store, attemptEffects);
        replays = new Replays(store, limits, journals, apps, runs, history, execution, keys, audit);
    }

    /** Those of this room, those that give rows, and one that tells whether it was called. */
    private java.util.List<Tool> tools() {
        java.util.List<Tool> tools = new java.util.ArrayList<>(TestTools.on(datasources, queries.access(), limits));
        tools.add(queries.executing());
        tools.add(new RunAppTool(new ToolRuns(apps, runs, history, threads, limits)));
        tools.add(new RunTool(history));
        tools.add(noter);
        return tools;
    }

    private ExportedTools exported() {
        return new ExportedTools(apps, new ToolRuns(apps, runs, history, threads, limits));
    }

    public static Platform open() {
        return open(Limits.defaults(), task -> daemon(task).start());
    }

    public static Platform open(Limits limits) {
        return open(limits, task -> daemon(task).start());
    }

    public static Platform open(Limits limits, Executor executor) {
        Platform platform = new Platform(
                TestDatabase.fresh(),
                newHome(),
                limits,
                executor,
                "one",
                new SettableClock(Instant.parse("2026-03-01T10:00:00Z")),
                SANDBOX,
                new ProjectId(UUID.randomUUID()));
        platform.sql(
                "INSERT INTO ekaya.project (id, name, created_at) VALUES ('" + platform.project + "', 'demo', now())");
        return platform;
    }

    /** What another JVM needs for {@link #left}. */
    record Left(String database, String home, String project) {}

    Left leave() {
        return new Left(url.user(), home.toString(), project.toString());
    }

    /** On what another JVM left, with another clock. */
    static Platform left(Left by, Limits limits) {
        return new Platform(
                TestDatabase.url(by.database()),
                Path.of(by.home()),
                limits,
                task -> daemon(task).start(),
                "one",
                new SettableClock(Instant.parse("2027-03-01T10:00:00Z")),
                SANDBOX,
                new ProjectId(UUID.fromString(by.project())));
    }

    /** As {@link #left}, as the same person, with the time of now. */
    static Platform restartedFrom(Left by, Limits limits, Sandbox sandbox, Clock time) {
        return new Platform(
                TestDatabase.url(by.database()),
                Path.of(by.home()),
                limits,
                task -> daemon(task).start(),
                "one",
                new SettableClock(time.instant()),
                sandbox,
                new ProjectId(UUID.fromString(by.project())));
    }

    /** Another server on the same database and clock. */
    public Platform another(String server) {
        return another(server, limits);
    }

    /** Another server with other limits, and the same engine. */
    public Platform another(String server, Limits limits) {
        return another(server, limits, SANDBOX);
    }

    /** As this one after a restart: no room has anything in memory, and apps are prepared anew. The JVM stays warm. */
    public Platform restarted() {
        return restarted(limits);
    }

    public Platform restarted(Limits limits) {
        return another("one", limits, new Sandbox(limits, TIMER));
    }

    public Platform another(String server, Executor executor) {
        return another(server, limits, SANDBOX, executor);
    }

    private Platform another(String server, Limits limits, Sandbox sandbox) {
        return another(server, limits, sandbox, task -> daemon(task).start());
    }

    private Platform another(String server, Limits limits, Sandbox sandbox, Executor executor) {
        Platform other = new Platform(url, home, limits, executor, server, clock, sandbox, project);
        other.users.putAll(users);
        return other;
    }

    public Principal user(String name, Role role) {
        Principal principal =
                new Principal(Principal.Kind.USER, new UserId(UUID.randomUUID()), name, false, Map.of(project, role));
        users.put(
                principal.user(),
                new Principal(Principal.Kind.SCHEDULE, principal.user(), name, false, Map.of(project, role)));
        return principal;
    }

    /** As this server looks for new versions in a catalog that it knows. */
    public UpdateLooks looks(MadeCatalog catalog) {
        return new UpdateLooks(
                store,
                limits,
                clock,
                catalog.at(store, audit, internet.egress(), signals, limits, clock),
                apps,
                updates,
                notifications);
    }

    public InstalledApp install(Packages packages) {
        return installer.install(admin, project, NewInstall.of(packages.zip()));
    }

    /** An app that may call everything. */
    public static Packages app(String source) {
        return Packages.minimal()
                .with("app.js", source)
                .allowing(
                        "log", "db_query", "state_get", "state_set", "get_auth_context", "now_millis", "random_bytes");
    }

    public Run run(InstalledApp app, String input) {
        RunId id = runs.submit(asked(app, input));
        return ended(id);
    }

    /** Waits for the run's end, half a minute at most. */
    public Run ended(RunId run) {
        return runs.ended(project, run, Duration.ofSeconds(30))
                .toCompletableFuture()
                .join();
    }

    public NewRun asked(InstalledApp app, String input) {
        return new NewRun(app, admin, Trigger.manual(), input, Optional.empty());
    }

    /** What was said in the newest call of a model. */
    public String conversation() {
        return models.conversation(modelCalls, admin, project);
    }

    public String output(Run run) {
        return history.output(run).map(RunHistory.Output::json).orElse("none");
    }

    /** As platform admins allow it: what people upload may ask for everything. */
    public void trustUploads() {
        sql(
                "INSERT INTO ekaya.trust_ceiling (level, allowed, changed_at, changed_by_name) VALUES ('unsigned-development', '"
                        + Effect.decided().stream().map(Effect::name).collect(Collectors.joining(","))
                        + "', now(), 'root')");
    }

    /** As a superuser, who may do everything. */
    public void sql(String statement) {
        try (Connection connection = superuser();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    public long count(String query) {
        return Long.parseLong(text(query));
    }

    /** The one value that a query gives. */
    public String text(String query) {
        try (Connection connection = superuser();
                PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Begins to count statements anew. */
    public void countStatements() {
        try {
            TestDatabase.countStatements(url);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** How often the server's login did each statement since then; BEGIN and COMMIT are among them. */
    public Map<String, Long> statements() {
        try {
            return TestDatabase.statements(url);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private Connection superuser() throws SQLException {
        return TestDatabase.superuser(url.user());
    }

    private static Path newHome() {
        try {
            return Files.createTempDirectory(Path.of("target"), "ekaya-home");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(null, task, "test-run", 16 << 20);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        signals.close();
        databases.close();
        store.close();
    }
}

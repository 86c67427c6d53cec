package ai.ekaya.host;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.appdb.AppState;
import ai.ekaya.classification.Classifications;
import ai.ekaya.datasource.DatasourceAccess;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.egress.Egress;
import ai.ekaya.leak.Detector;
import ai.ekaya.leak.Exit;
import ai.ekaya.leak.RunExits;
import ai.ekaya.leak.ValueExits;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.llm.ModelCache;
import ai.ekaya.llm.ModelCalls;
import ai.ekaya.llm.Models;
import ai.ekaya.notify.Notifications;
import ai.ekaya.pack.Sample;
import ai.ekaya.query.Queries;
import ai.ekaya.query.QueryExecution;
import ai.ekaya.secrets.Secrets;
import ai.ekaya.tools.Tools;
import ai.ekaya.usage.Budgets;
import ai.ekaya.usage.Rates;
import ai.ekaya.usage.TokenAccount;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The one door from guests to the world: it knows every host function and hands out a {@link BoundGate} per run, through which
 * all calls of that run go. Thread-safe.
 */
@Singleton
public final class Gate {
    private final Map<String, HostFunction> functions;
    private final Limits limits;
    private final Clock clock;
    private final Effects effects;
    private final SensitiveSource sensitive;
    private final CallRates rates;

    @Inject
    public Gate(
            Limits limits,
            Clock clock,
            Effects effects,
            AppDatabases appDatabases,
            AppState appState,
            Datasources datasources,
            DatasourceAccess access,
            Queries queries,
            QueryExecution execution,
            Secrets secrets,
            Tools tools,
            Notifications notifications,
            Egress egress,
            Budgets budgets,
            Rates rates,
            Classifications classifications,
            Models models,
            TokenAccount tokens,
            ModelCalls modelCalls,
            ModelCache modelCache) {
        this(
                limits,
                clock,
                effects,
                (scope, function) -> rates.require(scope.project(), scope.appSlug(), function),
                project -> classifications.sensitiveNow(project),
                List.of(
                        new Log(),
                        new Progress(limits),
                        new GetAuthContext(),
                        new NowMillis(),
                        new RandomBytes(limits),
                        new DbQuery(limits, appDatabases),
                        new StateGet(limits, appState),
                        new StateSet(limits, appState),
                        new ListDatasources(datasources),
                        new DatasourceQuery(limits, access),
                        new DatasourceSchema(access),
                        new DatasourceStatistics(limits, access),
                        new DatasourceExecute(queries, execution),
                        new ApprovedQueryRefs(queries),
                        new SecretExists(secrets),
                        new McpToolInvoke(tools),
                        new Notify(limits, notifications),
                        new HttpRequest(egress, budgets, limits),
                        new LlmGenerate(models, tokens, modelCalls, modelCache, limits)));
    }

    Gate(
            Limits limits,
            Clock clock,
            Effects effects,
            CallRates rates,
            SensitiveSource sensitive,
            List<HostFunction> functions) {
        this.limits = limits;
        this.clock = clock;
        this.effects = effects;
        this.rates = rates;
        this.sensitive = sensitive;
        this.functions = new TreeMap<>();
        functions.forEach(function -> this.functions.put(function.name(), function));
    }

    /** The wire names of all host functions that this server has. */
    public Set<String> names() {
        return Set.copyOf(functions.keySet());
    }

    /** @param detector what must not leave by it */
    public BoundGate boundTo(CallScope scope, Cancellation cancellation, RunWatcher watcher, Detector detector) {
        RunExits exits = new RunExits(detector, limits, clock, allowed(scope));
        ReadRows read = new ReadRows(sensitive, scope.project(), exits.values());
        return new BoundGate(
                functions,
                limits,
                rates,
                new RunCalls(scope, cancellation, effects, clock, limits, watcher, exits, read));
    }

    /** A door to nothing but the app's own: what reaches further is answered from the sample, and counted in no minute. */
    public BoundGate sampled(
            CallScope scope, Cancellation cancellation, RunWatcher watcher, Detector detector, Sample sample) {
        RunExits exits = new RunExits(detector, limits, clock, allowed(scope));
        ReadRows read = new ReadRows(sensitive, scope.project(), exits.values());
        Map<String, HostFunction> sampled = new TreeMap<>(functions);
        sampled.replaceAll((name, real) -> SampledFunction.of(real, sample));
        return new BoundGate(
                sampled,
                limits,
                (who, function) -> {},
                new RunCalls(scope, cancellation, effects, clock, limits, watcher, exits, read));
    }

    private ValueExits.Allowed allowed(CallScope scope) {
        Set<Exit> open = functions.values().stream()
                .filter(function -> scope.data().sensitiveValues().contains(function.name()))
                .map(HostFunction::exit)
                .collect(Collectors.toSet());
        boolean asksModels =
                scope.declared().contains(LlmGenerate.NAME) && scope.granted().contains(LlmGenerate.NAME);
        return new ValueExits.Allowed(open, asksModels && !scope.data().rowValuesToModel());
    }
}

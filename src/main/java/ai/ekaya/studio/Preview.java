package ai.ekaya.studio;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.appdb.AppId;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.host.CallScope;
import ai.ekaya.host.DataReach;
import ai.ekaya.host.HttpReach;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.Bindings;
import ai.ekaya.install.PackageSteps;
import ai.ekaya.install.Settings;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Sample;
import ai.ekaya.run.Execution;
import ai.ekaya.run.Finished;
import ai.ekaya.run.Run;
import ai.ekaya.run.RunAudit;
import ai.ekaya.run.Trigger;
import ai.ekaya.store.Store;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * Runs a draft, or a package that is not installed, the way an installed app runs, on a database of its own that is dropped afterwards. It is
 * granted what it asks for: what that can reach is read-only or the preview's own. Nothing is kept but what was refused, in the audit. Thread-safe.
 */
@Singleton
final class Preview {
    private static final SecureRandom SEEDS = new SecureRandom();

    private final Limits limits;
    private final Clock clock;
    private final AppDatabases databases;
    private final Datasources datasources;
    private final Execution execution;
    private final Store store;
    private final AuditLog audit;
    private final Semaphore places;

    @Inject
    Preview(
            Limits limits,
            Clock clock,
            AppDatabases databases,
            Datasources datasources,
            Execution execution,
            Store store,
            AuditLog audit) {
        this.limits = limits;
        this.clock = clock;
        this.databases = databases;
        this.datasources = datasources;
        this.execution = execution;
        this.store = store;
        this.audit = audit;
        this.places = new Semaphore(limits.intOf(Limit.STUDIO_PREVIEWS_CONCURRENT_COUNT));
    }

    /**
     * What to run, and on what.
     *
     * @param subject whose refusals the audit tells of
     * @param sample of the package, in place of the project's data and all else that is outside; no datasource is bound then
     */
    record Asked(
            String subject,
            String inputJson,
            ObjectNode settings,
            Map<String, String> datasources,
            Optional<Sample> sample) {}

    /** What came of it. */
    record Previewed(Run run, Finished finished, AppPackage appPackage) {}

    Previewed run(Principal by, ProjectId project, AppPackage read, Asked asked) {
        if (!places.tryAcquire()) {
            throw new Refusal(RefusalCode.RATE_LIMITED, "Others are previewing just now; try again in a moment");
        }
        AppId scratch = new AppId(UUID.randomUUID());
        try {
            ObjectNode settings = Settings.checked(read.manifest(), asked.settings());
            Map<String, DatasourceId> bound = asked.sample().isPresent()
                    ? Map.of()
                    : Bindings.of(read.manifest().datasources(), datasources.list(project), asked.datasources());
            PackageSteps.makeDatabase(databases, project, scratch, read);
            Previewed previewed = perform(scope(by, project, scratch, read, bound), read, asked, settings);
            store.transactIn(
                    project.value(),
                    transaction -> RunAudit.refusals(
                            audit, transaction, previewed.run(), previewed.finished(), asked.subject()));
            return previewed;
        } finally {
            places.release();
            databases.drop(scratch);
        }
    }

    private CallScope scope(
            Principal by, ProjectId project, AppId scratch, AppPackage read, Map<String, DatasourceId> bound) {
        return new CallScope(
                project,
                scratch,
                read.manifest().id(),
                new RunId(UUID.randomUUID()),
                Optional.empty(),
                by,
                Trigger.preview().json(),
                read.capabilities().hostFunctions(),
                read.capabilities().hostFunctions(),
                read.capabilities().queries(),
                read.capabilities().secretNames(),
                read.capabilities().tools(),
                bound,
                HttpReach.ofDraft(read.capabilities()),
                DataReach.ofDraft(read.capabilities()),
                clock.millis(),
                SEEDS.nextLong() >>> 11,
                execution.hostCalls(read, grants(read)));
    }

    /** A person waits for a preview, so it has less time than a run may have. */
    private Capabilities grants(AppPackage read) {
        Capabilities asked = read.capabilities();
        Capabilities.Asked asks = asked.limits();
        return new Capabilities(
                asked.hostFunctions(),
                asked.http(),
                asked.credentials(),
                asked.tools(),
                asked.queries(),
                asked.secrets(),
                asked.llm(),
                asked.sensitiveValues(),
                new Capabilities.Asked(
                        asks.memoryBytes(),
                        asks.fuel(),
                        Optional.of(limits.durationOf(Limit.STUDIO_PREVIEW_MILLIS)),
                        asks.hostCallsPerRun()));
    }

    private Previewed perform(CallScope scope, AppPackage read, Asked asked, ObjectNode settings) {
        Instant started = Instant.ofEpochMilli(scope.startMillis());
        Execution.Work work = new Execution.Work(
                read, grants(read), scope, asked.inputJson(), settings, execution.detector(scope.project()));
        Finished finished = execution.run(asked.sample().map(work::on).orElse(work), new Cancellation());
        Principal by = scope.principal();
        Run run = new Run(
                scope.run(),
                scope.project(),
                scope.app(),
                scope.appSlug(),
                read.manifest().version(),
                read.hash().toString(),
                scope.trigger(),
                new Run.Asker(
                        by.kind().name().toLowerCase(java.util.Locale.ROOT),
                        by.user().toString(),
                        by.name()),
                "main",
                1,
                finished.engine(),
                Run.State.ENDED,
                Optional.of(finished.outcome()),
                scope.seed(),
                started,
                Optional.of(started),
                Optional.of(clock.instant()),
                finished.usage(),
                finished.limits(),
                // A preview's database is gone with it, and its journal is not kept.
                Optional.empty(),
                finished.progress(),
                Optional.empty());
        return new Previewed(run, finished, read);
    }
}

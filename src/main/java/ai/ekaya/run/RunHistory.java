package ai.ekaya.run;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.CallRecord;
import ai.ekaya.host.LogEntry;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The runs of projects, to look at. Thread-safe. */
@Singleton
public final class RunHistory {
    private final Store store;

    @Inject
    public RunHistory(Store store) {
        this.store = store;
    }

    /**
     * Which runs, newest first.
     *
     * @param before only runs older than this one
     */
    public record Query(ProjectId project, RunFilter filter, Optional<Place> before, int countMax) {}

    /** Where a run stands in the order of the list. */
    public record Place(Instant createdAt, UUID id) {}

    /** An output as the app wrote it. */
    public record Output(RunId run, String json, String hash) {}

    public List<Run> list(Query query) {
        RunSearch search = new RunSearch(query);
        return store.inProject(
                query.project().value(),
                transaction -> Sql.list(transaction, search.sql(), RunRow::read, search.parameters()));
    }

    /** What a run was started with, as JSON; settings as they were then, and empty for a run that has not begun. */
    public record Given(String inputJson, Optional<String> settingsJson) {}

    Given given(Run run) {
        return store.inProject(
                        run.project().value(),
                        transaction -> Sql.first(
                                transaction,
                                "SELECT input, settings FROM ekaya.run WHERE id = ?",
                                row -> new Given(
                                        row.getString("input"), Optional.ofNullable(row.getString("settings"))),
                                run.id().value()))
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "The run was deleted"));
    }

    public Optional<Run> find(ProjectId project, RunId run) {
        return store.inProject(project.value(), transaction -> find(transaction, run));
    }

    Optional<Run> find(Transaction transaction, RunId run) {
        return Sql.first(
                transaction, "SELECT " + RunRow.COLUMNS + " FROM ekaya.run WHERE id = ?", RunRow::read, run.value());
    }

    /** @throws Refusal {@code NOT_FOUND} also for a run of another project */
    public Run require(ProjectId project, String run) {
        return id(run).flatMap(id -> find(project, id))
                .filter(found -> found.project().equals(project))
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND, "There is no such run in this project; old runs are deleted"));
    }

    private static Optional<RunId> id(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(new RunId(id)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What an app was made of when it had this version; of several packages that called themselves so, the one that ran last. */
    Optional<PackageHash> packageOf(ProjectId project, AppId app, String version) {
        return store.inProject(
                        project.value(),
                        transaction ->
                                Sql.first(transaction, """
                SELECT package_hash FROM ekaya.run WHERE app_id = ? AND version = ? ORDER BY created_at DESC, id DESC LIMIT 1
                """, row -> row.getString("package_hash"), app.value(), version))
                .flatMap(PackageHash::parse);
    }

    /** A run that was asked for before with the same key. */
    record Earlier(RunId run, String inputJson) {}

    Optional<Earlier> byIdempotencyKey(InstalledApp app, String key) {
        return store.inProject(
                app.project().value(),
                transaction -> Sql.first(
                        transaction,
                        "SELECT id, input FROM ekaya.run WHERE app_id = ? AND idempotency_key = ?",
                        row -> new Earlier(new RunId(row.getObject("id", UUID.class)), row.getString("input")),
                        app.id().value(),
                        key));
    }

    public Optional<Output> output(Run run) {
        return store.inProject(
                run.project().value(),
                transaction -> Sql.first(
                        transaction,
                        "SELECT run_id, output, output_hash FROM ekaya.run_output WHERE run_id = ?",
                        RunHistory::output,
                        run.id().value()));
    }

    /** Of the app's last run that succeeded. */
    public Optional<Output> lastOutput(InstalledApp app) {
        return store.inProject(
                app.project().value(),
                transaction ->
                        Sql.first(transaction, """
                SELECT o.run_id, o.output, o.output_hash FROM ekaya.run r JOIN ekaya.run_output o ON o.run_id = r.id
                WHERE r.app_id = ? AND r.outcome = 'SUCCEEDED' AND r.entry = 'main'
                ORDER BY r.created_at DESC, r.id DESC LIMIT 1
                """, RunHistory::output, app.id().value()));
    }

    private static Output output(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Output(
                new RunId(row.getObject("run_id", UUID.class)), row.getString("output"), row.getString("output_hash"));
    }

    public List<LogEntry> log(Run run, int afterSequence, int countMax) {
        return store.inProject(
                run.project().value(),
                transaction -> Sql.list(
                        transaction,
                        """
                SELECT sequence, level, at_millis, message, fields FROM ekaya.run_log
                WHERE run_id = ? AND sequence > ? ORDER BY sequence LIMIT ?
                """,
                        row -> new LogEntry(
                                row.getInt("sequence"),
                                row.getString("level"),
                                row.getLong("at_millis"),
                                row.getString("message"),
                                row.getString("fields")),
                        run.id().value(),
                        afterSequence,
                        countMax));
    }

    public List<CallRecord> calls(Run run, int afterSequence, int countMax) {
        return store.inProject(
                run.project().value(),
                transaction -> Sql.list(
                        transaction,
                        """
                SELECT sequence, function, arguments_hash, arguments, code, duration_micros, row_count, answer_bytes
                FROM ekaya.run_call WHERE run_id = ? AND sequence > ? ORDER BY sequence LIMIT ?
                """,
                        row -> new CallRecord(
                                row.getInt("sequence"),
                                row.getString("function"),
                                row.getString("arguments_hash"),
                                row.getString("arguments"),
                                row.getString("code"),
                                row.getLong("duration_micros"),
                                row.getInt("row_count"),
                                row.getLong("answer_bytes")),
                        run.id().value(),
                        afterSequence,
                        countMax));
    }
}

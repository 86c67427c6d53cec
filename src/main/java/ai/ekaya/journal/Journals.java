package ai.ekaya.journal;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.ProjectKeys;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Together;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Stores journals. What an app read of its project's data is in them, so they are sealed with the project's key. Long answers are
 * stored once a project and deleted a while after the last run that refers to them. Thread-safe.
 */
@Singleton
public final class Journals {
    /** Below, the bound on an app's runs bounds its journals too. */
    private static final long SMALL_BYTES = 64 << 10;

    /** An answer is left alone for a while after it was used, as the transaction of that may have been seen by halves. */
    private static final Duration REST = Duration.ofMinutes(1);

    private final Store store;
    private final ProjectKeys keys;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public Journals(Store store, ProjectKeys keys, Limits limits, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.limits = limits;
        this.clock = clock;
    }

    /** Not within a transaction. Empty for a recording whose tape was not kept. */
    public Optional<SealedJournal> seal(ProjectId project, RunId run, Recording recording) {
        return recording.tape().map(tape -> seal(project.value(), run, recording, tape));
    }

    private SealedJournal seal(UUID project, RunId run, Recording recording, Tape tape) {
        byte[] header = Compressed.of(Header.of(recording, tape).write());
        byte[] content = ByteBuffer.allocate(Integer.BYTES + header.length + tape.entries().length)
                .putInt(header.length)
                .put(header)
                .put(tape.entries())
                .array();
        SortedMap<String, byte[]> answers = new TreeMap<>();
        tape.answers().forEach((hash, answer) -> {
            String address = address(project, hash);
            answers.put(address, keys.seal(project, answerContext(address), answer));
        });
        return new SealedJournal(
                recording.packageHash(),
                header.length + tape.bytes(),
                keys.seal(project, runContext(run), content),
                answers);
    }

    /** What the transaction that ends the run writes of it together with that end; afterwards, in the same, {@link #keepAnswers}. */
    public Together.Part part(AppId app, SealedJournal journal) {
        return Together.Part.of(
                "journal",
                """
                INSERT INTO ekaya.run_journal (run_id, project_id, app_id, package_hash, recorded_at, bytes, content)
                SELECT id, project_id, ?::uuid, ?, ?::timestamptz, ?::bigint, ?::bytea FROM first
                """,
                app.value(),
                journal.packageHash(),
                clock.instant(),
                journal.bytes(),
                journal.content());
    }

    /** Its long answers, and room for them. Most runs have none. */
    public void keepAnswers(Transaction transaction, ProjectId project, AppId app, RunId run, SealedJournal journal) {
        List<Map.Entry<String, byte[]>> answers =
                new ArrayList<>(journal.answers().entrySet());
        Instant now = clock.instant();
        // In the order of their addresses, so that two runs that keep the same do not wait for each other.
        Sql.batch(transaction, """
                INSERT INTO ekaya.run_answer (project_id, address, content, used_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (project_id, address) DO UPDATE SET used_at = excluded.used_at
                """, answers, answer ->
                new Object[] {project.value(), answer.getKey(), answer.getValue(), now});
        Sql.batch(
                transaction,
                "INSERT INTO ekaya.run_answer_use (run_id, project_id, address) VALUES (?, ?, ?)",
                answers,
                answer -> new Object[] {run.value(), project.value(), answer.getKey()});
        if (journal.bytes() > SMALL_BYTES) {
            makeRoom(transaction, app);
        }
    }

    private void makeRoom(Transaction transaction, AppId app) {
        Sql.update(transaction, """
                WITH dropped AS (
                    DELETE FROM ekaya.run_journal WHERE run_id IN (
                        SELECT run_id FROM (
                            SELECT run_id, sum(bytes) OVER (ORDER BY recorded_at DESC, run_id) AS bytes_so_far
                            FROM ekaya.run_journal WHERE app_id = ?) kept
                        WHERE bytes_so_far > ?)
                    RETURNING run_id)
                UPDATE ekaya.run SET journal = 'DROPPED' WHERE id IN (SELECT run_id FROM dropped)
                """, app.value(), limits.of(Limit.JOURNAL_APP_BYTES));
    }

    /**
     * A run's recording; empty when none is stored.
     *
     * @throws Refusal {@code CONFLICT} when what is stored is not what was recorded
     */
    public Optional<Recording> find(ProjectId project, RunId run) {
        return content(project, run).map(stored -> open(project.value(), run, stored));
    }

    private Optional<byte[]> content(ProjectId project, RunId run) {
        return store.inProject(
                project.value(),
                transaction -> Sql.first(
                        transaction,
                        "SELECT content FROM ekaya.run_journal WHERE run_id = ?",
                        row -> row.getBytes("content"),
                        run.value()));
    }

    private Recording open(UUID project, RunId run, byte[] sealed) {
        // SECURITY: guarded by ReplayIT.a_journal_that_was_changed_is_refused.
        byte[] opened = keys.open(project, runContext(run), sealed).orElseThrow(() -> changed(run));
        ByteBuffer content = ByteBuffer.wrap(opened);
        byte[] small = new byte[content.getInt()];
        content.get(small);
        byte[] entries = new byte[content.remaining()];
        content.get(entries);
        Header header = Header.read(Compressed.large(small));
        Map<String, byte[]> answers = new HashMap<>();
        for (String hash : header.answers()) {
            answers.put(hash, answer(project, hash).orElseThrow(() -> changed(run)));
        }
        return new Recording(
                header.packageHash(),
                header.request(),
                header.conditions(),
                header.ending(),
                Optional.of(new Tape(header.calls(), entries, answers)));
    }

    private Optional<byte[]> answer(UUID project, String hash) {
        String address = address(project, hash);
        return store.inProject(
                        project,
                        transaction -> Sql.first(
                                transaction,
                                "SELECT content FROM ekaya.run_answer WHERE project_id = ? AND address = ?",
                                row -> row.getBytes("content"),
                                project,
                                address))
                .flatMap(stored -> keys.open(project, answerContext(address), stored));
    }

    private static Refusal changed(RunId run) {
        return new Refusal(
                RefusalCode.CONFLICT,
                "The journal of run " + run + " was changed or is incomplete in the database; nothing was replayed");
    }

    /** The packages that runs were recorded with, those of the last runs first; some of them, by a limit. */
    public List<String> packages(Transaction transaction, ProjectId project) {
        return Sql.list(
                transaction,
                """
                SELECT package_hash FROM ekaya.run_journal WHERE project_id = ?
                GROUP BY package_hash ORDER BY max(recorded_at) DESC, package_hash LIMIT ?
                """,
                row -> row.getString("package_hash"),
                project.value(),
                limits.intOf(Limit.RUN_PACKAGES_KEPT_COUNT));
    }

    /** Deletes the answers that no run refers to any more. Called by a timer. */
    public int sweep() {
        Instant before = clock.instant().minus(REST);
        return store.acrossProjects(transaction -> {
            List<UUID> projects = Sql.list(transaction, """
                    SELECT DISTINCT project_id FROM ekaya.run_answer a WHERE used_at < ? AND NOT EXISTS (
                        SELECT 1 FROM ekaya.run_answer_use u WHERE u.project_id = a.project_id AND u.address = a.address)
                    """, row -> row.getObject("project_id", UUID.class), before);
            int deleted = 0;
            for (UUID project : projects) {
                transaction.enter(project);
                deleted += sweep(transaction, project, before);
            }
            return deleted;
        });
    }

    /** What a run is about to use is locked by it, and stays: it is passed over here, and has a new time afterwards. */
    private static int sweep(Transaction transaction, UUID project, Instant before) {
        return Sql.update(transaction, """
                DELETE FROM ekaya.run_answer WHERE project_id = ? AND address IN (
                    SELECT address FROM ekaya.run_answer a WHERE project_id = ? AND used_at < ? AND NOT EXISTS (
                        SELECT 1 FROM ekaya.run_answer_use u WHERE u.project_id = a.project_id AND u.address = a.address)
                    FOR UPDATE OF a SKIP LOCKED)
                """, project, project, before);
    }

    private String address(UUID project, String hash) {
        return HexFormat.of().formatHex(keys.address(project, hash));
    }

    private static String runContext(RunId run) {
        return "run:" + run;
    }

    private static String answerContext(String address) {
        return "answer:" + address;
    }
}

package ai.ekaya.run;

import ai.ekaya.appdb.AppId;
import ai.ekaya.appdb.WriteMark;
import ai.ekaya.host.Effect;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.ServerId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Finds the runs of servers that no longer say that they live. What changed nothing begins anew elsewhere, the rest ends as lost and
 * says what it changed. Each batch is one transaction that holds the runs' rows, so a server that dies over it has done nothing, two
 * that look at once share the runs, and a server that comes back finds that it has lost them. Thread-safe.
 */
final class LostRuns {
    private static final Logger LOGGER = Logger.getLogger(LostRuns.class.getName());

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final ServerId server;
    private final RunHistory history;
    private final RunAttempts attempts;
    private final AttemptEffects effects;
    private final Verdicts verdicts;
    private final LostEnds ends;
    private final RunNews news;

    LostRuns(
            Store store,
            Limits limits,
            Clock clock,
            ServerId server,
            RunHistory history,
            RunAttempts attempts,
            AttemptEffects effects,
            LostEnds ends,
            RunNews news) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.server = server;
        this.history = history;
        this.attempts = attempts;
        this.effects = effects;
        this.verdicts = new Verdicts(limits, clock);
        this.ends = ends;
        this.news = news;
    }

    /** A run as it was found. */
    private record Found(RunId run, ProjectId project, AppId app, int attempt, long fence, boolean began) {
        private AttemptEffects.Asked asked() {
            return new AttemptEffects.Asked(run, attempt);
        }
    }

    /** What this server left behind when it died; gives how many. Only before it takes work. */
    int recoverOwn() {
        return recover("server_id = ?", server.value());
    }

    /** What other servers left behind; gives how many. */
    int recoverExpired() {
        return recover("lease_until < ?", clock.instant());
    }

    private int recover(String which, Object parameter) {
        Set<RunId> seen = new HashSet<>();
        int most = limits.intOf(Limit.RUN_RECOVERY_COUNT);
        int recovered = 0;
        int found = most;
        // Those that cannot be decided yet stay as they are, and are looked at with the next beat.
        while (found == most) {
            int before = seen.size();
            List<Runnable> told = store.acrossProjects(transaction -> batch(transaction, which, parameter, seen, most));
            told.forEach(Runnable::run);
            recovered += told.size();
            found = seen.size() - before;
        }
        return recovered;
    }

    /** Gives, for each that is recovered, what is to be told once that is committed. */
    private List<Runnable> batch(Transaction transaction, String which, Object parameter, Set<RunId> seen, int most) {
        List<Found> batch = find(transaction, which, parameter, seen, most);
        batch.forEach(found -> seen.add(found.run()));
        Map<RunId, List<WriteMark>> marks = new HashMap<>();
        batch.stream()
                .filter(Found::began)
                .collect(Collectors.groupingBy(Found::app))
                .forEach((app, runs) -> marks.putAll(marks(app, runs)));
        List<Runnable> recovered = new ArrayList<>();
        for (Map.Entry<ProjectId, List<Found>> ofProject :
                batch.stream().collect(Collectors.groupingBy(Found::project)).entrySet()) {
            transaction.enter(ofProject.getKey().value());
            for (Found found : ofProject.getValue()) {
                recover(transaction, found, marks).ifPresent(recovered::add);
            }
        }
        return recovered;
    }

    private static List<Found> find(
            Transaction transaction, String which, Object parameter, Set<RunId> seen, int most) {
        String[] known = seen.stream().map(RunId::toString).toArray(String[]::new);
        return Sql.list(
                transaction,
                """
                SELECT id, project_id, app_id, attempt, fence, state FROM ekaya.run
                WHERE state IN ('QUEUED', 'RUNNING') AND id <> ALL (?::uuid[]) AND\s""" + which + " ORDER BY lease_until, id LIMIT ? FOR UPDATE SKIP LOCKED",
                row -> new Found(
                        new RunId(row.getObject("id", UUID.class)),
                        new ProjectId(row.getObject("project_id", UUID.class)),
                        new AppId(row.getObject("app_id", UUID.class)),
                        row.getInt("attempt"),
                        row.getLong("fence"),
                        row.getString("state").equals(Run.State.RUNNING.name())),
                known,
                parameter,
                most);
    }

    private Map<RunId, List<WriteMark>> marks(AppId app, List<Found> runs) {
        try {
            return effects.end(app, runs.stream().map(Found::asked).toList());
        } catch (IllegalStateException e) {
            // One app's schema must not keep the runs of all others.
            LOGGER.log(Level.SEVERE, "Could not ask the tables of app " + app + " what its lost runs changed", e);
            return Map.of();
        }
    }

    private Optional<Runnable> recover(Transaction transaction, Found found, Map<RunId, List<WriteMark>> marks) {
        Run run = history.find(transaction, found.run()).orElseThrow();
        Held held = new Held(run, found.fence());
        if (!found.began()) {
            return giveBack(transaction, held, clock.instant());
        }
        Optional<List<WriteMark>> known = Optional.ofNullable(marks.get(found.run()));
        if (known.isEmpty()) {
            LOGGER.info(
                    "Run " + run.id() + " of a server that is gone is still changing something; it is looked at again");
            return Optional.empty();
        }
        List<Effect> changed = effects.all(transaction, found.project().value(), found.asked(), known.get());
        return switch (verdicts.of(run, Misfortune.SERVER_LOST, Outcome.lost(), Optional.of(changed))) {
            case Verdict.Again(var at) -> giveBack(transaction, held, at);
            case Verdict.Ends(Outcome outcome, List<Effect> told) -> {
                ends.end(transaction, run, outcome, told);
                yield Optional.of(() -> news.ended(run, outcome));
            }
        };
    }

    private Optional<Runnable> giveBack(Transaction transaction, Held held, Instant at) {
        return attempts.giveBack(transaction, held, Outcome.lost(), at)
                ? Optional.of(() -> news.is(held.run(), Run.State.WAITING))
                : Optional.empty();
    }
}

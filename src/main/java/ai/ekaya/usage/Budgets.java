package ai.ekaya.usage;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Together;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Keeps the account of each project and says when a budget is used up. An account is read anew after a second; what is spent here is
 * added to it at once, what other servers spent within that second, and what runs now, is not in it. Thread-safe.
 */
@Singleton
public final class Budgets {
    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final AuditLog audit;
    private final Map<ProjectId, Read> remembered = new ConcurrentHashMap<>();
    /** On which day old rows of a project were last deleted from here. */
    private final Map<ProjectId, LocalDate> swept = new ConcurrentHashMap<>();

    @Inject
    public Budgets(Store store, Limits limits, Clock clock, AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.audit = audit;
    }

    private record Read(Account account, Instant at) {}

    /** @throws Refusal {@code LIMIT} saying of what too much was used, and when the next day begins */
    public void require(ProjectId project, String app) {
        require(remembered(project).orElseGet(() -> remember(account(project))), app);
    }

    /** As {@link #require(ProjectId, String)}, in a transaction of the project. */
    public void require(Transaction transaction, ProjectId project, String app) {
        require(remembered(project).orElseGet(() -> remember(read(transaction, project))), app);
    }

    /**
     * For one more request over HTTP.
     *
     * @param bytesOfRun what the run that makes it has moved, which is in no account yet
     * @throws Refusal {@code LIMIT} saying when the next day begins
     */
    public void requireEgress(ProjectId project, String app, long bytesOfRun) {
        Account account = remembered(project).orElseGet(() -> remember(account(project)));
        account.plus(app, new Spent(0, 0, 0, bytesOfRun, 0))
                .over(app, Set.of(Meter.EGRESS_BYTES))
                .ifPresent(reason -> {
                    throw new Refusal(RefusalCode.LIMIT, reason);
                });
    }

    /** The project's weight as it was read last; 1 before that. */
    public int weight(ProjectId project) {
        return Optional.ofNullable(remembered.get(project))
                .map(read -> read.account().weight())
                .orElse(1);
    }

    private static void require(Account account, String app) {
        account.over(app, Meter.OF_RUNS).ifPresent(reason -> {
            throw new Refusal(RefusalCode.LIMIT, reason);
        });
    }

    /** To be written with what the run leaves. */
    public Together.Part part(ProjectId project, String app, Spent spent) {
        return UsageTable.add(project, app, today(), spent);
    }

    /** To be called once that is committed. */
    public void spent(ProjectId project, String app, Spent spent) {
        remembered.computeIfPresent(
                project,
                (same, read) -> read.account().day().equals(today())
                        ? new Read(read.account().plus(app, spent), read.at())
                        : read);
        LocalDate day = today();
        if (!day.equals(swept.put(project, day))) {
            LocalDate first = day.minusDays(limits.of(Limit.USAGE_KEPT_DAYS_COUNT));
            store.transactIn(project.value(), transaction -> UsageTable.forget(transaction, project, first));
        }
    }

    /** To be called when a budget was changed. */
    private void forget(ProjectId project) {
        remembered.remove(project);
    }

    private Optional<Account> remembered(ProjectId project) {
        Instant now = clock.instant();
        return Optional.ofNullable(remembered.get(project))
                .filter(known -> known.account().day().equals(today())
                        && !now.isBefore(known.at())
                        && now.isBefore(known.at().plus(limits.durationOf(Limit.USAGE_REMEMBERED_MILLIS))))
                .map(Read::account);
    }

    private Account remember(Account account) {
        if (remembered.size() >= limits.of(Limit.USAGE_REMEMBERED_COUNT)) {
            remembered.clear();
            swept.clear();
        }
        remembered.put(account.project(), new Read(account, clock.instant()));
        return account;
    }

    Account account(ProjectId project) {
        return store.inProject(project.value(), transaction -> read(transaction, project));
    }

    private Account read(Transaction transaction, ProjectId project) {
        return UsageTable.account(transaction, project, today(), limits);
    }

    /** Tokens that the platform's own model took for a project's apps. */
    long communityTokens(ProjectId project, LocalDate day) {
        return store.inProject(project.value(), transaction -> UsageTable.communityTokens(transaction, project, day));
    }

    List<UsageTable.Day> days(ProjectId project, int count) {
        return store.inProject(
                project.value(), transaction -> UsageTable.from(transaction, project, today().minusDays(count - 1)));
    }

    /**
     * Sets budgets; absent ones are taken away, and then the server's own holds for a project and none for an app.
     *
     * @param app a slug, or {@link Account#PROJECT}
     * @throws Refusal {@code BAD_ARGUMENT} for less than 0 or more than the server gives a project, {@code LIMIT} for too many apps
     */
    void put(Principal by, ProjectId project, String app, Map<Meter, Optional<Long>> perDay) {
        perDay.forEach((meter, budget) -> budget.ifPresent(given -> refuseOutOfRange(meter, given)));
        store.transactIn(project.value(), transaction -> {
            BudgetTable.lock(transaction, project);
            Map<BudgetTable.Key, Long> before = BudgetTable.of(transaction, project);
            if (perDay.values().stream().anyMatch(Optional::isPresent)) {
                refuseTooMany(before, app);
            }
            Changes changes = Changes.NONE;
            for (Map.Entry<Meter, Optional<Long>> budget : perDay.entrySet()) {
                BudgetTable.Key key = new BudgetTable.Key(app, budget.getKey());
                changes = changes.and(budget.getKey().text(), Optional.ofNullable(before.get(key)), budget.getValue());
                BudgetTable.put(transaction, project, key, budget.getValue());
            }
            if (!changes.isEmpty()) {
                audit.append(
                        transaction,
                        new AuditEvent(
                                        AuditEvent.Type.BUDGET_CHANGED,
                                        by.actor(),
                                        Optional.of(project.value()),
                                        "project:" + project,
                                        app.equals(Account.PROJECT) ? Map.of() : Map.of("app", app))
                                .changing(changes));
            }
        });
        forget(project);
    }

    private void refuseOutOfRange(Meter meter, long given) {
        long most = limits.of(meter.projectMost());
        if (given < 0 || given > most) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "Budget '" + meter.text() + "' is " + given + ", expected 0 to " + most
                            + ", what this server gives a project in a day ("
                            + meter.projectMost().key() + ")");
        }
    }

    /** Only one app more: what is there can always be changed and taken away. */
    private void refuseTooMany(Map<BudgetTable.Key, Long> before, String app) {
        Set<String> apps = before.keySet().stream()
                .map(BudgetTable.Key::app)
                .filter(other -> !other.equals(Account.PROJECT))
                .collect(Collectors.toSet());
        boolean another = !app.equals(Account.PROJECT) && !apps.contains(app);
        if (another && apps.size() >= limits.of(Limit.INSTALL_APPS_PER_PROJECT_COUNT)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The project has budgets for " + apps.size()
                            + " apps, the most it takes; take one away, also of an app that is gone");
        }
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }
}

package ai.ekaya.audit;

import ai.ekaya.keys.AuditKeys;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** What an audit event costs. {@code ./ekaya bench audit [events]}. */
final class AuditBench {
    private static final int WRITERS = 4;
    private static final int PROJECTS = 8;

    private final Store store = Store.open(TestDatabase.fresh());
    private final Clock clock = Clock.systemUTC();
    private final Limits limits = Limits.defaults();
    private final AuditLog log = new AuditLog(clock);
    private final AuditKeys keys = new AuditKeys(
            store, new Sealer(MasterKey.of(Base64.getEncoder().encodeToString(new byte[32]), "bench")), log, clock);
    private final Sealing sealing = new Sealing(store, keys, limits, clock);
    private final Chain[] chains = new Chain[PROJECTS];

    private AuditBench() {
        Arrays.setAll(chains, i -> project());
    }

    public static void main(String[] arguments) throws InterruptedException {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        AuditBench bench = new AuditBench();
        bench.write(events / 4, true, true);
        bench.sealing.pass();
        System.out.printf("| what | events a second |%n|---|---:|%n");
        for (int round = 0; round < 3; round++) {
            bench.row("a transaction with a row and no event", bench.write(events, false, false));
            bench.row("the same with an event, sealer off", bench.write(events, true, false));
            long start = System.nanoTime();
            long sealed = bench.sealing.pass();
            bench.row("sealing " + sealed + " events", perSecond(sealed, System.nanoTime() - start));
            bench.row("the same with an event, sealer on", bench.write(events, true, true));
            long left = System.nanoTime();
            long rest = bench.sealing.pass();
            System.out.printf(
                    "| (%,d were left to seal, in %,d ms) | |%n", rest, (System.nanoTime() - left) / 1_000_000);
        }
        long start = System.nanoTime();
        Verification found = new ChainCheck(bench.store, bench.keys, bench.limits).verify(bench.chains[0]);
        bench.row(
                "checking a chain of " + found.last() + ", " + (found.intact() ? "intact" : "NOT INTACT"),
                perSecond(found.last(), System.nanoTime() - start));
        System.exit(0);
    }

    private void row(String what, double perSecond) {
        System.out.printf("| %s | %,.0f |%n", what, perSecond);
    }

    private double write(int events, boolean withEvent, boolean sealed) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread sealer = Thread.ofPlatform().start(() -> {
            while (sealed && !over.get()) {
                sealing.pass();
                LockSupport.parkNanos(limits.durationOf(Limit.AUDIT_SEAL_MILLIS).toNanos());
            }
        });
        long start = System.nanoTime();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Callable<Void>> shares = Collections.nCopies(WRITERS, () -> {
                for (int i = 0; i < events / WRITERS; i++) {
                    one(chains[i % PROJECTS], withEvent);
                }
                return null;
            });
            for (Future<Void> share : writers.invokeAll(shares)) {
                // A figure of writers that failed would be none.
                share.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A writer failed", e.getCause());
        } finally {
            over.set(true);
        }
        long nanos = System.nanoTime() - start;
        sealer.join();
        return perSecond(events, nanos);
    }

    private Chain project() {
        UUID id = UUID.randomUUID();
        Chain chain = Chain.of(id);
        chain.transact(
                store,
                transaction -> Sql.update(
                        transaction,
                        "INSERT INTO ekaya.project (id, name, created_at) VALUES (?, ?, now())",
                        id,
                        id.toString()));
        return chain;
    }

    /** A small change, as giving a group a role is. */
    private void one(Chain chain, boolean withEvent) {
        chain.transact(store, transaction -> {
            UUID id = UUID.randomUUID();
            Sql.update(
                    transaction,
                    "INSERT INTO ekaya.group_role (id, project_id, group_name, role) VALUES (?, ?, ?, 'VIEWER')",
                    id,
                    chain.id(),
                    id.toString());
            if (withEvent) {
                log.append(
                        transaction,
                        new AuditEvent(
                                        AuditEvent.Type.MEMBER_CHANGED,
                                        Actor.SYSTEM,
                                        chain.project(),
                                        "user:" + chain.id(),
                                        Map.of("role", "admin", "user", "ada"))
                                .changing(Changes.NONE.and("role", "viewer", "admin")));
            }
        });
    }

    private static double perSecond(long events, long nanos) {
        return events * 1e9 / nanos;
    }
}

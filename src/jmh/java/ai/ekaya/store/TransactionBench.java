package ai.ekaya.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What row-level security costs a transaction: the same reads with it, through {@link Store#inProject}, and without it, through
 * {@link Store#inTransaction} on a table whose policies are off. In turn, so that a slow minute falls on both.
 * {@code ./ekaya bench transactions}.
 */
final class TransactionBench {
    private static final int ROUNDS = 20;
    private static final int IN_A_ROUND = 1_000;
    private static final int ROUNDS_OF_WARM_UP = 4;

    private final UUID project = UUID.randomUUID();
    private final DatabaseUrl url = TestDatabase.fresh();
    private final Store store = Store.open(url);
    private final Map<String, String> reads = new LinkedHashMap<>();

    private enum Policies {
        ON,
        OFF
    }

    private TransactionBench() throws SQLException {
        superuser("""
                ALTER TABLE ekaya.run DISABLE TRIGGER ALL;
                INSERT INTO ekaya.run (id, project_id, app_id, app_slug, version, package_hash, trigger_kind, trigger_json,
                        principal_kind, principal_id, principal_name, input, state, seed, created_at, server_id, lease_until)
                    SELECT gen_random_uuid(), CASE WHEN n %% 10 = 0 THEN '%1$s' ELSE gen_random_uuid() END, '%1$s', 'app', '1.0.0',
                        '0', 'manual', '{}', 'user', '%1$s', 'u', '{}', 'QUEUED', 1, now() - n * interval '1 minute', 's', now()
                    FROM generate_series(1, 50000) AS n;
                """.formatted(project));
        superuser("ANALYZE");
        String id = store.inProject(
                project,
                t -> Sql.first(t, "SELECT id FROM run OFFSET 1000 LIMIT 1", row -> row.getString(1))
                        .orElseThrow());
        reads.put("nothing but a constant", "SELECT 1 WHERE ?::uuid IS NOT NULL");
        reads.put("one run by its id", "SELECT * FROM run WHERE project_id = ? AND id = '" + id + "'");
        reads.put(
                "the last 50 of 5,000 runs",
                "SELECT * FROM run WHERE project_id = ? ORDER BY created_at DESC, id DESC LIMIT 50");
    }

    public static void main(String[] arguments) throws SQLException, IOException {
        TransactionBench bench = new TransactionBench();
        List<String> lines = new ArrayList<>(List.of(
                "| a transaction that reads | without | with row-level security | more |", "|---|---:|---:|---:|"));
        for (Map.Entry<String, String> read : bench.reads.entrySet()) {
            lines.add(bench.measured(read.getKey(), read.getValue()));
        }
        bench.store.close();
        lines.forEach(System.out::println);
        Path report = Path.of("target/bench/transactions.md");
        Files.createDirectories(report.getParent());
        Files.write(report, lines);
    }

    private String measured(String name, String sql) throws SQLException {
        long[] off = new long[ROUNDS * IN_A_ROUND];
        long[] on = new long[ROUNDS * IN_A_ROUND];
        for (int round = -ROUNDS_OF_WARM_UP; round < ROUNDS; round++) {
            round(Policies.OFF, sql, off, round);
            round(Policies.ON, sql, on, round);
        }
        double without = medianMicros(off);
        double with = medianMicros(on);
        return "| %s | %.0f µs | %.0f µs | %.0f µs |".formatted(name, without, with, with - without);
    }

    private void round(Policies policies, String sql, long[] nanos, int round) throws SQLException {
        superuser("ALTER TABLE ekaya.run " + (policies == Policies.ON ? "ENABLE" : "DISABLE") + " ROW LEVEL SECURITY");
        for (int i = 0; i < IN_A_ROUND; i++) {
            long start = System.nanoTime();
            if (policies == Policies.ON) {
                store.transactIn(project, t -> read(t, sql));
            } else {
                store.transact(t -> read(t, sql));
            }
            if (round >= 0) {
                nanos[round * IN_A_ROUND + i] = System.nanoTime() - start;
            }
        }
    }

    private void read(Transaction transaction, String sql) {
        if (Sql.list(transaction, sql, row -> row.getString(1), project).isEmpty()) {
            throw new IllegalStateException("Nothing was read");
        }
    }

    private static double medianMicros(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1_000.0;
    }

    private void superuser(String sql) throws SQLException {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

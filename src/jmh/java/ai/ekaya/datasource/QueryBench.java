package ai.ekaya.datasource;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.SqlGuard;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a guest's query costs more than the same query by plain JDBC, how long checking a statement takes, and how much memory a query
 * over ten million rows takes that is cut at the cap. {@code ./ekaya bench query}.
 */
final class QueryBench {
    private static final int ROUNDS = 300;
    private static final int WARM_UP = 400;
    private static final long TEN_MILLION = 10_000_000;

    private final ProjectId project = new ProjectId(UUID.randomUUID());
    private final Principal admin = new Principal(
            Principal.Kind.USER, new UserId(UUID.randomUUID()), "admin", false, Map.of(project, Role.ADMIN));
    private final DatasourceAccess access;
    private final DatasourceId id;
    private final Connection plain;

    private QueryBench() throws SQLException, IOException {
        String database = TestDatabase.fresh().user();
        String reader = "reader_" + UUID.randomUUID().toString().substring(0, 8);
        try (Connection owner = TestDatabase.superuser(database);
                Statement statement = owner.createStatement()) {
            statement.execute(
                    "CREATE TABLE sales AS SELECT i AS id, i % 997 AS customer, (i % 10007) / 7.0::numeric AS total,"
                            + " timestamptz '2026-01-01' + i * interval '1 minute' AS at, 'Order number ' || i AS note"
                            + " FROM generate_series(1, 200000) i; ALTER TABLE sales ADD PRIMARY KEY (id); ANALYZE sales");
            statement.execute("CREATE ROLE " + reader + " LOGIN PASSWORD 'reader'; GRANT SELECT ON sales TO " + reader
                    + "; REVOKE ALL ON DATABASE \"" + database + "\" FROM PUBLIC; GRANT CONNECT ON DATABASE \""
                    + database
                    + "\" TO " + reader);
        }
        Store store = Store.open(TestDatabase.fresh());
        store.transactIn(project.value(), transaction -> {
            try (Statement statement = transaction.connection().createStatement()) {
                statement.execute("INSERT INTO project (id, name, created_at) VALUES ('" + project + "', 'x', now())");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        Sealer sealer =
                new Sealer(MasterKey.load(Optional.empty(), Files.createTempDirectory(Path.of("target"), "bench")));
        TestDatasources room = TestDatasources.on(store, sealer, Limits.defaults(), Clock.systemUTC());
        access = room.access();
        id = room.datasources()
                .add(
                        admin,
                        project,
                        new NewDatasource(
                                "Sales",
                                "postgresql",
                                "localhost",
                                TestDatabase.port(),
                                database,
                                reader,
                                new Secret("reader"),
                                "prefer"))
                .id();
        plain = DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + TestDatabase.port() + "/" + database, reader, "reader");
        plain.setReadOnly(true);
        plain.setAutoCommit(false);
    }

    public static void main(String[] args) throws SQLException, IOException {
        QueryBench bench = new QueryBench();
        for (int rows : List.of(10, 1_000, 10_000)) {
            bench.compare("the first " + rows + " rows by key", "SELECT * FROM sales ORDER BY id LIMIT " + rows, 1.3);
        }
        for (int rows : List.of(10, 1_000, 10_000)) {
            bench.compare(
                    rows + " groups of 200,000 rows",
                    "SELECT id % " + rows + " AS g, count(*), sum(total), max(at) FROM sales GROUP BY 1",
                    1.3);
        }
        parse();
        bench.cut();
        System.exit(0);
    }

    /** Both in turn, so that what else the machine does meets both. */
    private void compare(String name, String sql, double most) throws SQLException {
        int rounds = Math.max(20, sql.contains("GROUP BY") ? ROUNDS / 10 : ROUNDS);
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        int warmUp = sql.contains("GROUP BY") ? 10 : WARM_UP;
        for (int i = -warmUp; i < rounds; i++) {
            long start = System.nanoTime();
            plain(sql);
            long between = System.nanoTime();
            access.query(project, id, sql, List.of(), new Cancellation());
            if (i >= 0) {
                theirs[i] = (between - start) / 1e6;
                ours[i] = (System.nanoTime() - between) / 1e6;
            }
        }
        double ratio = median(ours) / median(theirs);
        System.out.printf(
                "%-32s plain JDBC %7.2f ms, datasource_query %7.2f ms: %.2f×, at most %.1f×: %s%n",
                name, median(theirs), median(ours), ratio, most, ratio <= most ? "passes" : "FAILS");
    }

    private void plain(String sql) throws SQLException {
        try (PreparedStatement statement = plain.prepareStatement(sql)) {
            // A cap, as anyone sets who does not know the query; PostgreSQL then uses no parallel workers.
            statement.setMaxRows(10_001);
            statement.setQueryTimeout(30);
            long length = 0;
            try (ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        length += String.valueOf(rows.getObject(i)).length();
                    }
                }
            }
            if (length == 0) {
                throw new IllegalStateException("The query gave nothing");
            }
        }
        plain.rollback();
    }

    /** The corpus of legal queries, each checked often. */
    private static void parse() throws IOException {
        String text;
        try (InputStream in = QueryBench.class.getResourceAsStream("/ai/ekaya/sql/postgresql-legal.sql")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> queries = Arrays.stream(text.split(";\n")).toList();
        SqlGuard guard = new SqlGuard(Limits.defaults());
        double[] millis = new double[queries.size() * 5];
        for (int round = -10; round < 5; round++) {
            for (int i = 0; i < queries.size(); i++) {
                long start = System.nanoTime();
                try {
                    guard.datasourceQuery(queries.get(i));
                } catch (ai.ekaya.limits.Refusal e) {
                    // A few of them are not known to the parser; it took its time all the same.
                }
                if (round >= 0) {
                    millis[round * queries.size() + i] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        Arrays.sort(millis);
        double p95 = millis[(int) (millis.length * 0.95)];
        System.out.printf(
                "Checking %,d statements: median %.2f ms, p95 %.2f ms, slowest %.2f ms; p95 at most 2 ms: %s%n",
                queries.size(), median(millis), p95, millis[millis.length - 1], p95 <= 2 ? "passes" : "FAILS");
    }

    /** What is held and what is allocated while a cut query runs, for a result of 10,001 rows and of ten million. */
    private void cut() {
        String sql = "SELECT i, md5(i::text), i * 2.5 FROM generate_series(1, %d) i";
        for (long rows : new long[] {10_001, TEN_MILLION}) {
            long most = 0;
            double[] millis = new double[5];
            for (int i = 0; i < millis.length; i++) {
                long before = allocated();
                long start = System.nanoTime();
                access.query(project, id, sql.formatted(rows), List.of(), new Cancellation());
                millis[i] = (System.nanoTime() - start) / 1e6;
                most = Math.max(most, allocated() - before);
            }
            System.out.printf(
                    "A query of %,12d rows, cut at 10,000: %,.0f ms, %.1f MB allocated by the asking thread%n",
                    rows, median(millis), most / 1e6);
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

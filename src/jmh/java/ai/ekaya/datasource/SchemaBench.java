package ai.ekaya.datasource;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** How long a snapshot of a large schema takes. {@code ./ekaya bench schema}. */
final class SchemaBench {
    private static final int TABLES = 2_000;
    private static final int REPEATS = 9;

    private SchemaBench() {}

    public static void main(String[] args) throws SQLException {
        String database = TestDatabase.fresh().user();
        try (Connection connection = TestDatabase.superuser(database);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < TABLES; i++) {
                statement.execute(table(i));
            }
            statement.execute("ANALYZE");
        }
        double[] millis = new double[REPEATS];
        long bytes = 0;
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            bytes = snapshot(database).toString().length();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                "A snapshot of %,d tables of 20 columns, 2 indexes and a foreign key: median %.0f ms, first %.0f ms, slowest %.0f ms;"
                        + " %,d characters of JSON; at most 5,000 ms: %s%n",
                TABLES,
                millis[REPEATS / 2],
                first,
                millis[REPEATS - 1],
                bytes,
                millis[REPEATS - 1] <= 5_000 ? "passes" : "FAILS");
        System.exit(0);
    }

    private static String table(int number) {
        StringBuilder sql = new StringBuilder("CREATE TABLE t" + number + " (id bigint PRIMARY KEY, parent bigint"
                + (number == 0 ? "" : " REFERENCES t" + (number - 1)) + ", name text NOT NULL");
        for (int i = 0; i < 17; i++) {
            sql.append(", column_").append(i).append(" numeric(10, 2) DEFAULT 0");
        }
        return sql.append("); CREATE INDEX ON t" + number + " (name, column_1 DESC)")
                .toString();
    }

    private static ObjectNode snapshot(String database) throws SQLException {
        try (Connection connection = TestDatabase.superuser(database)) {
            connection.setAutoCommit(false);
            CatalogReader reader = new CatalogReader(connection, Limits.defaults(), new Cancellation());
            return SchemaSnapshot.of(new PostgresSchema(reader, Limits.defaults()).read());
        }
    }
}

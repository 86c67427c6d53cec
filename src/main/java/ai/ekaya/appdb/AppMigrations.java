package ai.ekaya.appdb;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.CheckedStatement;
import ai.ekaya.sql.DatabaseKind;
import ai.ekaya.sql.SqlFailures;
import ai.ekaya.sql.SqlGuard;
import ai.ekaya.sql.StatementRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks a package's scripts and runs those that an app's schema has not had, all in the caller's transaction. Thread-safe. */
final class AppMigrations {
    private final SqlGuard guard;
    private final StatementRunner runner;
    private final Limits limits;

    AppMigrations(SqlGuard guard, StatementRunner runner, Limits limits) {
        this.guard = guard;
        this.runner = runner;
        this.limits = limits;
    }

    /** @return in the order of their numbers */
    Map<AppMigration, List<CheckedStatement>> check(List<AppMigration> migrations) {
        Map<AppMigration, List<CheckedStatement>> checked = new LinkedHashMap<>();
        migrations.stream()
                .sorted(Comparator.comparingInt(AppMigration::number))
                .forEach(migration -> checked.put(migration, check(migration)));
        return checked;
    }

    private List<CheckedStatement> check(AppMigration migration) {
        try {
            return guard.migration(migration.sql());
        } catch (Refusal e) {
            throw inMigration(migration, e);
        }
    }

    private static Refusal inMigration(AppMigration migration, Refusal refusal) {
        RefusalCode code = refusal.code().retryable() ? refusal.code() : RefusalCode.BAD_ARGUMENT;
        return new Refusal(code, migration.file() + ", " + refusal.reason(), refusal);
    }

    void apply(Connection connection, Map<AppMigration, List<CheckedStatement>> migrations) throws SQLException {
        long deadline = System.nanoTime()
                + limits.durationOf(Limit.APPDB_MIGRATION_MILLIS).toNanos();
        Map<Integer, String> applied = AppliedMigrations.read(connection);
        for (Map.Entry<AppMigration, List<CheckedStatement>> migration : migrations.entrySet()) {
            if (!AppliedMigrations.contains(applied, migration.getKey())) {
                apply(connection, migration.getKey(), migration.getValue(), deadline);
                AppliedMigrations.record(connection, migration.getKey());
            }
        }
    }

    private void apply(Connection connection, AppMigration migration, List<CheckedStatement> statements, long deadline)
            throws SQLException {
        for (int i = 0; i < statements.size(); i++) {
            try {
                if (System.nanoTime() > deadline) {
                    throw new Refusal(
                            RefusalCode.LIMIT,
                            "all migrations took longer than "
                                    + Quantity.ofDuration(limits.durationOf(Limit.APPDB_MIGRATION_MILLIS)));
                }
                runner.run(DatabaseKind.POSTGRESQL, connection, statements.get(i), List.of(), new Cancellation());
            } catch (Refusal e) {
                String place =
                        "statement " + (i + 1) + " in line " + statements.get(i).line() + ": ";
                throw inMigration(migration, new Refusal(e.code(), place + e.reason(), e));
            }
        }
        checkDeferred(connection, migration);
    }

    /** A constraint that is deferred to the commit would fail there, where nobody knows the script. */
    private static void checkDeferred(Connection connection, AppMigration migration) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED");
        } catch (SQLException e) {
            Refusal refusal = SqlFailures.connection(e);
            throw inMigration(migration, new Refusal(refusal.code(), "at its end: " + refusal.reason(), refusal));
        }
    }
}

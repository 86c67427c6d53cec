package ai.ekaya.datasource;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.CheckedStatement;
import ai.ekaya.sql.Pools;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.sql.SqlFailures;
import ai.ekaya.sql.StatementRunner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** The open connections to datasources. Everything runs in a read-only transaction that is never committed. Thread-safe. */
@Singleton
final class DatasourceConnections {
    /** A changed datasource is another key, so that no server goes on with an old login. */
    private record Key(UUID datasource, int version) {}

    private final List<Dialect> dialects;
    private final StatementRunner runner;
    private final Pools<Key> pools;

    @Inject
    DatasourceConnections(PostgresDialect postgres, SqlServerDialect sqlServer, StatementRunner runner, Limits limits) {
        this.dialects = List.of(postgres, sqlServer);
        this.runner = runner;
        this.pools = new Pools<>(
                "ekaya-datasource",
                limits.intOf(Limit.DATASOURCE_POOLS_COUNT),
                limits.intOf(Limit.DATASOURCE_POOL_CONNECTIONS_COUNT),
                limits.of(Limit.DATASOURCE_CONNECT_MILLIS));
    }

    /** Connects without a pool, so that a wrong password is told at once and not tried again. */
    ConnectionTest test(Target target) {
        long start = System.nanoTime();
        Dialect dialect = dialect(target.type());
        try (Connection connection = dialect.driver(target).getConnection()) {
            connection.setAutoCommit(false);
            dialect.beginReadOnly(connection);
            boolean canWrite = dialect.canWrite(connection);
            DatabaseMetaData server = connection.getMetaData();
            String version = server.getDatabaseProductName() + " " + server.getDatabaseProductVersion();
            connection.rollback();
            return new ConnectionTest(canWrite, version, (System.nanoTime() - start) / 1_000_000);
        } catch (SQLException e) {
            throw SqlFailures.connection(e, target.host() + ":" + target.port());
        }
    }

    QueryResult query(
            DatasourceRow row, Supplier<Target> target, String sql, List<JsonNode> params, Cancellation cancellation) {
        Dialect dialect = dialect(row.type);
        CheckedStatement checked = dialect.check(sql);
        try (Pools<Key>.Lease lease = pools.borrow(key(row), dialect.kind(), () -> dialect.driver(target.get()))) {
            dialect.beginReadOnly(lease.connection());
            return runner.run(dialect.kind(), lease.connection(), checked, params, cancellation);
        } catch (SQLException e) {
            throw SqlFailures.connection(e);
        }
    }

    ObjectNode schema(DatasourceRow row, Supplier<Target> target, Cancellation cancellation) {
        return read(row, target, cancellation, Dialect::schema);
    }

    ObjectNode statistics(
            DatasourceRow row, Supplier<Target> target, StatisticsRequest asked, Cancellation cancellation) {
        return read(
                row, target, cancellation, (dialect, connection, stop) -> dialect.statistics(connection, asked, stop));
    }

    /** Reads with statements of our own. */
    private interface Reading {
        ObjectNode of(Dialect dialect, Connection connection, Cancellation cancellation) throws SQLException;
    }

    private ObjectNode read(DatasourceRow row, Supplier<Target> target, Cancellation cancellation, Reading reading) {
        Dialect dialect = dialect(row.type);
        try (Pools<Key>.Lease lease = pools.borrow(key(row), dialect.kind(), () -> dialect.driver(target.get()))) {
            dialect.beginReadOnly(lease.connection());
            return reading.of(dialect, lease.connection(), cancellation);
        } catch (SQLException e) {
            throw cancellation.cancelled()
                    ? new Refusal(RefusalCode.TIMEOUT, "The run was stopped while the datasource was read", e)
                    : SqlFailures.connection(e);
        }
    }

    void close(DatasourceRow row) {
        pools.close(key(row));
    }

    private static Key key(DatasourceRow row) {
        return new Key(row.id, row.version);
    }

    private Dialect dialect(String type) {
        return dialects.stream()
                .filter(dialect -> dialect.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "'type' is '" + (type.length() > 40 ? type.substring(0, 40) + "…" : type) + "', expected "
                                + String.join(
                                        ", ",
                                        dialects.stream().map(Dialect::type).toList())));
    }

    @PreDestroy
    void close() {
        pools.close();
    }
}

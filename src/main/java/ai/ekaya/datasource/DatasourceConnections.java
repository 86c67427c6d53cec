package ai.ekaya.datasource;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.ApprovedStatement;
import ai.ekaya.sql.CheckedStatement;
import ai.ekaya.sql.Effect;
import ai.ekaya.sql.NamedStatement;
import ai.ekaya.sql.Pools;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.sql.SchemaNames;
import ai.ekaya.sql.SqlArguments;
import ai.ekaya.sql.SqlFailures;
import ai.ekaya.sql.SqlReferences;
import ai.ekaya.sql.StatementRunner;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The open connections to datasources. Everything runs in a read-only transaction that is never committed. Thread-safe. */
@Singleton
final class DatasourceConnections {
    /** A changed datasource is another key, so that no server goes on with an old login. */
    private record Key(UUID project, UUID datasource, int version) {}

    private static final String STATEMENT_TIMED_OUT = "57014";

    private final List<Dialect> dialects;
    private final StatementRunner runner;
    private final Targets targets;
    private final Verdicts verdicts;
    private final Pools<Key> pools;

    @Inject
    DatasourceConnections(
            PostgresDialect postgres,
            SqlServerDialect sqlServer,
            StatementRunner runner,
            Targets targets,
            Limits limits,
            Clock clock) {
        this.dialects = List.of(postgres, sqlServer);
        this.runner = runner;
        this.targets = targets;
        this.verdicts = new Verdicts(limits);
        this.pools = new Pools<>(
                new Pools.Shares<>(
                        limits.intOf(Limit.DATASOURCE_POOLS_COUNT),
                        limits.intOf(Limit.DATASOURCE_POOLS_PER_PROJECT_COUNT),
                        limits.intOf(Limit.DATASOURCE_POOL_CONNECTIONS_COUNT),
                        limits.intOf(Limit.DATASOURCE_BORROWERS_PER_PROJECT_COUNT),
                        Key::project),
                limits,
                clock);
    }

    /** Connects without a pool, so that a wrong password is told at once and not tried again. */
    ConnectionTest test(Target target) {
        long start = System.nanoTime();
        Dialect dialect = dialect(target.type());
        try (Connection connection = driver(dialect, target).getConnection()) {
            connection.setAutoCommit(false);
            dialect.beginReadOnly(connection);
            boolean canWrite = dialect.canWrite(connection);
            DatabaseMetaData server = connection.getMetaData();
            String version = server.getDatabaseProductName() + " " + server.getDatabaseProductVersion();
            Optional<Integer> tables = dialect.tables(connection);
            Optional<Boolean> tls = dialect.tls(connection);
            connection.rollback();
            long millis = (System.nanoTime() - start) / 1_000_000;
            return new ConnectionTest(canWrite, version, millis, tables, tls, warnings(canWrite, tables, tls));
        } catch (SQLException e) {
            if (SqlFailures.unanswered(e) && targets.isOpen(target)) {
                throw notSpoken(target, e);
            }
            throw SqlFailures.connection(e, target.host() + ":" + target.port());
        }
    }

    private static Refusal notSpoken(Target target, SQLException cause) {
        return new Refusal(
                RefusalCode.UPSTREAM,
                "Something listens at " + target.host() + ":" + target.port()
                        + " and does not answer as a database of type " + target.type()
                        + "; are host and port right? If they are, its server is too busy to answer",
                cause);
    }

    private static List<String> warnings(boolean canWrite, Optional<Integer> tables, Optional<Boolean> tls) {
        List<String> warnings = new ArrayList<>();
        if (canWrite) {
            warnings.add(
                    "The login can change data, so apps may not use it unless an administrator allows it; better give it SELECT and"
                            + " nothing else");
        }
        if (tables.filter(count -> count == 0).isPresent()) {
            warnings.add("The login can read no table; grant it USAGE on a schema and SELECT on its tables");
        }
        if (tls.filter(used -> !used).isPresent()) {
            warnings.add("The connection is not encrypted; with sslMode require it is");
        }
        return warnings;
    }

    QueryResult query(
            DatasourceRow row, Supplier<Target> target, String sql, SqlArguments params, Cancellation cancellation) {
        Dialect dialect = dialect(row.type);
        NamedStatement named = dialect.named(sql, params);
        CheckedStatement checked = verdicts.of(row.project, row.type, named.sql(), dialect::check);
        return query(row, target, checked, checked, named, cancellation);
    }

    void check(DatasourceRow row, String sql, SqlArguments params) {
        Dialect dialect = dialect(row.type);
        verdicts.of(row.project, row.type, dialect.named(sql, params).sql(), dialect::check);
    }

    QueryResult explain(
            DatasourceRow row, Supplier<Target> target, String sql, SqlArguments params, Cancellation cancellation) {
        Dialect dialect = dialect(row.type);
        NamedStatement named = dialect.named(sql, params);
        CheckedStatement checked = verdicts.of(row.project, row.type, named.sql(), dialect::check);
        return query(row, target, checked, dialect.explaining(checked), named, cancellation);
    }

    /** @param sent what is sent for the statement that the guard took */
    private QueryResult query(
            DatasourceRow row,
            Supplier<Target> target,
            CheckedStatement checked,
            CheckedStatement sent,
            NamedStatement named,
            Cancellation cancellation) {
        Dialect dialect = dialect(row.type);
        try (Pools<Key>.Lease lease = borrow(row, dialect, target, cancellation)) {
            return again(dialect, lease.connection(), () -> {
                dialect.beginReadOnly(lease.connection(), checked);
                return runner.run(dialect.kind(), lease.connection(), sent, named.values(), cancellation);
            });
        } catch (SQLException e) {
            throw SqlFailures.connection(e);
        }
    }

    private interface Attempt<T> {
        T run() throws SQLException;
    }

    /** Once more where what the driver kept is stale. Nothing was written, and nobody has seen a row yet. */
    private static <T> T again(Dialect dialect, Connection connection, Attempt<T> reading) throws SQLException {
        try {
            return reading.run();
        } catch (SQLException e) {
            if (!dialect.isStale(e)) {
                throw e;
            }
        } catch (Refusal e) {
            if (!(e.getCause() instanceof SQLException failure && dialect.isStale(failure))) {
                throw e;
            }
        }
        connection.rollback();
        return reading.run();
    }

    private Pools<Key>.Lease borrow(
            DatasourceRow row, Dialect dialect, Supplier<Target> target, Cancellation cancellation) {
        return pools.borrow(key(row), dialect::clean, () -> driver(dialect, target.get()), cancellation);
    }

    /** What the guard says of a statement that an administrator approves. */
    ApprovedStatement approved(DatasourceRow row, String sql, Effect effect) {
        return dialect(row.type).approved(sql, effect);
    }

    SqlReferences references(DatasourceRow row, String sql, SchemaNames schema) {
        return dialect(row.type).references(sql, schema);
    }

    QueryResult execute(DatasourceRow row, Supplier<Target> target, ApprovedCall call, Cancellation cancellation) {
        Dialect dialect = dialect(row.type);
        ApprovedStatement statement = dialect.approved(call.sql(), call.effect());
        try (Pools<Key>.Lease lease = borrow(row, dialect, target, cancellation)) {
            return switch (call.effect()) {
                case READS -> {
                    yield again(dialect, lease.connection(), () -> {
                        dialect.beginReadOnly(lease.connection());
                        return runner.run(
                                dialect.kind(),
                                lease.connection(),
                                statement.checked(),
                                call.inOrder(statement),
                                cancellation);
                    });
                }
                case WRITES -> {
                    dialect.beginWriting(lease.connection());
                    yield new ApprovedWrite(runner, dialect.kind(), lease.connection(), statement)
                            .run(call, cancellation);
                }
            };
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

    List<ColumnSample> sample(
            DatasourceRow row, Supplier<Target> target, SampleRequest asked, Cancellation cancellation) {
        return read(row, target, cancellation, (dialect, connection, stop) -> dialect.sample(connection, asked, stop));
    }

    /** Reads with statements of our own. */
    private interface Reading<T> {
        T of(Dialect dialect, Connection connection, Cancellation cancellation) throws SQLException;
    }

    private <T> T read(DatasourceRow row, Supplier<Target> target, Cancellation cancellation, Reading<T> reading) {
        Dialect dialect = dialect(row.type);
        try (Pools<Key>.Lease lease = borrow(row, dialect, target, cancellation)) {
            return again(dialect, lease.connection(), () -> {
                dialect.beginReadOnly(lease.connection());
                return reading.of(dialect, lease.connection(), cancellation);
            });
        } catch (SQLException e) {
            if (cancellation.cancelled()) {
                throw new Refusal(RefusalCode.TIMEOUT, "The run was stopped while the datasource was read", e);
            }
            throw String.valueOf(e.getSQLState()).equals(STATEMENT_TIMED_OUT)
                    ? new Refusal(RefusalCode.TIMEOUT, "Reading took longer than it may", e)
                    : SqlFailures.connection(e);
        }
    }

    private DataSource driver(Dialect dialect, Target target) {
        return targets.guarded(dialect.driver(target), target, dialect::open);
    }

    /** Also forgets that it could not be reached. */
    void close(DatasourceRow row) {
        pools.close(key(row));
    }

    private static Key key(DatasourceRow row) {
        return new Key(row.project, row.id, row.version);
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

package ai.ekaya.datasource;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.ApprovedStatement;
import ai.ekaya.sql.CheckedStatement;
import ai.ekaya.sql.DatabaseKind;
import ai.ekaya.sql.Effect;
import ai.ekaya.sql.NamedStatement;
import ai.ekaya.sql.PostgreSql;
import ai.ekaya.sql.SchemaNames;
import ai.ekaya.sql.SqlArguments;
import ai.ekaya.sql.SqlGuard;
import ai.ekaya.sql.SqlReferences;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL 14 and newer. */
@Singleton
final class PostgresDialect implements Dialect {
    private static final String CAN_WRITE = """
            SELECT (SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user)
                OR has_database_privilege(current_database(), 'CREATE')
                OR EXISTS (SELECT FROM pg_roles WHERE rolname IN ('pg_write_all_data', 'pg_write_server_files',
                           'pg_execute_server_program') AND pg_has_role(oid, 'MEMBER'))
                OR EXISTS (SELECT FROM pg_namespace n
                           WHERE nspname !~ '^pg_' AND has_schema_privilege(n.oid, 'CREATE'))
                OR EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                           WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname !~ '^pg_'
                             AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE')
                             AND (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
                                  OR has_any_column_privilege(c.oid, 'INSERT, UPDATE')))
            """;

    private static final String TABLES = """
            SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND has_schema_privilege(n.oid, 'USAGE')
              AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'))
            """;
    private static final String TLS = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    private final SqlGuard guard;
    private final Limits limits;
    private final HiddenCalls hiddenCalls;
    private final PostgresSession session;

    @Inject
    PostgresDialect(SqlGuard guard, Limits limits) {
        this.guard = guard;
        this.limits = limits;
        this.hiddenCalls = new HiddenCalls(limits);
        this.session = new PostgresSession(limits);
    }

    @Override
    public String type() {
        return "postgresql";
    }

    @Override
    public DatabaseKind kind() {
        return DatabaseKind.POSTGRESQL;
    }

    @Override
    public DataSource driver(Target target) {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setServerNames(new String[] {target.host()});
        driver.setPortNumbers(new int[] {target.port()});
        driver.setDatabaseName(target.database());
        driver.setUser(target.user());
        driver.setPassword(target.password().value());
        driver.setSslMode(target.sslMode());
        if (target.sslMode().startsWith("verify")) {
            // The JVM's own trust store, not a file in a home folder.
            driver.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        PostgreSql.prepare(driver, limits);
        PostgresSession.prepare(driver, limits);
        return driver;
    }

    @Override
    public NamedStatement named(String sql, SqlArguments arguments) {
        return NamedStatement.of(sql, arguments);
    }

    @Override
    public CheckedStatement check(String sql) {
        return guard.datasourceQuery(sql);
    }

    /** Without ANALYZE, which would run it. */
    @Override
    public CheckedStatement explaining(CheckedStatement checked) {
        return checked.behind("EXPLAIN (FORMAT JSON) ");
    }

    @Override
    public ApprovedStatement approved(String sql, Effect effect) {
        return guard.approved(sql, effect);
    }

    @Override
    public SqlReferences references(String sql, SchemaNames schema) {
        return guard.references(sql, schema);
    }

    @Override
    public void open(Connection connection) throws SQLException {
        session.open(connection);
    }

    @Override
    public void clean(Connection connection) throws SQLException {
        session.clean(connection);
    }

    @Override
    public boolean isStale(SQLException failure) {
        return PostgresSession.isStale(failure);
    }

    @Override
    public void beginReadOnly(Connection connection) throws SQLException {
        session.beginReading(connection);
    }

    @Override
    public void beginReadOnly(Connection connection, CheckedStatement guest) throws SQLException {
        session.beginReading(connection);
        Optional<String> harmful = PostgresCalls.harmful(connection, guest.calls());
        if (harmful.isPresent()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "Function " + harmful.get()
                            + " of this database may do more than read: it runs with its owner's rights"
                            + " or in an untrusted language, and is not immutable; an administrator can approve a query"
                            + " that calls it");
        }
        Optional<String> hidden = hiddenCalls.used(connection, guest);
        if (hidden.isPresent()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The statement uses or may use " + hidden.get()
                            + ", which calls a function of this database that may do more than read; an administrator can"
                            + " approve a query that uses it");
        }
    }

    @Override
    public void beginWriting(Connection connection) throws SQLException {
        session.beginWriting(connection);
    }

    @Override
    public boolean canWrite(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CAN_WRITE)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    @Override
    public Optional<Integer> tables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            return rows.next() ? Optional.of(rows.getInt(1)) : Optional.empty();
        }
    }

    @Override
    public Optional<Boolean> tls(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TLS)) {
            return rows.next() ? Optional.of(rows.getBoolean(1)) : Optional.empty();
        }
    }

    @Override
    public ObjectNode schema(Connection connection, Cancellation cancellation) throws SQLException {
        return new PostgresSchema(new CatalogReader(connection, limits, cancellation), limits).read();
    }

    @Override
    public ObjectNode statistics(Connection connection, StatisticsRequest asked, Cancellation cancellation)
            throws SQLException {
        return new PostgresStatistics(new CatalogReader(connection, limits, cancellation), limits, asked).read();
    }

    @Override
    public List<ColumnSample> sample(Connection connection, SampleRequest asked, Cancellation cancellation)
            throws SQLException {
        return new PostgresSample(connection, asked, cancellation).read();
    }
}

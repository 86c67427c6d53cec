package ai.ekaya.datasource;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.ApprovedStatement;
import ai.ekaya.sql.CheckedStatement;
import ai.ekaya.sql.DatabaseKind;
import ai.ekaya.sql.Effect;
import ai.ekaya.sql.NamedStatement;
import ai.ekaya.sql.SchemaNames;
import ai.ekaya.sql.SqlArguments;
import ai.ekaya.sql.SqlReferences;
import ai.ekaya.sql.SqlServer;
import ai.ekaya.sql.TsqlGuard;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** SQL Server 2019 and newer, and Azure SQL. */
@Singleton
final class SqlServerDialect implements Dialect {
    private static final Logger LOG = Logger.getLogger(SqlServerDialect.class.getName());

    private final TsqlGuard guard;
    private final Limits limits;

    @Inject
    SqlServerDialect(TsqlGuard guard, Limits limits) {
        this.guard = guard;
        this.limits = limits;
    }

    @Override
    public String type() {
        return DatasourceType.SQL_SERVER.text();
    }

    @Override
    public DatabaseKind kind() {
        return DatabaseKind.SQL_SERVER;
    }

    @Override
    public DataSource driver(Target target) {
        SQLServerDataSource driver = new SQLServerDataSource();
        driver.setServerName(target.host());
        driver.setPortNumber(target.port());
        driver.setDatabaseName(target.database());
        driver.setUser(target.user());
        driver.setPassword(target.password().value());
        driver.setEncrypt(
                switch (target.sslMode()) {
                    case "disable" -> "false";
                    case "strict" -> "strict";
                    default -> "true";
                });
        driver.setTrustServerCertificate(target.sslMode().equals("require"));
        if (target.authentication().equals(Target.BY_SERVICE_PRINCIPAL)) {
            driver.setAuthentication("ActiveDirectoryServicePrincipal");
        }
        SqlServer.prepare(driver, limits);
        return driver;
    }

    @Override
    public NamedStatement named(String sql, SqlArguments arguments) {
        return NamedStatement.ofTsql(sql, arguments);
    }

    /** SET SHOWPLAN changes the session of a pooled connection, and needs a right that a login that only reads has not. */
    @Override
    public CheckedStatement explaining(CheckedStatement checked) {
        throw new Refusal(RefusalCode.BAD_ARGUMENT, "Plans are told of PostgreSQL only, this datasource is SQL Server");
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
    public CheckedStatement check(String sql) {
        return guard.datasourceQuery(sql);
    }

    /**
     * T-SQL has no read-only transaction. What stands for it: nothing is ever committed, no error leaves half of a batch, no lock is
     * waited for longer than a statement may run, and texts are read as dates in one way. A server that does not know one of the
     * settings is asked all the same: none of them is what keeps it from being written to.
     */
    @Override
    public void beginReadOnly(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LANGUAGE us_english; SET DATEFORMAT ymd; SET XACT_ABORT ON;"
                    + " SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCK_TIMEOUT "
                    + limits.of(Limit.SQL_STATEMENT_MILLIS));
        } catch (SQLException e) {
            if (e.getErrorCode() == 0) {
                throw e;
            }
            LOG.log(Level.WARNING, "A SQL Server does not take the session's settings: error {0}", e.getErrorCode());
        }
    }

    /**
     * A rollback is all: a guest sends one SELECT, which can leave no setting, temporary table or lock behind it, and what we set
     * ourselves is the same for all.
     */
    @Override
    public void clean(Connection connection) throws SQLException {
        connection.rollback();
    }

    /** {@link TsqlGuard#approved} accepts no change. */
    @Override
    public void beginWriting(Connection connection) {
        throw new IllegalStateException("No query that writes is approved on SQL Server");
    }

    @Override
    public boolean canWrite(Connection connection) throws SQLException {
        return new SqlServerRights(connection).canWrite();
    }

    @Override
    public ObjectNode schema(Connection connection, Cancellation cancellation) throws SQLException {
        return new SqlServerSchema(new CatalogReader(connection, limits, cancellation), limits).read();
    }

    @Override
    public ObjectNode statistics(Connection connection, StatisticsRequest asked, Cancellation cancellation)
            throws SQLException {
        return new SqlServerStatistics(new CatalogReader(connection, limits, cancellation), limits, asked).read();
    }

    @Override
    public List<ColumnSample> sample(Connection connection, SampleRequest asked, Cancellation cancellation)
            throws SQLException {
        return new SqlServerSample(new CatalogReader(connection, asked.millisMax(), cancellation), asked).read();
    }
}

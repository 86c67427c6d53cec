package ai.ekaya.datasource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Whether a login of SQL Server could change anything: by a role, by a right on the database or a schema, or by one on an object. Each
 * question is a statement of its own, as not every kind of SQL Server knows all of the functions. Not thread-safe.
 */
final class SqlServerRights {
    private static final Logger LOG = Logger.getLogger(SqlServerRights.class.getName());

    /** What a server answers that does not know a function or view, or does not let this login look. */
    private static final Set<Integer> NOT_ASKABLE = Set.of(195, 207, 208, 229, 230, 297, 300, 371, 40_515);

    /** Each gives a row when the answer is yes. */
    private static final List<String> QUESTIONS = List.of(
            CatalogSql.of("sqlserver/rights_server"),
            CatalogSql.of("sqlserver/rights_roles"),
            CatalogSql.of("sqlserver/rights_database"),
            CatalogSql.of("sqlserver/rights_schemas"),
            CatalogSql.of("sqlserver/rights_objects"));

    private final Connection connection;

    SqlServerRights(Connection connection) {
        this.connection = connection;
    }

    boolean canWrite() throws SQLException {
        for (String question : QUESTIONS) {
            if (yes(question)) {
                return true;
            }
        }
        return false;
    }

    private boolean yes(String question) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(question)) {
                return false;
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() && "1".equals(rows.getString(1));
            }
        } catch (SQLException e) {
            if (e.getErrorCode() == 0) {
                throw e;
            }
            // SECURITY: what is not known counts as a right to write; SqlServerTdsIT guards it.
            boolean unknown = !NOT_ASKABLE.contains(e.getErrorCode());
            LOG.log(Level.WARNING, "A SQL Server does not say what a login may do: error {0}{1}", new Object[] {
                e.getErrorCode(), unknown ? "; it counts as one that can write" : ""
            });
            return unknown;
        }
    }
}

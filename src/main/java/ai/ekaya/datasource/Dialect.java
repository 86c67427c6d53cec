package ai.ekaya.datasource;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.sql.CheckedStatement;
import ai.ekaya.sql.DatabaseKind;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What differs between kinds of databases. One method is one difference. */
interface Dialect {
    /** As in {@link Datasource#type}. */
    String type();

    /** How values go and come. */
    DatabaseKind kind();

    /** A driver for the target, its options set one by one and none of them the asker's. */
    DataSource driver(Target target);

    /** @throws ai.ekaya.limits.Refusal for anything but one statement that only reads */
    CheckedStatement check(String sql);

    /** Makes the connection's next transaction one that cannot write. */
    void beginReadOnly(Connection connection) throws SQLException;

    /** Whether the login could change data or make tables; asked in a read-only transaction. */
    boolean canWrite(Connection connection) throws SQLException;

    /**
     * What of the database the login may see: {@code {"schemas", "tables", "types"}}, each ordered; asked in a read-only transaction.
     */
    ObjectNode schema(Connection connection, Cancellation cancellation) throws SQLException;

    /** What the columns of one table hold: {@code {"schema", "table", "rowEstimate", "sampled", "columns"}}; as {@link #schema}. */
    ObjectNode statistics(Connection connection, StatisticsRequest asked, Cancellation cancellation)
            throws SQLException;
}

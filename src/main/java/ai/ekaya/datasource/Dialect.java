package ai.ekaya.datasource;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.sql.ApprovedStatement;
import ai.ekaya.sql.CheckedStatement;
import ai.ekaya.sql.DatabaseKind;
import ai.ekaya.sql.Effect;
import ai.ekaya.sql.NamedStatement;
import ai.ekaya.sql.SchemaNames;
import ai.ekaya.sql.SqlArguments;
import ai.ekaya.sql.SqlReferences;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What differs between kinds of databases. One method is one difference. */
interface Dialect {
    /** As in {@link Datasource#type}. */
    String type();

    /** How values go and come. */
    DatabaseKind kind();

    /** A driver for the target, its options set one by one and none of them the asker's. */
    DataSource driver(Target target);

    /** The statement with numbers where it names its parameters. */
    NamedStatement named(String sql, SqlArguments arguments);

    /** @throws ai.ekaya.limits.Refusal for anything but one statement that only reads */
    CheckedStatement check(String sql);

    /**
     * The statement that asks for a checked one's plan and does not run it.
     *
     * @throws ai.ekaya.limits.Refusal where there is none that is safe in a guest's session
     */
    CheckedStatement explaining(CheckedStatement checked);

    /** As {@link #check}, for a statement that an administrator approves. */
    ApprovedStatement approved(String sql, Effect effect);

    /** The tables and columns of a statement that {@link #approved} takes. */
    SqlReferences references(String sql, SchemaNames schema);

    /** Makes the session of a new connection one for guests. */
    default void open(Connection connection) throws SQLException {}

    /** Rolls back what was not committed, and leaves nothing in the session for its next user. */
    void clean(Connection connection) throws SQLException;

    /** Whether a reading failed only because of what the driver kept of an earlier one; it succeeds when it is asked again. */
    default boolean isStale(SQLException failure) {
        return false;
    }

    /** Makes the connection's next transaction one that cannot write. */
    void beginReadOnly(Connection connection) throws SQLException;

    /**
     * As the other, for a guest's statement.
     *
     * @throws ai.ekaya.limits.Refusal when it calls what a transaction that cannot write does not stop
     */
    default void beginReadOnly(Connection connection, CheckedStatement guest) throws SQLException {
        beginReadOnly(connection);
    }

    /** Makes the connection's next transaction one that an approved change is made in. */
    void beginWriting(Connection connection) throws SQLException;

    /** Whether the login could change data or make tables; asked in a read-only transaction. */
    boolean canWrite(Connection connection) throws SQLException;

    /** How many tables and views the login may read; as {@link #canWrite}. */
    default Optional<Integer> tables(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /** Whether the connection is encrypted; as {@link #canWrite}. */
    default Optional<Boolean> tls(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /**
     * What of the database the login may see: {@code {"schemas", "tables", "types"}}, each ordered; asked in a read-only transaction.
     */
    ObjectNode schema(Connection connection, Cancellation cancellation) throws SQLException;

    /** What the columns of one table hold: {@code {"schema", "table", "rowEstimate", "sampled", "columns"}}; as {@link #schema}. */
    ObjectNode statistics(Connection connection, StatisticsRequest asked, Cancellation cancellation)
            throws SQLException;

    /** Some values of one table's columns, in the order asked for, as text that is cut at a length; as {@link #schema}. */
    List<ColumnSample> sample(Connection connection, SampleRequest asked, Cancellation cancellation)
            throws SQLException;
}

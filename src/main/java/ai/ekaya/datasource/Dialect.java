package ai.ekaya.datasource;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.sql.CheckedStatement;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** What differs between kinds of databases. One method is one difference; PostgreSQL is the first of them. */
interface Dialect {
    /** As in {@link Datasource#type}. */
    String type();

    /** A driver for the target, its options set one by one and none of them the asker's. */
    PGSimpleDataSource driver(Target target);

    /** @throws ai.ekaya.limits.Refusal for anything but one statement that only reads */
    CheckedStatement check(String sql);

    /** Makes the connection's next transaction one that cannot write. */
    void beginReadOnly(Connection connection) throws SQLException;

    /** Whether the login could change data or make tables; asked in a read-only transaction. */
    boolean canWrite(Connection connection) throws SQLException;

    /** The tables and views that the login may read, ordered; asked in a read-only transaction. */
    ArrayNode tables(Connection connection, Cancellation cancellation) throws SQLException;
}

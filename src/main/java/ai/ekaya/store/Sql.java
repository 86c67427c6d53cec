package ai.ekaya.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements with positional parameters, for a room whose tables are written and read in SQL. */
public final class Sql {
    /** Reads the current row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Sql() {}

    public static int update(Transaction transaction, String sql, Object... parameters) {
        try (PreparedStatement statement = prepare(transaction, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Statement on the platform's tables failed: " + sql, e);
        }
    }

    public static <T> List<T> list(Transaction transaction, String sql, RowReader<T> reader, Object... parameters) {
        try (PreparedStatement statement = prepare(transaction, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("Query on the platform's tables failed: " + sql, e);
        }
    }

    public static <T> Optional<T> first(
            Transaction transaction, String sql, RowReader<T> reader, Object... parameters) {
        return list(transaction, sql, reader, parameters).stream().findFirst();
    }

    /** One statement for many rows. */
    public static <T> void batch(
            Transaction transaction, String sql, List<T> items, java.util.function.Function<T, Object[]> of) {
        if (items.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = transaction.connection().prepareStatement(sql)) {
            for (T item : items) {
                bind(statement, of.apply(item));
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("Statement on the platform's tables failed: " + sql, e);
        }
    }

    private static PreparedStatement prepare(Transaction transaction, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = transaction.connection().prepareStatement(sql);
        try {
            bind(statement, parameters);
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i] instanceof Optional<?> optional ? optional.orElse(null) : parameters[i];
            statement.setObject(i + 1, value instanceof Instant instant ? Timestamp.from(instant) : value);
        }
    }
}

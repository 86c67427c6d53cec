package ai.ekaya.appdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of table {@code app_schema_copy}. A copy that took the place of the live schema is no row any more, the live one is. */
final class AppCopyRows {
    private static final String SELECT =
            "SELECT app_id, schema_name, label, made_at, kept_until, bytes FROM ekaya.app_schema_copy ";

    private AppCopyRows() {}

    static void insert(Connection owner, AppLogin login, AppCopy copy) throws SQLException {
        try (PreparedStatement insert = owner.prepareStatement("""
                INSERT INTO ekaya.app_schema_copy (schema_name, project_id, app_id, purpose, label, made_at, bytes)
                VALUES (?, ?, ?, 'NEXT', ?, ?, ?)
                """)) {
            insert.setString(1, copy.schema());
            insert.setObject(2, login.project());
            insert.setObject(3, copy.app().value());
            insert.setString(4, copy.label());
            insert.setTimestamp(5, Timestamp.from(copy.madeAt()));
            insert.setLong(6, copy.bytes());
            insert.executeUpdate();
        }
    }

    static void setBytes(Connection owner, AppCopy copy) throws SQLException {
        try (PreparedStatement update =
                owner.prepareStatement("UPDATE ekaya.app_schema_copy SET bytes = ? WHERE schema_name = ?")) {
            update.setLong(1, copy.bytes());
            update.setString(2, copy.schema());
            update.executeUpdate();
        }
    }

    static void delete(Connection owner, AppCopy copy) throws SQLException {
        try (PreparedStatement delete =
                owner.prepareStatement("DELETE FROM ekaya.app_schema_copy WHERE schema_name = ?")) {
            delete.setString(1, copy.schema());
            delete.executeUpdate();
        }
    }

    /** All of an app's, whatever for. */
    static List<AppCopy> of(Connection owner, AppId app) throws SQLException {
        return list(owner, "WHERE app_id = ? ORDER BY made_at, schema_name", app.value());
    }

    /** Those that are not to be swapped in any more, or will be replaced. */
    static List<AppCopy> unfinished(Connection owner, AppId app) throws SQLException {
        return list(owner, "WHERE app_id = ? AND purpose <> 'KEPT' ORDER BY schema_name", app.value());
    }

    /**
     * Whether no copy is being made: the marks tell, until it is swapped in, whether it has all changes. One that nobody sees yet holds
     * the app's row by its foreign key.
     */
    static boolean noneBegun(Connection owner, AppId app) throws SQLException {
        try (PreparedStatement query = owner.prepareStatement("SELECT 1 FROM ekaya.app_database d WHERE app_id = ?"
                + " AND NOT EXISTS (SELECT FROM ekaya.app_schema_copy c WHERE c.app_id = d.app_id AND purpose = 'NEXT')"
                + " FOR UPDATE SKIP LOCKED")) {
            query.setObject(1, app.value());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** The newest first. */
    static List<AppCopy> kept(Connection owner, AppId app, Instant now) throws SQLException {
        return list(
                owner,
                "WHERE app_id = ? AND purpose = 'KEPT' AND kept_until > ? ORDER BY made_at DESC, schema_name",
                app.value(),
                Timestamp.from(now));
    }

    /** @param unfinished those that were begun before then */
    static List<AppCopy> over(Connection owner, Instant now, Instant unfinished) throws SQLException {
        return list(
                owner,
                "WHERE purpose = 'GONE' OR purpose = 'KEPT' AND kept_until <= ? OR purpose = 'NEXT' AND made_at < ?"
                        + " ORDER BY made_at, schema_name",
                Timestamp.from(now),
                Timestamp.from(unfinished));
    }

    /** Until the transaction's end; false when it is no copy any more. */
    static boolean lock(Connection owner, AppCopy copy) throws SQLException {
        return !list(owner, "WHERE schema_name = ? FOR UPDATE", copy.schema()).isEmpty();
    }

    /** As the other; false also when it is one that was live once. */
    static boolean lockNext(Connection owner, AppCopy copy) throws SQLException {
        return !list(owner, "WHERE schema_name = ? AND purpose = 'NEXT' FOR UPDATE", copy.schema())
                .isEmpty();
    }

    private static List<AppCopy> list(Connection owner, String where, Object... parameters) throws SQLException {
        List<AppCopy> copies = new ArrayList<>();
        try (PreparedStatement query = owner.prepareStatement(SELECT + where)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    copies.add(new AppCopy(
                            new AppId(rows.getObject(1, UUID.class)),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getTimestamp(4).toInstant(),
                            Optional.ofNullable(rows.getTimestamp(5)).map(Timestamp::toInstant),
                            rows.getLong(6)));
                }
            }
        }
        return copies;
    }
}

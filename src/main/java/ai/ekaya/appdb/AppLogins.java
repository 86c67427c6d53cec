package ai.ekaya.appdb;

import ai.ekaya.keys.Sealed;
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

/** The rows of table {@code app_database}. */
final class AppLogins {
    private static final String SELECT =
            "SELECT app_id, project_id, schema_name, role_name, sealed_password FROM app_database ";

    private AppLogins() {}

    static Optional<AppLogin> find(Connection connection, AppId app) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SELECT + "WHERE app_id = ?")) {
            query.setObject(1, app.value());
            return read(query).stream().findFirst();
        }
    }

    static List<AppLogin> all(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SELECT + "ORDER BY created_at, app_id")) {
            return read(query);
        }
    }

    static List<AppId> madeBefore(Connection connection, Instant time) throws SQLException {
        String sql = SELECT + "WHERE created_at < ? ORDER BY created_at, app_id";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setTimestamp(1, Timestamp.from(time));
            return read(query).stream().map(AppLogin::app).toList();
        }
    }

    private static List<AppLogin> read(PreparedStatement query) throws SQLException {
        List<AppLogin> logins = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                logins.add(new AppLogin(
                        new AppId(rows.getObject(1, UUID.class)),
                        rows.getObject(2, UUID.class),
                        rows.getString(3),
                        rows.getString(4),
                        new Sealed(rows.getString(5))));
            }
        }
        return logins;
    }

    static void insert(Connection connection, AppLogin login) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO app_database (app_id, project_id, schema_name, role_name, sealed_password)
                VALUES (?, ?, ?, ?, ?)
                """)) {
            insert.setObject(1, login.app().value());
            insert.setObject(2, login.project());
            insert.setString(3, login.schema());
            insert.setString(4, login.role());
            insert.setString(5, login.password().text());
            insert.executeUpdate();
        }
    }

    /** The app's row and its state. */
    static void delete(Connection connection, AppId app) throws SQLException {
        for (String table : List.of("app_state", "app_database")) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE app_id = ?")) {
                delete.setObject(1, app.value());
                delete.executeUpdate();
            }
        }
    }
}

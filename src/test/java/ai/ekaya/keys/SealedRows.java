package ai.ekaya.keys;

import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Rows with sealed values in a test's database, looked at and changed from above. */
final class SealedRows {
    private final DatabaseUrl url;
    private final UUID project = UUID.randomUUID();
    final List<Place> places = new ArrayList<>();

    SealedRows(DatabaseUrl url) {
        this.url = url;
    }

    /** Where one value is. */
    record Place(SealedColumn column, UUID id) {
        String context() {
            return column.context(id.toString());
        }

        private String sql(String rest) {
            String[] names = column.place().split("\\.");
            String key = switch (column) {
                case APP_DATABASE -> "app_id";
                case PROJECT_KEY -> "project_id";
                default -> "id";
            };
            return rest.replace("TABLE", "ekaya." + names[0])
                    .replace("COLUMN", names[1])
                    .replace("KEY", key);
        }
    }

    /** How a fixture seals a value for a context. */
    @FunctionalInterface
    interface Seals {
        Sealed seal(String context, Secret secret);
    }

    /** As many rows of datasources, apps' databases and sessions each: four values. Each secret is its context. */
    void add(int count, Seals seals) {
        run("INSERT INTO ekaya.project (id, name, created_at) VALUES ('" + project
                + "', 'p', now()) ON CONFLICT DO NOTHING");
        UUID user = UUID.randomUUID();
        run("INSERT INTO ekaya.app_user (id, name, platform_admin, created_at) VALUES ('" + user + "', '" + user
                + "', false, now())");
        try (Connection connection = TestDatabase.superuser(url.database())) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                addOne(connection, user, seals);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void addOne(Connection connection, UUID user, Seals seals) throws SQLException {
        UUID id = UUID.randomUUID();
        insert(connection, """
                INSERT INTO ekaya.datasource (id, project_id, name, type, host, port, database_name, user_name, ssl_mode,
                    sealed_password, can_write, version, created_at)
                VALUES (?, ?, ?, 'postgresql', 'h', 1, 'd', 'u', 'disable', ?, false, 1, now())
                """, id, project, id.toString(), sealed(seals, SealedColumn.DATASOURCE, id));
        insert(
                connection,
                "INSERT INTO ekaya.app_database (app_id, project_id, schema_name, role_name, sealed_password) VALUES (?, ?, ?, ?, ?)",
                id,
                project,
                "s" + id,
                "r" + id,
                sealed(seals, SealedColumn.APP_DATABASE, id));
        byte[] hash = id.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        insert(
                connection,
                "INSERT INTO ekaya.user_session (token_hash, user_id, created_at, used_at) VALUES (?, ?, now(), now())",
                hash,
                user);
        insert(
                connection,
                "INSERT INTO ekaya.sso_session (id, token_hash, sealed_refresh, sealed_id_token, confirmed_at, asked_at)"
                        + " VALUES (?, ?, ?, ?, now(), now())",
                id,
                hash,
                sealed(seals, SealedColumn.SSO_REFRESH, id),
                sealed(seals, SealedColumn.SSO_ID_TOKEN, id));
    }

    private String sealed(Seals seals, SealedColumn column, UUID id) {
        Place place = new Place(column, id);
        places.add(place);
        return seals.seal(place.context(), new Secret(place.context())).text();
    }

    private static void insert(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    /** As a server reads it. */
    Sealed read(Store store, Place place) {
        String sql = place.sql("SELECT COLUMN FROM TABLE WHERE KEY = ?");
        return on(store, place, connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setObject(1, place.id());
                try (ResultSet found = query.executeQuery()) {
                    found.next();
                    return new Sealed(found.getString(1));
                }
            }
        });
    }

    /** As a server writes it. */
    void write(Store store, Place place, Sealed sealed) {
        String sql = place.sql("UPDATE TABLE SET COLUMN = ? WHERE KEY = ?");
        on(store, place, connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setString(1, sealed.text());
                update.setObject(2, place.id());
                return update.executeUpdate();
            }
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Apps' databases are the owner's to know of. */
    private <T> T on(Store store, Place place, Work<T> work) {
        if (place.column() == SealedColumn.APP_DATABASE) {
            return SealedValues.of(store, values -> work.on(values.connection()));
        }
        return store.inProject(project, transaction -> {
            try {
                return work.on(transaction.connection());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (SealedColumn column : SealedColumn.values()) {
            Place any = new Place(column, project);
            texts.addAll(list(any.sql("SELECT COLUMN FROM TABLE WHERE COLUMN IS NOT NULL ORDER BY KEY")));
        }
        return texts;
    }

    String one(String sql) {
        return list(sql).get(0);
    }

    private List<String> list(String sql) {
        try (Connection connection = TestDatabase.superuser(url.database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    void run(String sql) {
        try (Connection connection = TestDatabase.superuser(url.database());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The database's own clock cannot be set; what it noted can. */
    void timePasses() {
        run("UPDATE ekaya.master_key SET first_used_at = first_used_at - interval '1 hour'");
    }
}

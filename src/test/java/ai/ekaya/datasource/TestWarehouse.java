package ai.ekaya.datasource;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The warehouse of {@code warehouse.sql} in a database of its own, saved as a datasource with a login that can only read. */
record TestWarehouse(String database, DatasourceAccess access, ProjectId project, DatasourceId id) {
    static TestWarehouse in(Path home) throws SQLException {
        String database = TestDatabase.fresh().user();
        String reader = "reader_" + UUID.randomUUID().toString().substring(0, 8);
        fill(database, reader);
        ProjectId project = new ProjectId(UUID.randomUUID());
        Store store = Store.open(TestDatabase.fresh());
        store.transactIn(project.value(), transaction -> {
            try (Statement statement = transaction.connection().createStatement()) {
                statement.execute(
                        "INSERT INTO project (id, name, created_at) VALUES ('" + project + "', 'test', now())");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        Sealer sealer = new Sealer(MasterKey.load(Optional.empty(), home));
        TestDatasources room = TestDatasources.on(store, sealer, Limits.defaults(), Clock.systemUTC());
        Principal admin = new Principal(
                Principal.Kind.USER, new UserId(UUID.randomUUID()), "admin", false, Map.of(project, Role.ADMIN));
        NewDatasource asked = new NewDatasource(
                "Warehouse",
                "postgresql",
                "localhost",
                TestDatabase.port(),
                database,
                reader,
                new Secret("reader"),
                "prefer");
        return new TestWarehouse(
                database,
                room.access(),
                project,
                room.datasources().add(admin, project, asked).id());
    }

    private static void fill(String database, String reader) throws SQLException {
        try (Connection owner = TestDatabase.superuser(database);
                Statement statement = owner.createStatement()) {
            statement.execute(text("warehouse.sql"));
            statement.execute("CREATE ROLE " + reader + " LOGIN PASSWORD 'reader'");
            statement.execute("REVOKE ALL ON DATABASE \"" + database + "\" FROM PUBLIC");
            statement.execute("GRANT CONNECT ON DATABASE \"" + database + "\" TO " + reader);
            statement.execute("GRANT USAGE ON SCHEMA public TO " + reader);
            statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + reader);
        }
    }

    QueryResult query(String sql, List<JsonNode> params) {
        return access.query(project, id, sql, params, new Cancellation());
    }

    Connection superuser() throws SQLException {
        return TestDatabase.superuser(database);
    }

    /** A file of the corpus. */
    static String text(String file) {
        try (InputStream in = TestWarehouse.class.getResourceAsStream("/ai/ekaya/sql/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Could not read " + file, e);
        }
    }
}

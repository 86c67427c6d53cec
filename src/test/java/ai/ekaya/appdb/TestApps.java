package ai.ekaya.appdb;

import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.sql.SqlGuard;
import ai.ekaya.sql.StatementRunner;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A platform's database with apps in it, on a real PostgreSQL, looked at from above. */
final class TestApps implements AutoCloseable {
    final UUID project = UUID.randomUUID();
    final DatabaseUrl url = TestDatabase.fresh();
    final Store store = Store.open(url);
    private final Path home;
    AppDatabases databases;

    TestApps(Path home, Limits limits) {
        this.home = home;
        databases = make(limits);
        databases.reconcile();
    }

    private AppDatabases make(Limits limits) {
        return new AppDatabases(
                store,
                new Sealer(MasterKey.load(Optional.empty(), home)),
                new SqlGuard(limits),
                new StatementRunner(limits),
                limits,
                Clock.systemUTC());
    }

    /** As a server that starts again. */
    void restart(Limits limits) {
        databases.close();
        databases = make(limits);
        databases.reconcile();
    }

    AppId app(String... scripts) {
        AppId app = new AppId(UUID.randomUUID());
        databases.create(project, app, migrations(scripts));
        return app;
    }

    static List<AppMigration> migrations(String... scripts) {
        return java.util.stream.IntStream.range(0, scripts.length)
                .mapToObj(i -> new AppMigration(i + 1, "x", scripts[i]))
                .toList();
    }

    QueryResult query(AppId app, String sql, String... params) {
        List<JsonNode> values = Arrays.stream(params)
                .<JsonNode>map(JsonNodeFactory.instance::textNode)
                .toList();
        return databases.query(app, sql, values, new Cancellation());
    }

    String rows(AppId app, String sql) {
        return query(app, sql).json().get("rows").toString();
    }

    String schemaOf(AppId app) {
        return one("SELECT schema_name FROM ekaya.app_database WHERE app_id = '" + app + "'");
    }

    String roleOf(AppId app) {
        return one("SELECT role_name FROM ekaya.app_database WHERE app_id = '" + app + "'");
    }

    /** As a superuser. */
    String one(String sql) {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a superuser. */
    void run(String... statements) {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        databases.close();
        store.close();
    }
}

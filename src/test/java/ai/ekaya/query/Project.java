package ai.ekaya.query;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.datasource.DatasourceChange;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.NewDatasource;
import ai.ekaya.datasource.WritableLogin;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.Effect;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A project with a shop of its own, an author and two administrators, on a real database. */
final class Project implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final ProjectId id = new ProjectId(UUID.randomUUID());
    final Principal author = member("author", Role.AUTHOR);
    final Principal admin = member("admin", Role.ADMIN);
    final Principal other = member("other", Role.ADMIN);
    final TestShop shop;
    final Store store = Store.open(TestDatabase.fresh());
    final TestQueries rooms;
    final DatasourceId datasource;

    Project(Path home, TestShop shop, Limits limits) {
        this.shop = shop;
        store.transactIn(
                id.value(),
                transaction -> Sql.update(
                        transaction,
                        "INSERT INTO project (id, name, created_at) VALUES (?, 'test', now())",
                        id.value()));
        rooms = TestQueries.on(store, new Sealer(MasterKey.load(Optional.empty(), home)), limits, Clock.systemUTC());
        datasource = add("shop");
    }

    DatasourceId add(String name) {
        return rooms.datasources()
                .add(
                        admin,
                        id,
                        new NewDatasource(
                                name,
                                "postgresql",
                                "localhost",
                                shop.port(),
                                shop.database(),
                                shop.user(),
                                new Secret(shop.password()),
                                "prefer"))
                .id();
    }

    Principal member(String name, Role role) {
        return new Principal(Principal.Kind.USER, new UserId(UUID.randomUUID()), name, false, Map.of(id, role));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    Suggestion reading(String name, String sql, String parameters) {
        return new Suggestion(
                Optional.of(name),
                Optional.empty(),
                Optional.of(datasource),
                Optional.of(sql),
                Optional.of(json(parameters)),
                Optional.empty(),
                Optional.empty());
    }

    Suggestion writing(String name, String sql, String parameters, int rowLimit) {
        return new Suggestion(
                Optional.of(name),
                Optional.empty(),
                Optional.of(datasource),
                Optional.of(sql),
                Optional.of(json(parameters)),
                Optional.of(true),
                Optional.of(rowLimit));
    }

    static Suggestion text(String sql) {
        return new Suggestion(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(sql),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    QueryView suggest(Suggestion suggestion) {
        return rooms.suggestions.suggest(author, id, suggestion);
    }

    /** A query that runs. */
    QueryView approved(Suggestion suggestion) {
        QueryView made = suggest(suggestion);
        approve(made.name(), 1, suggestion.writes().orElse(false));
        return rooms.queries().get(id, made.name());
    }

    void approve(String name, int version, boolean writes) {
        rooms.approvals.approve(admin, id, name, new Approvals.Approval(version, writes, Optional.empty()));
    }

    QueryResult execute(String name, String params) {
        return rooms.execution()
                .execute(
                        new QueryExecution.Asked(
                                author, id, name, json(params), Optional.empty(), Effect.WRITES, Map.of()),
                        new Cancellation());
    }

    JsonNode rows(String name, String params) {
        return execute(name, params).json().path("rows");
    }

    /** The login may change orders, and an administrator lets it. */
    void letWrite(String grant) {
        superuser("GRANT " + grant + " TO " + shop.user());
        rooms.datasources()
                .update(
                        admin,
                        id,
                        datasource,
                        new DatasourceChange(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(WritableLogin.ALLOW)));
    }

    void superuser(String sql) {
        try (Connection connection = TestDatabase.superuser(shop.database());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What stands in the shop. */
    String shop(String sql) {
        try (Connection connection = TestDatabase.superuser(shop.database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the platform has written down. */
    String stored(String sql) {
        return store.inProject(
                id.value(),
                transaction -> Sql.first(transaction, sql, row -> String.valueOf(row.getString(1)))
                        .orElse("none"));
    }

    @Override
    public void close() {
        store.close();
    }
}

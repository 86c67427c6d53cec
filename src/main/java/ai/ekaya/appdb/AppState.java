package ai.ekaya.appdb;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Small named values of an app, each with a version for compare-and-swap; kept in the platform's own table. Thread-safe. */
@Singleton
public final class AppState {
    private static final JsonMapper JSON = JsonMapper.builder()
            .nodeFactory(new JsonNodeFactory(true))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Store store;
    private final Limits limits;

    @Inject
    public AppState(Store store, Limits limits) {
        this.store = store;
        this.limits = limits;
    }

    /** @param version counts up from 1 with each change */
    public record Entry(JsonNode value, long version) {}

    public Optional<Entry> get(UUID project, AppId app, String key) {
        return store.inProject(project, transaction -> {
            try {
                return find(transaction.connection(), app, key);
            } catch (SQLException e) {
                throw new IllegalStateException("Could not read state of app " + app, e);
            }
        });
    }

    /**
     * @param expectedVersion 0 for a key that must not exist yet
     * @return the new version
     * @throws ai.ekaya.limits.Refusal {@code CONFLICT} with the version that is there
     */
    public long set(UUID project, AppId app, String key, JsonNode value, long expectedVersion) {
        return set(project, app, new Change(key, value, expectedVersion), transaction -> {});
    }

    /** @param expectedVersion 0 for a key that must not exist yet */
    public record Change(String key, JsonNode value, long expectedVersion) {}

    /**
     * As the other.
     *
     * @param alongside what commits with the change, or keeps it from being made by throwing
     */
    public long set(UUID project, AppId app, Change change, Consumer<Transaction> alongside) {
        String key = change.key();
        JsonNode value = change.value();
        long expectedVersion = change.expectedVersion();
        requireSize("State key", key, Limit.HOST_STATE_KEY_BYTES);
        String text = value.toString();
        requireSize("State value", text, Limit.HOST_STATE_VALUE_BYTES);
        return store.inProject(project, transaction -> {
            try {
                Connection connection = transaction.connection();
                boolean written = expectedVersion == 0
                        ? insert(connection, project, app, key, text)
                        : update(connection, app, key, text, expectedVersion);
                if (!written) {
                    long there = find(connection, app, key).map(Entry::version).orElse(0L);
                    throw new Refusal(
                            RefusalCode.CONFLICT,
                            "State '" + key + "' is at version " + there + ", expected " + expectedVersion);
                }
                alongside.accept(transaction);
                return expectedVersion + 1;
            } catch (SQLException e) {
                throw new IllegalStateException("Could not write state of app " + app, e);
            }
        });
    }

    private void requireSize(String what, String text, Limit limit) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limits.of(limit)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    what + " is " + Quantity.ofBytes(bytes) + ", at most " + Quantity.ofBytes(limits.of(limit)));
        }
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, what + " is empty or holds the character U+0000");
        }
    }

    private static Optional<Entry> find(Connection connection, AppId app, String key) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT value, version FROM app_state WHERE app_id = ? AND key = ?")) {
            query.setObject(1, app.value());
            query.setString(2, key);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Entry(parse(rows.getString(1)), rows.getLong(2)))
                        : Optional.empty();
            }
        }
    }

    private boolean insert(Connection connection, UUID project, AppId app, String key, String value)
            throws SQLException {
        long most = limits.of(Limit.HOST_STATE_ENTRIES_COUNT);
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO app_state (project_id, app_id, key, value)
                SELECT ?, ?, ?, ? WHERE (SELECT count(*) FROM app_state WHERE app_id = ?) < ?
                ON CONFLICT DO NOTHING
                """)) {
            insert.setObject(1, project);
            insert.setObject(2, app.value());
            insert.setString(3, key);
            insert.setString(4, value);
            insert.setObject(5, app.value());
            insert.setLong(6, most);
            if (insert.executeUpdate() == 1) {
                return true;
            }
        }
        if (find(connection, app, key).isEmpty()) {
            throw new Refusal(RefusalCode.LIMIT, "The app has " + most + " state entries, at most " + most);
        }
        return false;
    }

    private static boolean update(Connection connection, AppId app, String key, String value, long version)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE app_state SET value = ?, version = version + 1, changed_at = now()
                WHERE app_id = ? AND key = ? AND version = ?
                """)) {
            update.setString(1, value);
            update.setObject(2, app.value());
            update.setString(3, key);
            update.setLong(4, version);
            return update.executeUpdate() == 1;
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("State in the database is no JSON", e);
        }
    }
}

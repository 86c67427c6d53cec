package ai.ekaya.run;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.RunId;
import ai.ekaya.host.RunProgress;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.journal.JournalState;
import ai.ekaya.pack.EffectiveLimits;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Reads a row of {@code run}. */
final class RunRow {
    static final String COLUMNS = """
            id, project_id, app_id, app_slug, version, package_hash, trigger_json, principal_kind, principal_id, \
            principal_name, entry, attempt, engine, state, outcome, error_code, error_message, error_where, seed, \
            created_at, started_at, ended_at, fuel, memory_bytes_max, wall_millis, host_millis, host_calls, \
            sql_millis, sql_rows, egress_bytes, tokens, limit_fuel, limit_memory_bytes, limit_timeout_millis, limit_host_calls, journal, \
            progress_fraction, progress_text, commit_micros""";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RunRow() {}

    static Run read(ResultSet row) throws SQLException {
        return new Run(
                new RunId(row.getObject("id", UUID.class)),
                new ProjectId(row.getObject("project_id", UUID.class)),
                new AppId(row.getObject("app_id", UUID.class)),
                row.getString("app_slug"),
                row.getString("version"),
                row.getString("package_hash"),
                json(row.getString("trigger_json")),
                new Run.Asker(
                        row.getString("principal_kind"),
                        row.getString("principal_id"),
                        row.getString("principal_name")),
                row.getString("entry"),
                row.getInt("attempt"),
                Optional.ofNullable(row.getString("engine")),
                Run.State.valueOf(row.getString("state")),
                outcome(row),
                row.getLong("seed"),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("started_at")),
                instant(row.getTimestamp("ended_at")),
                new Run.Usage(
                        row.getLong("fuel"),
                        row.getLong("memory_bytes_max"),
                        row.getLong("wall_millis"),
                        row.getLong("host_millis"),
                        row.getLong("host_calls"),
                        row.getLong("sql_millis"),
                        row.getLong("sql_rows"),
                        row.getLong("egress_bytes"),
                        row.getLong("tokens")),
                limits(row),
                Optional.ofNullable(row.getString("journal")).map(JournalState::valueOf),
                progress(row),
                commit(row));
    }

    private static Optional<RunProgress> progress(ResultSet row) throws SQLException {
        String text = row.getString("progress_text");
        return text == null ? Optional.empty() : Optional.of(new RunProgress(row.getDouble("progress_fraction"), text));
    }

    private static Optional<Duration> commit(ResultSet row) throws SQLException {
        long micros = row.getLong("commit_micros");
        return row.wasNull() ? Optional.empty() : Optional.of(Duration.of(micros, ChronoUnit.MICROS));
    }

    private static Optional<EffectiveLimits> limits(ResultSet row) throws SQLException {
        long memoryBytes = row.getLong("limit_memory_bytes");
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new EffectiveLimits(
                        memoryBytes,
                        row.getLong("limit_fuel"),
                        Duration.ofMillis(row.getLong("limit_timeout_millis")),
                        row.getInt("limit_host_calls")));
    }

    private static Optional<Outcome> outcome(ResultSet row) throws SQLException {
        String name = row.getString("outcome");
        if (name == null) {
            return Optional.empty();
        }
        String code = row.getString("error_code");
        return Optional.of(new Outcome(
                Outcome.Name.valueOf(name),
                code == null
                        ? Optional.empty()
                        : Optional.of(new Outcome.Error(
                                code,
                                row.getString("error_message"),
                                Optional.ofNullable(row.getString("error_where"))))));
    }

    static ObjectNode json(String column) {
        try {
            return (ObjectNode) MAPPER.readTree(column);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON column holds no JSON", e);
        }
    }

    private static Optional<Instant> instant(@org.jspecify.annotations.Nullable Timestamp timestamp) {
        return Optional.ofNullable(timestamp).map(Timestamp::toInstant);
    }
}

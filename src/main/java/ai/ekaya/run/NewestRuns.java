package ai.ekaya.run;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.LastRuns;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The newest run of each app, however many runs others of the project have had since. Thread-safe. */
@Singleton
public final class NewestRuns implements LastRuns {
    private final Store store;

    @Inject
    public NewestRuns(Store store) {
        this.store = store;
    }

    private record Newest(AppId app, LastRun run) {}

    @Override
    public Map<AppId, LastRun> of(ProjectId project) {
        // One look into the index of each app's runs, in one statement.
        return store
                .inProject(
                        project.value(), transaction -> Sql.list(transaction, """
                SELECT r.app_id, r.id, r.state, r.outcome, r.created_at, r.ended_at
                FROM ekaya.installed_app a CROSS JOIN LATERAL (
                    SELECT app_id, id, state, outcome, created_at, ended_at FROM ekaya.run
                    WHERE app_id = a.id ORDER BY created_at DESC, id DESC LIMIT 1) r
                WHERE a.project_id = ?
                """, NewestRuns::newest, project.value()))
                .stream()
                .collect(Collectors.toMap(Newest::app, Newest::run));
    }

    private static Newest newest(ResultSet row) throws SQLException {
        return new Newest(
                new AppId(row.getObject("app_id", UUID.class)),
                new LastRun(
                        row.getObject("id", UUID.class).toString(),
                        row.getString("state"),
                        Optional.ofNullable(row.getString("outcome")),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        instant(row, "ended_at")));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}

package ai.ekaya.usage;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.UUID;

/** The rows of table {@code usage_reservation}, and what becomes of them in {@code usage_day}. */
final class TokenTable {
    private TokenTable() {}

    /**
     * INVARIANT: one statement, so that a call which is settled meanwhile is seen as reserved or as spent, and never as both or neither.
     *
     * @param most what the server gives a project in a day
     * @param communityPerDay empty where the call is not of the platform's own model
     */
    static TokenStanding standing(
            Transaction transaction,
            ProjectId project,
            String app,
            Instant now,
            LocalDate day,
            long most,
            OptionalLong communityPerDay) {
        return Sql.first(
                        transaction,
                        """
                        SELECT * FROM
                            (SELECT coalesce(sum(tokens), 0)::bigint AS project_spent,
                                coalesce(sum(tokens) FILTER (WHERE app = ?), 0)::bigint AS app_spent,
                                coalesce(sum(community_tokens), 0)::bigint AS community_spent
                            FROM ekaya.usage_day WHERE project_id = ? AND day = ?) AS spent,
                            (SELECT coalesce(sum(tokens), 0)::bigint AS project_reserved,
                                coalesce(sum(tokens) FILTER (WHERE app = ?), 0)::bigint AS app_reserved,
                                coalesce(sum(tokens) FILTER (WHERE community), 0)::bigint AS community_reserved
                            FROM ekaya.usage_reservation WHERE project_id = ? AND day = ? AND expires_at > ?) AS reserved,
                            (SELECT max(per_day) FILTER (WHERE app = '') AS project_budget,
                                max(per_day) FILTER (WHERE app = ?) AS app_budget
                            FROM ekaya.usage_budget WHERE project_id = ? AND meter = 'TOKENS') AS may
                        """,
                        row -> read(row, day, most, communityPerDay),
                        app,
                        project.value(),
                        day,
                        app,
                        project.value(),
                        day,
                        now,
                        app,
                        project.value())
                .orElseThrow();
    }

    private static TokenStanding read(ResultSet row, LocalDate day, long most, OptionalLong communityPerDay)
            throws SQLException {
        OptionalLong given = optional(row, "project_budget");
        return new TokenStanding(
                used(row, "project", OptionalLong.of(Math.min(given.orElse(most), most))),
                used(row, "app", optional(row, "app_budget")),
                used(row, "community", communityPerDay),
                day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static TokenStanding.Used used(ResultSet row, String whose, OptionalLong budget) throws SQLException {
        return new TokenStanding.Used(row.getLong(whose + "_spent"), row.getLong(whose + "_reserved"), budget);
    }

    private static OptionalLong optional(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    static void add(
            Transaction transaction,
            Reserved reserved,
            String app,
            UUID run,
            LocalDate day,
            boolean community,
            Instant expiresAt) {
        Sql.update(
                transaction,
                """
                INSERT INTO ekaya.usage_reservation (id, project_id, day, app, run, tokens, community, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                reserved.id(),
                reserved.project().value(),
                day,
                app,
                run,
                reserved.tokens(),
                community,
                expiresAt);
    }

    /** On its own day, whenever that was; once, however often it is done. */
    static void settle(Transaction transaction, Reserved reserved, long spent) {
        Sql.update(transaction, """
                WITH settled AS (
                    DELETE FROM ekaya.usage_reservation WHERE project_id = ? AND id = ? RETURNING project_id, app, day, community)
                INSERT INTO ekaya.usage_day AS u (project_id, app, day, slot, runs, fuel, sql_millis, tokens, community_tokens)
                SELECT project_id, app, day, ?::smallint, 0, 0, 0, spent.tokens, CASE WHEN community THEN spent.tokens ELSE 0 END
                FROM settled, (SELECT ?::bigint AS tokens) AS spent WHERE spent.tokens > 0
                ON CONFLICT (project_id, day, app, slot) DO UPDATE SET tokens = u.tokens + excluded.tokens,
                    community_tokens = u.community_tokens + excluded.community_tokens
                """, reserved.project().value(), reserved.id(), UsageTable.slot(), spent);
    }

    /** Those of servers that died. They are kept over midnight, so that one which only stood still is settled all the same. */
    static void forget(Transaction transaction, ProjectId project, LocalDate before) {
        Sql.update(
                transaction,
                "DELETE FROM ekaya.usage_reservation WHERE id IN (SELECT id FROM ekaya.usage_reservation"
                        + " WHERE project_id = ? AND day < ? FOR UPDATE SKIP LOCKED)",
                project.value(),
                before);
    }
}

package ai.ekaya.appdb;

import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * Makes one copy of an app's schema, in one transaction of the platform's owner: what the app owns as the app's role, the platform's
 * own two tables as the owner. Of one copy, and not thread-safe.
 */
final class SchemaCopying {
    /** Values of the app's own types go as text, and are to come back as they were. */
    private static final String SESSION = "SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres';"
            + " SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex'; SET LOCAL timezone = 'UTC';"
            + " SET LOCAL standard_conforming_strings = on; SET LOCAL search_path = ''";

    private final Connection owner;
    private final AppLogin live;
    private final AppLogin copy;
    private final Duration most;
    private final long deadline;

    /** @param copy the same app's, with the name of the schema that is to be made */
    SchemaCopying(Connection owner, AppLogin live, AppLogin copy, Duration most) {
        this.owner = owner;
        this.live = live;
        this.copy = copy;
        this.most = most;
        this.deadline = System.nanoTime() + most.toNanos();
    }

    /** @throws Refusal naming what could not be copied; the transaction is to be rolled back then */
    void run() throws SQLException {
        List<SchemaStructure.Part> parts = SchemaStructure.of(owner, live.schema(), copy.schema());
        step("the schema", "CREATE SCHEMA " + copy.schema());
        step("the platform's tables", () -> platformTables());
        step("the app's rights", () -> CopyAccess.open(owner, copy));
        step("the app's rights", "GRANT " + copy.role() + " TO CURRENT_USER");
        step("the app's rights", SESSION + "; SET LOCAL ROLE " + copy.role());
        for (SchemaStructure.Part part : parts) {
            step(part.what(), part.statement());
        }
        step("the check of rows", () -> SchemaCheck.requireSameRows(owner, live, copy));
        requireRole();
        step("the app's rights", "RESET ROLE; REVOKE " + copy.role() + " FROM CURRENT_USER");
        step("the app's rights", () -> CopyAccess.close(owner, copy));
        step("the check", () -> SchemaCheck.requireSame(owner, live, copy));
    }

    private void platformTables() throws SQLException {
        AppliedMigrations.ensure(owner, copy);
        WriteMarks.ensure(owner, copy);
        for (String table : List.of(AppliedMigrations.TABLE, WriteMarks.TABLE)) {
            AppRoles.run(
                    owner,
                    "INSERT INTO " + copy.schema() + "." + table + " SELECT * FROM " + live.schema() + "." + table);
        }
    }

    /**
     * SECURITY: the app's checks and views were computed in a session of the owner that had switched to the app's role. No app gets
     * a function past the guard that switches back; should one have, nothing of this transaction stays. Guarded by
     * AppCopiesIT.what_switches_the_role_back_is_not_copied.
     */
    private void requireRole() throws SQLException {
        if (!AppRoles.names(owner, "SELECT current_user").equals(List.of(copy.role()))) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED, "The app's schema is not copied: something in it changed the role");
        }
    }

    /** A part of the work that may throw SQLException. */
    private interface Step {
        void run() throws SQLException;
    }

    private void step(String what, String sql) throws SQLException {
        step(what, () -> {
            try (Statement statement = owner.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(sql);
            }
        });
    }

    private void step(String what, Step step) throws SQLException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw tooLong();
        }
        try {
            AppRoles.run(owner, "SET LOCAL statement_timeout = " + millis);
            step.run();
        } catch (SQLException e) {
            if ("57014".equals(e.getSQLState())) {
                throw tooLong();
            }
            Refusal refusal = SqlFailures.connection(e);
            if (refusal.code().retryable()) {
                throw refusal;
            }
            throw cannot(what, refusal.reason(), e);
        }
    }

    static Refusal cannot(String what, String why, Throwable cause) {
        return new Refusal(RefusalCode.CONFLICT, "The app's schema cannot be copied: " + what + ": " + why, cause);
    }

    private Refusal tooLong() {
        return new Refusal(
                RefusalCode.LIMIT,
                "Copying the app's schema takes longer than " + Quantity.ofDuration(most) + "; delete rows of it");
    }
}

package ai.ekaya.appdb;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.CheckedStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How much an app's tables take on disk, and whether they may take more. What counts is the size of the files with what the open
 * transaction added. Rows that were deleted take room until a VACUUM, so before a statement is refused the tables are vacuumed; and
 * refused is only what makes the app grow: it can always delete.
 */
final class AppSpace {
    private static final Logger LOG = Logger.getLogger(AppSpace.class.getName());

    /** What adds nothing to a table. WITH is not among them, nor a parenthesis: a WITH may insert. */
    private static final Set<String> NEVER_GROW = Set.of("select", "values", "table", "drop", "truncate");

    private static final Set<String> SHRINK_BY_GROWING = Set.of("update", "delete");

    /**
     * By the role's own relations, which an index finds; a catalog of hundreds of apps is not searched. Of the schema that the
     * connection is in: copies of it are the platform's affair.
     */
    private static final String OWNED = """
            FROM pg_shdepend d JOIN pg_class c ON c.oid = d.objid
            WHERE d.refclassid = 'pg_authid'::regclass
              AND d.refobjid = (SELECT oid FROM pg_roles WHERE rolname = current_user)
              AND d.classid = 'pg_class'::regclass AND d.objsubid = 0 AND d.deptype = 'o'
              AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
              AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;

    /** The role's own types and domains; those that come with tables are not owned by themselves. */
    private static final String TYPES = """
            FROM pg_shdepend d JOIN pg_type t ON t.oid = d.objid
            WHERE d.refclassid = 'pg_authid'::regclass
              AND d.refobjid = (SELECT oid FROM pg_roles WHERE rolname = current_user)
              AND d.classid = 'pg_type'::regclass AND d.deptype = 'o'
              AND t.typnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
              AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;

    /** Since PostgreSQL 18 a NOT NULL is a constraint too; columns bound those. */
    private static final String TABLE_DETAILS = """
            (SELECT count(*) FROM pg_constraint n WHERE n.conrelid = c.oid AND n.contype <> 'n')
            + (SELECT count(*) FROM pg_description s WHERE s.classoid = 'pg_class'::regclass AND s.objoid = c.oid)
            + (SELECT count(*) FROM pg_index i JOIN pg_description s ON s.objoid = i.indexrelid
               WHERE i.indrelid = c.oid AND s.classoid = 'pg_class'::regclass)
            """;

    private static final String TYPE_DETAILS = """
            1 + (SELECT count(*) FROM pg_enum e WHERE e.enumtypid = t.oid)
            + (SELECT count(*) FROM pg_constraint n WHERE n.contypid = t.oid)
            + (SELECT count(*) FROM pg_description s WHERE s.classoid = 'pg_type'::regclass AND s.objoid = t.oid)
            + (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = t.typrelid)
            """;

    /** Of views, defaults and checks, in whole KiB: they lie in catalogs that all share, and one may be as long as a statement. */
    private static final String DEFINITIONS = """
            (1023 + (SELECT coalesce(sum(pg_column_size(r.ev_action)), 0) FROM pg_rewrite r WHERE r.ev_class = c.oid)
            + (SELECT coalesce(sum(pg_column_size(v.adbin)), 0) FROM pg_attrdef v WHERE v.adrelid = c.oid)
            + (SELECT coalesce(sum(pg_column_size(k.conbin)), 0) FROM pg_constraint k WHERE k.conrelid = c.oid)
            ) / 1024 * 1024
            """;

    static final String MEASURE = "SELECT coalesce(sum(pg_total_relation_size(c.oid) + " + DEFINITIONS
            + "), 0)::bigint,"
            + " coalesce(sum(1 + (SELECT count(*) FROM pg_index i WHERE i.indrelid = c.oid)), 0)::bigint,"
            + " (coalesce(sum(" + TABLE_DETAILS + "), 0) + (SELECT coalesce(sum(" + TYPE_DETAILS + "), 0) " + TYPES
            + "))::bigint " + OWNED;

    private static final String TABLES =
            "SELECT quote_ident(c.relnamespace::regnamespace::text) || '.' || quote_ident(c.relname) " + OWNED
                    + " AND c.relkind IN ('r', 'm')";

    private final Limits limits;

    AppSpace(Limits limits) {
        this.limits = limits;
    }

    /**
     * @param relations tables, views, sequences and indexes
     * @param details types with their labels and attributes, constraints, comments: rows of catalogs that all apps share
     */
    record Taken(long bytes, long relations, long details) {}

    static boolean mayGrow(CheckedStatement statement) {
        return !NEVER_GROW.contains(statement.firstWord());
    }

    Taken measure(Connection app) throws SQLException {
        try (Statement statement = app.createStatement();
                ResultSet row = statement.executeQuery(MEASURE)) {
            row.next();
            return new Taken(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    /** An UPDATE or DELETE that is to make the app smaller may make it larger for a while. */
    enum Reserve {
        NONE,
        SOME;

        static Reserve of(CheckedStatement statement) {
            return SHRINK_BY_GROWING.contains(statement.firstWord()) ? SOME : NONE;
        }
    }

    boolean fits(Taken taken) {
        return taken.bytes() <= limits.of(Limit.APPDB_SPACE_BYTES)
                && taken.relations() <= limits.of(Limit.APPDB_RELATIONS_COUNT)
                && taken.details() <= limits.of(Limit.APPDB_DETAILS_COUNT);
    }

    /** @throws Refusal {@code LIMIT} when the app grew over what it may take */
    void require(Taken before, Taken after, Reserve reserve) {
        long most = limits.of(Limit.APPDB_SPACE_BYTES);
        long reserved = reserve == Reserve.SOME ? limits.of(Limit.APPDB_SPACE_RESERVE_BYTES) : 0;
        if (after.bytes() > most + reserved && after.bytes() > before.bytes()) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The app's tables would take " + Quantity.ofBytes(after.bytes()) + ", at most "
                            + Quantity.ofBytes(most) + "; delete rows or ask an administrator");
        }
        long relationsMax = limits.of(Limit.APPDB_RELATIONS_COUNT);
        if (after.relations() > relationsMax && after.relations() > before.relations()) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The app would have " + after.relations() + " tables, indexes, views and sequences, at most "
                            + relationsMax + "; drop some");
        }
        long detailsMax = limits.of(Limit.APPDB_DETAILS_COUNT);
        if (after.details() > detailsMax && after.details() > before.details()) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The app would have " + after.details()
                            + " types, labels of enums, constraints and comments, at most " + detailsMax
                            + "; drop some");
        }
    }

    /** Gives the room of deleted rows back, as far as the time goes; ends the connection's transaction. */
    void vacuum(Connection app, Cancellation cancellation) throws SQLException {
        app.rollback();
        app.setAutoCommit(true);
        try (Statement statement = app.createStatement();
                Cancellation.Registration registration = cancellation.onCancelUntilEnded(() -> cancel(statement))) {
            statement.execute("SET statement_timeout = " + limits.of(Limit.SQL_STATEMENT_MILLIS));
            for (String table : tables(statement)) {
                statement.execute("VACUUM (SKIP_LOCKED) " + table);
            }
        } catch (SQLException e) {
            if (!"57014".equals(e.getSQLState())) {
                throw e;
            }
            // It took too long, or the run was stopped: what it freed is free.
        } finally {
            app.setAutoCommit(false);
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "Could not cancel a VACUUM; it ends at its own time-out", e);
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }
}

package ai.ekaya.appdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * What the owner of the platform's database does for an app: its role, its schema, its grants. The owner owns the schema and the
 * tables of applied migrations and of marks in it, so the app can neither open the schema to others nor forget what was applied. Names come from
 * {@link AppLogin#newName} and need no quoting.
 */
final class AppRoles {
    private AppRoles() {}

    /** Grants and roles are rows that PostgreSQL does not lock for us: two changes at once fail with "tuple concurrently updated". */
    static void lock(Connection owner) throws SQLException {
        run(owner, "SELECT pg_advisory_xact_lock(hashtext('ekaya app roles'))");
    }

    /** What PostgreSQL lets every role do in a new database, and no app may. */
    static void closeToPublic(Connection owner) throws SQLException {
        run(owner, "REVOKE ALL ON DATABASE " + database(owner) + " FROM PUBLIC");
        run(owner, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
    }

    /** The sentence for an administrator when the owner may not make roles. */
    static Optional<String> missingRight(Connection owner) throws SQLException {
        String sql = "SELECT quote_ident(rolname) FROM pg_roles"
                + " WHERE rolname = current_user AND NOT rolcreaterole AND NOT rolsuper";
        return names(owner, sql).stream()
                .findFirst()
                .map(login -> "The login of DATABASE_URL may not make roles, and each app with a database needs one;"
                        + " an administrator of the database server has to run: ALTER ROLE " + login + " CREATEROLE");
    }

    /** Schemas that look like an app's and are in no row. How old one is nobody can tell, so none is dropped. */
    static List<String> strays(Connection owner) throws SQLException {
        return names(
                owner,
                "SELECT nspname FROM pg_namespace WHERE nspname ~ '^app_[0-9a-f]{20}$'"
                        + " AND nspname NOT IN (SELECT schema_name FROM app_database)"
                        + " AND nspname NOT IN (SELECT schema_name FROM app_schema_copy) ORDER BY nspname LIMIT 100");
    }

    static List<String> names(Connection owner, String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /** Makes what is missing and sets what should hold; running it again changes nothing. */
    static void ensure(Connection owner, AppLogin login, String password, int connectionsMax) throws SQLException {
        String role = login.role();
        if (!exists(owner, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
            run(owner, "CREATE ROLE " + role);
        }
        run(owner, "ALTER ROLE " + role + " LOGIN NOINHERIT CONNECTION LIMIT " + connectionsMax);
        // The driver sends a SCRAM verifier, so that the password is in no server log.
        owner.unwrap(PGConnection.class).alterUserPassword(role, password.toCharArray(), "scram-sha-256");
        run(owner, "ALTER ROLE " + role + " SET search_path = " + login.schema());
        run(owner, "GRANT CONNECT ON DATABASE " + database(owner) + " TO " + role);
        if (!exists(owner, "SELECT 1 FROM pg_namespace WHERE nspname = ?", login.schema())) {
            run(owner, "CREATE SCHEMA " + login.schema());
        }
        run(owner, "GRANT USAGE, CREATE ON SCHEMA " + login.schema() + " TO " + role);
        AppliedMigrations.ensure(owner, login);
        WriteMarks.ensure(owner, login);
    }

    /** Ends the role's sessions, on all servers, and lets no new one begin; committed before {@link #drop}. */
    static void shut(Connection owner, AppLogin login) throws SQLException {
        if (exists(owner, "SELECT 1 FROM pg_roles WHERE rolname = ?", login.role())) {
            run(owner, "ALTER ROLE " + login.role() + " NOLOGIN");
            // Ending another role's session takes its membership.
            run(owner, "GRANT " + login.role() + " TO CURRENT_USER");
        }
    }

    static void drop(Connection owner, AppLogin login) throws SQLException {
        String role = login.role();
        boolean exists = exists(owner, "SELECT 1 FROM pg_roles WHERE rolname = ?", role);
        if (exists) {
            run(owner, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + role + "'");
        }
        run(owner, "DROP SCHEMA IF EXISTS " + login.schema() + " CASCADE");
        if (exists) {
            run(owner, "DROP OWNED BY " + role + " CASCADE");
            run(owner, "DROP ROLE " + role);
        }
        requireGone(owner, login);
    }

    /** INVARIANT: who holds the copy's row keeps a swap from making it the live schema in between. */
    static void dropCopy(Connection owner, AppCopy copy) throws SQLException {
        if (AppCopyRows.lock(owner, copy)) {
            run(owner, "DROP SCHEMA IF EXISTS " + copy.schema() + " CASCADE");
            AppCopyRows.delete(owner, copy);
        }
    }

    /** PostgreSQL drops no role that anything depends on, so a grant or default right of it cannot be left. */
    private static void requireGone(Connection owner, AppLogin login) throws SQLException {
        boolean left = exists(owner, "SELECT 1 FROM pg_roles WHERE rolname = ?", login.role())
                || exists(owner, "SELECT 1 FROM pg_namespace WHERE nspname = ?", login.schema());
        if (left) {
            throw new IllegalStateException("Role or schema of app " + login.app() + " is still there after its drop");
        }
    }

    private static String database(Connection owner) throws SQLException {
        return "\"" + owner.getCatalog().replace("\"", "\"\"") + "\"";
    }

    private static boolean exists(Connection owner, String sql, String name) throws SQLException {
        try (PreparedStatement query = owner.prepareStatement(sql)) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    static void run(Connection owner, String sql) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}

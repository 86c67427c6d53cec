package ai.ekaya.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The role that the runtime login takes on for work that spans projects. Nobody logs in as it, and the runtime login has none of
 * its rights before it takes it on; which those are is written in the migrations.
 */
record AcrossRole(String name, RuntimeLogin login) {
    private static final String SUFFIX = "_across";
    private static final int NAME_LENGTH_MAX = 63;

    static AcrossRole of(RuntimeLogin login) {
        int kept = Math.min(login.user().length(), NAME_LENGTH_MAX - SUFFIX.length());
        return new AcrossRole(login.user().substring(0, kept) + SUFFIX, login);
    }

    /** What an administrator runs where the owner may not make roles. */
    String statements() {
        return "CREATE ROLE " + name + " NOLOGIN; GRANT " + name + " TO " + login.user();
    }

    /** @throws IllegalStateException saying what an administrator has to run */
    void ensure(Connection owner, boolean mayMakeRoles) throws SQLException {
        boolean exists = is(owner, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", name);
        if (exists && isOf(owner, "MEMBER")) {
            requireNothingInherited(owner);
        } else if (!mayMakeRoles) {
            throw new IllegalStateException(
                    "The login " + login.user() + " has no role for work that spans projects. An"
                            + " administrator of the database server has to run: "
                            + (exists ? "GRANT " + name + " TO " + login.user() : statements()));
        } else {
            try (Statement statement = owner.createStatement()) {
                if (!exists) {
                    statement.execute("CREATE ROLE " + name + " NOLOGIN");
                }
                // As the login is NOINHERIT, so is the membership.
                statement.execute("GRANT " + name + " TO " + login.user());
            }
            requireNothingInherited(owner);
        }
        try (Statement statement = owner.createStatement()) {
            statement.execute("GRANT USAGE ON SCHEMA ekaya TO " + name);
        }
    }

    /** SECURITY: with what it inherits the login would see all projects in every transaction. Guarded by RuntimeLoginIT. */
    private void requireNothingInherited(Connection owner) throws SQLException {
        if (isOf(owner, "USAGE")) {
            throw new IllegalStateException("The login " + login.user() + " inherits the rights of " + name
                    + ". An administrator of the database server has to run: ALTER ROLE " + login.user()
                    + " NOINHERIT; REVOKE " + name + " FROM " + login.user() + "; GRANT " + name + " TO "
                    + login.user());
        }
    }

    /**
     * A dump holds grants and policies for roles, and no roles; restored where they are missing, the tables know nobody but their owner.
     *
     * @throws IllegalStateException saying how to restore it
     */
    void requireRights(DataSource owner) {
        String sql = "SELECT has_table_privilege(?, 'ekaya.project', 'SELECT') AND EXISTS"
                + " (SELECT FROM pg_policies WHERE schemaname = 'ekaya' AND '" + name + "' = ANY (roles))";
        try (Connection connection = owner.getConnection()) {
            if (!is(connection, sql, login.user())) {
                throw new IllegalStateException(
                        "This database was restored while the server's roles were missing, so its"
                                + " tables are closed to them. Now there are " + login.user() + " and " + name
                                + ": empty the database and restore it again, with its privileges (docs/app-databases.md)");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not read the rights of the runtime login", e);
        }
    }

    private boolean isOf(Connection owner, String how) throws SQLException {
        return is(owner, "SELECT pg_has_role(?, '" + name + "', '" + how + "')", login.user());
    }

    private static boolean is(Connection owner, String sql, String parameter) throws SQLException {
        try (PreparedStatement query = owner.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}

package ai.ekaya.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * The login that the server runs with. It owns nothing. Its name is random (role names are visible to every login of a database
 * server) and its password is derived from the owner's, so that all servers know it and nobody stores it. Where the owner may not
 * make roles, an administrator makes it and the server is given name and password.
 */
public record RuntimeLogin(String user, String password) {
    /** Migrations name it without quotes. */
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    static RuntimeLogin ensure(DataSource owner, DatabaseUrl url, Optional<RuntimeLogin> given) {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                // Two servers may start at once; the lock ends with the transaction.
                statement.execute("SELECT pg_advisory_xact_lock(hashtext('ekaya runtime login'))");
                statement.execute("CREATE SCHEMA IF NOT EXISTS ekaya");
                statement.execute("CREATE TABLE IF NOT EXISTS ekaya.runtime_login (role_name text PRIMARY KEY)");
            }
            Optional<String> known = name(connection);
            RuntimeLogin login = given.isPresent()
                    ? checked(given.get(), url, known)
                    : own(known.orElseGet(RuntimeLogin::newName), url.password());
            boolean mayMakeRoles = mayMakeRoles(connection);
            boolean exists = exists(connection, login.user);
            if (!exists && (given.isPresent() || !mayMakeRoles)) {
                throw new IllegalStateException(given.isPresent() ? missing(login) : notPermitted(url.user()));
            }
            if (!exists) {
                login.make(connection);
            }
            if (given.isEmpty() && mayMakeRoles) {
                // The driver sends a SCRAM verifier, so that the password is in no server log.
                connection
                        .unwrap(PGConnection.class)
                        .alterUserPassword(login.user, login.password.toCharArray(), "scram-sha-256");
            }
            login.admit(connection);
            AcrossRole.of(login).ensure(connection, mayMakeRoles);
            connection.commit();
            return login;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "Could not make the runtime login; the login of DATABASE_URL must own the database and have CREATEROLE",
                    e);
        }
    }

    private static RuntimeLogin own(String user, String ownerPassword) {
        return new RuntimeLogin(user, derive(ownerPassword, user));
    }

    private static RuntimeLogin checked(RuntimeLogin given, DatabaseUrl url, Optional<String> known) {
        if (!USER.matcher(given.user).matches() || given.user.equals(url.user())) {
            throw new IllegalStateException("DATABASE_RUNTIME_USER is '" + given.user
                    + "', expected a login of its own: lower-case letters, digits and underscores");
        }
        known.filter(name -> !name.equals(given.user)).ifPresent(name -> {
            throw new IllegalStateException("DATABASE_RUNTIME_USER is '" + given.user
                    + "', but this database was set up for '" + name + "', which has all rights that the server needs");
        });
        return given;
    }

    private static String missing(RuntimeLogin given) {
        return "There is no login '" + given.user
                + "' (DATABASE_RUNTIME_USER); an administrator of the database server has to run: "
                + statements(given);
    }

    private static String statements(RuntimeLogin login) {
        return "CREATE ROLE " + login.user + " LOGIN NOINHERIT PASSWORD '…'; "
                + AcrossRole.of(login).statements();
    }

    private static String notPermitted(String owner) {
        return "The login of DATABASE_URL may not make roles. An administrator of the database server has to run: ALTER ROLE \""
                + owner
                + "\" CREATEROLE. Or, for a server whose apps have no databases of their own: "
                + statements(new RuntimeLogin("ekaya_runtime", ""))
                + "; and set DATABASE_RUNTIME_USER and DATABASE_RUNTIME_PASSWORD";
    }

    private static boolean mayMakeRoles(Connection connection) throws SQLException {
        return has(connection, "SELECT 1 FROM pg_roles WHERE rolname = current_user AND (rolcreaterole OR rolsuper)");
    }

    private static boolean exists(Connection connection, String user) throws SQLException {
        // Both kinds of names are checked or our own.
        return has(connection, "SELECT 1 FROM pg_roles WHERE rolname = '" + user + "'");
    }

    private static boolean has(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    private static Optional<String> name(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT role_name FROM ekaya.runtime_login");
                ResultSet rows = query.executeQuery()) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    private void make(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + user + " LOGIN NOINHERIT");
        }
    }

    private void admit(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO ekaya.runtime_login (role_name) VALUES ('" + user + "') ON CONFLICT DO NOTHING");
            statement.execute(
                    "GRANT CONNECT ON DATABASE \"" + connection.getCatalog().replace("\"", "\"\"") + "\" TO " + user);
            statement.execute("GRANT USAGE ON SCHEMA ekaya TO " + user);
        }
    }

    DatabaseUrl on(DatabaseUrl url) {
        return url.as(user, password);
    }

    private static String newName() {
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        return "ekaya_rt_" + HexFormat.of().formatHex(random);
    }

    private static String derive(String ownerPassword, String user) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(ownerPassword.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(mac.doFinal(("ekaya runtime login " + user).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "RuntimeLogin[" + user + ", ***]";
    }
}

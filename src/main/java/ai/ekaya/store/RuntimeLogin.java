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
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * The login that the server runs with. It owns nothing. Its name is random (role names are visible to every login of a database
 * server) and its password is derived from the owner's, so that all servers know it and nobody stores it.
 */
record RuntimeLogin(String user, String password) {

    static RuntimeLogin ensure(DataSource owner, DatabaseUrl url) {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                // Two servers may start at once; the lock ends with the transaction.
                statement.execute("SELECT pg_advisory_xact_lock(hashtext('ekaya runtime login'))");
                statement.execute("CREATE SCHEMA IF NOT EXISTS ekaya");
                statement.execute("CREATE TABLE IF NOT EXISTS ekaya.runtime_login (role_name text PRIMARY KEY)");
            }
            Optional<String> known = name(connection);
            String user = known.orElseGet(RuntimeLogin::newName);
            RuntimeLogin login = new RuntimeLogin(user, derive(url.password(), user));
            login.apply(connection, known.isPresent());
            connection.commit();
            return login;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "Could not make the runtime login; the login of DATABASE_URL must own the database and have CREATEROLE",
                    e);
        }
    }

    private static Optional<String> name(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT role_name FROM ekaya.runtime_login");
                ResultSet rows = query.executeQuery()) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    private void apply(Connection connection, boolean exists) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // The name is lower-case letters and digits, so it needs no quoting.
            if (!exists) {
                statement.execute("CREATE ROLE " + user + " LOGIN NOINHERIT");
                statement.execute("INSERT INTO ekaya.runtime_login (role_name) VALUES ('" + user + "')");
            }
            // The driver sends a SCRAM verifier, so that the password is in no server log.
            connection.unwrap(PGConnection.class).alterUserPassword(user, password.toCharArray(), "scram-sha-256");
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

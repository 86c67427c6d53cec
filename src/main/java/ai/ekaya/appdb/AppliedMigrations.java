package ai.ekaya.appdb;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Which scripts an app's schema has had: a table in that schema, so that a script and its record commit together. It is the
 * platform's; the app's role inserts and reads, and the guard keeps the app's own statements away from it.
 */
final class AppliedMigrations {
    static final String TABLE = "ekaya_migration";
    private static final String COLUMNS = " (number int PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL,"
            + " applied_at timestamptz NOT NULL DEFAULT now())";

    private AppliedMigrations() {}

    static void ensure(Connection owner, AppLogin login) throws SQLException {
        String table = login.schema() + "." + TABLE;
        AppRoles.run(owner, "CREATE TABLE IF NOT EXISTS " + table + COLUMNS);
        AppRoles.run(owner, "GRANT SELECT, INSERT ON " + table + " TO " + login.role());
    }

    /** By number, the hash of the script; of the schema that the connection is in. */
    static Map<Integer, String> read(Connection app) throws SQLException {
        return read(app, TABLE);
    }

    /** As the other, of an app's live schema. */
    static Map<Integer, String> read(Connection owner, AppLogin login) throws SQLException {
        return read(owner, login.schema() + "." + TABLE);
    }

    private static Map<Integer, String> read(Connection connection, String table) throws SQLException {
        Map<Integer, String> applied = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT number, sha256 FROM " + table);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                applied.put(rows.getInt(1), rows.getString(2));
            }
        }
        return applied;
    }

    static void record(Connection app, AppMigration migration) throws SQLException {
        try (PreparedStatement insert =
                app.prepareStatement("INSERT INTO " + TABLE + " (number, name, sha256) VALUES (?, ?, ?)")) {
            insert.setInt(1, migration.number());
            insert.setString(2, migration.name());
            insert.setString(3, hash(migration));
            insert.executeUpdate();
        }
    }

    /** Whether it was applied already. */
    static boolean contains(Map<Integer, String> applied, AppMigration migration) {
        String known = applied.get(migration.number());
        if (known != null && !known.equals(hash(migration))) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    migration.file() + " was changed after it was applied; add a new one instead");
        }
        return known != null;
    }

    private static String hash(AppMigration migration) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(migration.sql().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }
}

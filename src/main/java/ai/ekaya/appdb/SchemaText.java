package ai.ekaya.appdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads the catalogs of a schema as if it had another name. PostgreSQL writes the names of tables into the definitions of views,
 * defaults and constraints; what is read so names the copy, and a literal of an app that only looks like a name stays as it is.
 */
final class SchemaText {
    private SchemaText() {}

    /** Reads the current row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * The rows of a query of this room's resources. The schema bears the other name for the query alone: what a savepoint takes
     * back nobody else sees, and nobody waits for it.
     *
     * @param owner in a transaction
     */
    static <T> List<T> read(Connection owner, String query, String schema, String as, Reader<T> reader)
            throws SQLException {
        String sql = resource(query).replace("{schema}", as).replace("{live}", schema);
        Savepoint before = owner.setSavepoint("s" + UUID.randomUUID().toString().replace("-", ""));
        try (Statement statement = owner.createStatement()) {
            statement.execute("SET LOCAL search_path = ''");
            if (!schema.equals(as)) {
                statement.execute("ALTER SCHEMA " + schema + " RENAME TO " + as);
            }
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        } finally {
            owner.rollback(before);
            owner.releaseSavepoint(before);
        }
    }

    private static String resource(String name) {
        try (InputStream in = SchemaText.class.getResourceAsStream(name + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("No " + name + ".sql on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name + ".sql", e);
        }
    }
}

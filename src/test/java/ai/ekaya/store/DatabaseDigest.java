package ai.ekaya.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a whole database holds: a digest of each table's rows, and which schemas, tables, functions and roles there are. */
public final class DatabaseDigest {
    private DatabaseDigest() {}

    /** Of one database, by what it is of. */
    public static Map<String, String> of(String database) {
        try (Connection connection = TestDatabase.superuser(database);
                Statement statement = connection.createStatement()) {
            Map<String, String> digests = new TreeMap<>();
            digests.put("roles", one(statement, "SELECT string_agg(r::text, ',' ORDER BY rolname) FROM pg_roles r"));
            digests.put(
                    "schemas", one(statement, "SELECT string_agg(n::text, ',' ORDER BY nspname) FROM pg_namespace n"));
            digests.put(
                    "functions",
                    one(
                            statement,
                            "SELECT md5(string_agg(p.oid || proname || proacl::text, ',' ORDER BY p.oid)) FROM pg_proc p"));
            for (String table : tables(statement)) {
                digests.put(
                        table,
                        one(
                                statement,
                                "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') FROM "
                                        + table + " t"));
            }
            return digests;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }
}

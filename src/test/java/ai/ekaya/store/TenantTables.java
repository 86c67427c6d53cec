package ai.ekaya.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Schema {@code ekaya} as its catalog tells it, looked at as a superuser, and rows for any table made up from its columns. */
final class TenantTables {
    /** Tables of no project, each with the reason. What is neither here nor has project_id fails the build. */
    static final Map<String, String> WITHOUT_TENANT = Map.ofEntries(
            Map.entry("app_user", "people belong to no project; project_member says to which they come"),
            Map.entry("user_session", "of a person"),
            Map.entry("sso_session", "of a person"),
            Map.entry("sign_in_attempt", "of who is not signed in yet"),
            Map.entry("audit_unsealed", "ids alone, for who looks for what is to be sealed"),
            Map.entry("audit_key", "one for the whole server"),
            Map.entry("key_holder", "the servers that run, with the ids of the keys they hold"),
            Map.entry("master_key", "one row for the whole server"),
            Map.entry("start_mark", "what a start has done in the life of the database"),
            Map.entry("catalog_source", "the operator's catalogs, the same for all projects"),
            Map.entry("catalog_file", "packages and pictures of those catalogs"),
            Map.entry("catalog_bundle_file", "an uploaded catalog, the same for all projects"),
            Map.entry("revoked_package", "which packages run in no project"),
            Map.entry("reviewed_package", "what reviewers published for all projects"),
            Map.entry("trust_ceiling", "what a platform admin lets apps ask for in all projects"),
            Map.entry("scheduled_tasks", "db-scheduler's alarm clocks, which name no project"),
            Map.entry("runtime_login", "one row, written before the migrations"),
            Map.entry("flyway_schema_history", "which migrations ran"));

    private final DatabaseUrl url;

    TenantTables(DatabaseUrl url) {
        this.url = url;
    }

    /** A table, and the column that says whose a row is. */
    record Table(String name, String key) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Everything that holds rows; views and the like count as well. */
    List<String> all() {
        return list("SELECT relname FROM pg_class WHERE relnamespace = 'ekaya'::regnamespace"
                + " AND relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY relname");
    }

    List<Table> ofProjects() {
        return all().stream()
                .map(name -> new Table(name, name.equals("project") ? "id" : "project_id"))
                .filter(table -> columns(table.name).contains(table.key))
                .toList();
    }

    /** Whether its rows may be of no project: what happens before there is one, or outside of all. */
    boolean mayBelongToNone(Table table) {
        return one("SELECT attnotnull FROM pg_attribute WHERE attrelid = 'ekaya." + table
                        + "'::regclass AND attname = '" + table.key + "'")
                .equals("f");
    }

    List<String> columns(String table) {
        return list("SELECT attname FROM pg_attribute WHERE attrelid = 'ekaya." + table
                + "'::regclass AND attnum > 0 AND NOT attisdropped");
    }

    /** So that rows can be made up. Policies are looked at before them, so they would hide nothing. */
    void dropChecksAndForeignKeys() {
        list("SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint"
                        + " WHERE connamespace = 'ekaya'::regnamespace AND contype IN ('f', 'c')"
                        + " ORDER BY contype DESC")
                .forEach(this::run);
    }

    /** A statement that adds a row of the project, with something in every column that needs it. */
    String insert(Table table, UUID project) {
        List<String> columns = list("SELECT format('%I %s', attname, format_type(atttypid, null)) FROM pg_attribute"
                + " WHERE attrelid = 'ekaya." + table.name + "'::regclass AND attnum > 0 AND NOT attisdropped"
                + " AND attnotnull AND NOT atthasdef AND attidentity = '' AND attname <> '" + table.key + "'");
        List<String> names = new ArrayList<>(List.of(table.key));
        List<String> values = new ArrayList<>(List.of("'" + project + "'"));
        for (String column : columns) {
            String[] nameAndType = column.split(" ", 2);
            names.add(nameAndType[0]);
            values.add(value(nameAndType[1]));
        }
        return "INSERT INTO ekaya." + table.name + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", values) + ")";
    }

    private static String value(String type) {
        return switch (type) {
            case "uuid" -> "gen_random_uuid()";
            case "text" -> "gen_random_uuid()::text";
            case "bytea" -> "gen_random_uuid()::text::bytea";
            case "boolean" -> "false";
            case "date" -> "current_date";
            case "jsonb", "json" -> "'{}'";
            case "timestamp with time zone" -> "now() + random() * interval '1 day'";
            case "smallint" -> "(random() * 10000)::smallint";
            case "integer", "bigint", "numeric", "double precision" -> "(random() * 1000000)::integer";
            default -> throw new IllegalStateException("Say here how to make up a " + type);
        };
    }

    String one(String sql) {
        return list(sql).stream().findFirst().orElse("none");
    }

    List<String> list(String sql) {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + ": " + sql, e);
        }
    }

    void run(String sql) {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + ": " + sql, e);
        }
    }

    /** What a role may do, as {@code table: DELETE, SELECT, UPDATE (column, column)}; with "its own" where a policy narrows it. */
    String rightsOf(String role) {
        return all().stream()
                .map(table -> table + ": " + rightsOn(table, role))
                .filter(line -> !line.endsWith(": "))
                .collect(Collectors.joining("\n"));
    }

    private String rightsOn(String table, String role) {
        String whole = "ekaya." + table;
        return String.join(", ", list("""
                SELECT command || CASE WHEN has_table_privilege('%2$s', '%1$s', command) THEN '' ELSE ' (' || (
                    SELECT string_agg(attname, ', ' ORDER BY attname) FROM pg_attribute
                    WHERE attrelid = '%1$s'::regclass AND attnum > 0 AND NOT attisdropped
                    AND has_column_privilege('%2$s', attrelid, attnum, command)) || ')' END
                FROM unnest(ARRAY['INSERT', 'REFERENCES', 'SELECT', 'UPDATE']) AS command
                WHERE has_any_column_privilege('%2$s', '%1$s', command)
                UNION ALL SELECT command FROM unnest(ARRAY['DELETE', 'TRIGGER', 'TRUNCATE']) AS command
                WHERE has_table_privilege('%2$s', '%1$s', command) ORDER BY 1
                """.formatted(whole, role)));
    }
}

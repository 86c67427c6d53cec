package ai.ekaya.appdb;

import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.run.SettableClock;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.sql.SqlGuard;
import ai.ekaya.sql.StatementRunner;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A platform's database with apps in it, on a real PostgreSQL, looked at from above. */
final class TestApps implements AutoCloseable {
    final UUID project = UUID.randomUUID();
    final DatabaseUrl url = TestDatabase.fresh();
    final Store store = Store.open(url);
    final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final Path home;
    private @Nullable Connection above;
    AppDatabases databases;
    AppCopies copies;

    TestApps(Path home, Limits limits) {
        this.home = home;
        make(limits);
    }

    private void make(Limits limits) {
        databases = new AppDatabases(
                store,
                new Sealer(MasterKey.load(Optional.empty(), home)),
                new SqlGuard(limits),
                new StatementRunner(limits),
                limits,
                Clock.systemUTC());
        databases.reconcile();
        copies = new AppCopies(store, databases, limits, clock);
    }

    /** As a server that starts again. */
    void restart(Limits limits) {
        databases.close();
        make(limits);
    }

    AppId app(String... scripts) {
        AppId app = new AppId(UUID.randomUUID());
        databases.create(project, app, migrations(scripts));
        return app;
    }

    static List<AppMigration> migrations(String... scripts) {
        return java.util.stream.IntStream.range(0, scripts.length)
                .mapToObj(i -> new AppMigration(i + 1, "x", scripts[i]))
                .toList();
    }

    QueryResult query(AppId app, String sql, String... params) {
        List<JsonNode> values = Arrays.stream(params)
                .<JsonNode>map(JsonNodeFactory.instance::textNode)
                .toList();
        return databases.query(app, sql, values, new Cancellation());
    }

    String rows(AppId app, String sql) {
        return query(app, sql).json().get("rows").toString();
    }

    String schemaOf(AppId app) {
        return one("SELECT schema_name FROM ekaya.app_database WHERE app_id = '" + app + "'");
    }

    String roleOf(AppId app) {
        return one("SELECT role_name FROM ekaya.app_database WHERE app_id = '" + app + "'");
    }

    /**
     * All of a schema, with every row, as text without its name: from PostgreSQL's own views of its catalogs, which the code that
     * copies does not use.
     */
    List<String> dump(String schema) {
        List<String> lines = new ArrayList<>();
        for (String query : DUMP) {
            lines.addAll(
                    list("SELECT (to_jsonb(x) - '{ordinal_position,dtd_identifier,specific_name}'::text[])::text FROM ("
                            + query.replace("{schema}", schema) + ") x"));
        }
        for (String table : list("SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE n.nspname = '" + schema + "' AND relkind = 'r'"
                + " OR n.nspname = '" + schema + "' AND relkind = 'm' AND relispopulated")) {
            lines.addAll(list("SELECT '" + table.replace("'", "''") + " ' || x::text FROM ONLY " + table + " x"));
        }
        for (String sequence :
                list("SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences WHERE schemaname = '" + schema
                        + "'")) {
            lines.addAll(
                    list("SELECT '" + sequence.replace("'", "''") + " ' || last_value || is_called FROM " + sequence));
        }
        return lines.stream()
                .map(line -> line.replace(schema, "schema"))
                .sorted()
                .toList();
    }

    private static final List<String> DUMP = List.of(
            "SELECT * FROM information_schema.columns WHERE table_schema = '{schema}'",
            "SELECT * FROM information_schema.tables WHERE table_schema = '{schema}'",
            "SELECT * FROM information_schema.views WHERE table_schema = '{schema}'",
            "SELECT * FROM information_schema.domains WHERE domain_schema = '{schema}'",
            "SELECT * FROM information_schema.attributes WHERE udt_schema = '{schema}'",
            "SELECT * FROM information_schema.table_constraints WHERE table_schema = '{schema}'",
            "SELECT * FROM information_schema.check_constraints WHERE constraint_schema = '{schema}'",
            "SELECT * FROM information_schema.referential_constraints WHERE constraint_schema = '{schema}'",
            "SELECT * FROM information_schema.key_column_usage WHERE table_schema = '{schema}'",
            "SELECT * FROM information_schema.routines WHERE specific_schema = '{schema}'",
            "SELECT * FROM pg_indexes WHERE schemaname = '{schema}'",
            "SELECT * FROM pg_matviews WHERE schemaname = '{schema}'",
            "SELECT * FROM pg_sequences WHERE schemaname = '{schema}'",
            "SELECT relname, relkind, relpersistence, reloptions, relreplident, relowner::regrole,"
                    + " obj_description(oid, 'pg_class') FROM pg_class WHERE relnamespace = '{schema}'::regnamespace",
            "SELECT attrelid::regclass, row_number() OVER (PARTITION BY attrelid ORDER BY attnum), attname, attstorage,"
                    + " attcompression, attstattarget, attoptions, attislocal, attinhcount,"
                    + " col_description(attrelid, attnum) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
                    + " WHERE relnamespace = '{schema}'::regnamespace AND attnum > 0 AND NOT attisdropped",
            "SELECT conname, contype, conrelid::regclass, convalidated, conislocal, pg_get_constraintdef(oid)"
                    + " FROM pg_constraint WHERE connamespace = '{schema}'::regnamespace",
            "SELECT inhrelid::regclass, inhparent::regclass, inhseqno FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid"
                    + " WHERE relnamespace = '{schema}'::regnamespace",
            "SELECT typname, typtype, typowner::regrole, obj_description(oid, 'pg_type'), enum.labels FROM pg_type,"
                    + " LATERAL (SELECT array_agg(enumlabel ORDER BY enumsortorder) AS labels FROM pg_enum"
                    + " WHERE enumtypid = pg_type.oid) enum WHERE typnamespace = '{schema}'::regnamespace",
            "SELECT p.indexrelid::regclass, indisclustered, indisvalid, indnullsnotdistinct FROM pg_index p"
                    + " JOIN pg_class c ON c.oid = indexrelid WHERE relnamespace = '{schema}'::regnamespace");

    /** From {@link #dieAtCommand(int)} on, connections can end at a command that changes a schema. */
    void dieAtCommand() {
        run(
                "CREATE SCHEMA doom; GRANT USAGE ON SCHEMA doom TO PUBLIC",
                "CREATE SEQUENCE doom.commands; GRANT ALL ON SEQUENCE doom.commands TO PUBLIC",
                "CREATE FUNCTION doom.count() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
                        + " IF nextval('doom.commands') = 1000000 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;"
                        + " END $$",
                "CREATE EVENT TRIGGER doom ON ddl_command_end EXECUTE FUNCTION doom.count()");
    }

    /** @param number of the command, from now on, that ends its own connection */
    void dieAtCommand(int number) {
        one("SELECT setval('doom.commands', 1000000 - " + number + ")");
    }

    /** What in one schema depends on what is in another. */
    List<String> references(String schema, String other) {
        return list("""
                SELECT pg_describe_object(d.classid, d.objid, d.objsubid) || ' on '
                    || pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid)
                FROM pg_depend d CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) o
                    CROSS JOIN LATERAL pg_identify_object(d.refclassid, d.refobjid, d.refobjsubid) r
                WHERE d.objid > 16000 AND d.refobjid > 16000 AND o.identity LIKE '%%%1$s%%' AND r.identity LIKE '%%%2$s%%'
                """.formatted(schema, other));
    }

    /** As a superuser. */
    List<String> list(String sql) {
        try (Statement statement = superuser().createStatement();
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

    private synchronized Connection superuser() throws SQLException {
        if (above == null) {
            above = TestDatabase.superuser(url.user());
        }
        return above;
    }

    /** As a superuser. */
    String one(String sql) {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a superuser. */
    void run(String... statements) {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        databases.close();
        store.close();
        try {
            if (above != null) {
                above.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

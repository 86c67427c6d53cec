package ai.ekaya.appdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that an app makes at run time, by a migration, and after a restore. */
class AppTablesIT {
    @TempDir
    private Path home;

    private TestApps apps;

    @BeforeEach
    void open() {
        apps = new TestApps(home, Limits.defaults());
    }

    @AfterEach
    void close() {
        apps.close();
    }

    @Test
    void lets_an_app_make_tables_and_indexes_at_run_time() {
        AppId app = apps.app();
        apps.query(app, "CREATE TABLE IF NOT EXISTS seen (id int PRIMARY KEY, name text)");
        apps.query(app, "CREATE INDEX seen_name ON seen (lower(name))");
        apps.query(app, "ALTER TABLE seen ADD COLUMN at timestamptz NOT NULL DEFAULT now()");
        apps.query(app, "CREATE VIEW names AS SELECT name FROM seen");
        apps.query(app, "COMMENT ON TABLE seen IS 'what was seen'");
        apps.query(app, "INSERT INTO seen (id, name) VALUES (1, 'a')");
        assertThat(apps.rows(app, "SELECT * FROM names")).isEqualTo("[[\"a\"]]");
        apps.query(app, "TRUNCATE seen");
        apps.query(app, "DROP VIEW names");
        apps.query(app, "DROP TABLE seen");
        assertThatThrownBy(() -> apps.query(app, "SELECT * FROM seen")).hasMessageContaining("no such table");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER RETURN 1",
                "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1",
                "DO 'BEGIN END'",
                "CREATE TRIGGER t AFTER INSERT ON seen EXECUTE FUNCTION f()",
                "CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE FUNCTION f()",
                "CREATE EXTENSION pgcrypto",
                "CREATE RULE r AS ON INSERT TO seen DO ALSO DELETE FROM seen",
                "GRANT SELECT ON seen TO PUBLIC",
                "REVOKE ALL ON seen FROM CURRENT_USER",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
                "CREATE ROLE r",
                "CREATE SCHEMA s",
                "CREATE TEMP TABLE t (id int)",
                "CREATE TEMPORARY TABLE t (id int)",
                "CREATE TABLE pg_temp.t (id int)",
                "CREATE TABLE ekaya.t (id int)",
                "CREATE TABLE public.t (id int)",
                "CREATE TABLE t AS SELECT pg_read_file('/etc/passwd')",
                "CREATE TABLE t (x text DEFAULT pg_read_file('/etc/passwd'))",
                "CREATE TABLE t (x int CHECK (x > pg_sleep(1)::text::int))",
                "CREATE TABLE t (x int); DROP TABLE seen",
                "ALTER TABLE seen OWNER TO postgres",
                "ALTER TABLE seen OWNER  TO CURRENT_USER",
                "ALTER TABLE seen SET SCHEMA public",
                "ALTER TABLE seen ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE seen DISABLE TRIGGER ALL",
                "ALTER TABLE ekaya_migration ADD x int",
                "DROP TABLE ekaya_migration",
                "DROP TABLE seen, ekaya_migration",
                "COPY seen TO PROGRAM 'cat'",
                "COPY seen FROM '/etc/passwd'",
                "LISTEN x",
                "NOTIFY x",
                "VACUUM seen",
                "PREPARE p AS SELECT 1",
                "SET search_path = public",
                "RESET ALL",
                "SET ROLE postgres",
                "BEGIN",
                "COMMIT",
                "LOCK TABLE seen",
                "CALL x()",
                "SECURITY LABEL ON TABLE seen IS 'x'",
                "COMMENT ON DATABASE x IS 'y'",
                "CREATE PUBLICATION p FOR ALL TABLES",
                "CREATE SERVER s FOREIGN DATA WRAPPER f",
                "CREATE FOREIGN TABLE t (id int) SERVER s",
                "IMPORT FOREIGN SCHEMA s FROM SERVER s INTO t",
                "CREATE CAST (int AS text) WITHOUT FUNCTION",
                "CREATE OPERATOR + (LEFTARG = int)",
                "CREATE AGGREGATE a (int) (SFUNC = int4pl, STYPE = int)"
            })
    void refuses_everything_that_is_more_than_a_table(String sql) {
        AppId app = apps.app("CREATE TABLE seen (id int)");
        String before = objects(app);
        assertThatThrownBy(() -> apps.query(app, sql)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> apps.databases.create(
                        apps.project, app, TestApps.migrations("CREATE TABLE seen (id int)", sql + ";SELEC")))
                .isInstanceOf(Refusal.class);
        assertThat(objects(app)).isEqualTo(before);
    }

    private String objects(AppId app) {
        return apps.one("SELECT string_agg(c.relname || c.relowner || coalesce(c.relacl::text, '') || c.relrowsecurity"
                + " || c.relnatts, ',' ORDER BY c.oid) || (SELECT count(*) FROM pg_proc) || (SELECT count(*) FROM"
                + " pg_trigger) || (SELECT count(*) FROM pg_namespace) || (SELECT count(*) FROM pg_default_acl)"
                + " FROM pg_class c WHERE relnamespace IN ('" + apps.schemaOf(app)
                + "'::regnamespace, 'public'::regnamespace, 'ekaya'::regnamespace)");
    }

    @Test
    void refuses_a_name_that_postgresql_would_cut() {
        AppId app = apps.app();
        String fits = "n".repeat(63);
        apps.query(app, "CREATE TABLE " + fits + " (id int, \"ü" + "x".repeat(61) + "\" int)");
        for (String sql : new String[] {
            "CREATE TABLE " + "n".repeat(64) + " (id int)",
            "CREATE TABLE t (\"" + "ü".repeat(32) + "\" int)",
            "SELECT 1 AS " + "n".repeat(64),
            "DROP TABLE " + fits + "x"
        }) {
            assertThatThrownBy(() -> apps.query(app, sql)).hasMessageEndingWith(" is 64 bytes, at most 63");
        }
        assertThatThrownBy(() -> apps.app("CREATE TABLE ok (id int);\nCREATE TABLE " + "m".repeat(70) + " (id int)"))
                .hasMessage("migrations/001_x.sql, statement 2 in line 2: Name " + "m".repeat(60)
                        + "… is 70 bytes, at most 63");
        assertThat(apps.rows(app, "SELECT count(*) FROM " + fits)).isEqualTo("[[0]]");
    }

    @Test
    void names_the_script_when_a_deferred_constraint_fails_at_the_end() {
        AppId app = apps.app("CREATE TABLE a (id int PRIMARY KEY)");
        String[] scripts = {
            "CREATE TABLE a (id int PRIMARY KEY)",
            "CREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED); INSERT INTO b VALUES (7)"
        };
        assertThatThrownBy(() -> apps.databases.create(apps.project, app, TestApps.migrations(scripts)))
                .hasMessageStartingWith("migrations/002_x.sql, at its end: ");
        assertThatThrownBy(() -> apps.query(app, "SELECT * FROM b")).hasMessageContaining("no such table");
        scripts[1] += "; INSERT INTO a VALUES (7)";
        apps.databases.create(apps.project, app, TestApps.migrations(scripts));
        assertThat(apps.rows(app, "SELECT a FROM b")).isEqualTo("[[7]]");
    }

    @Test
    void gives_an_app_back_its_tables_after_a_restore_without_roles() {
        AppId app = apps.app("CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN small AS int CHECK (value < 10);"
                + " CREATE SEQUENCE numbers; CREATE TYPE pair AS (a int, b int);"
                + " CREATE TABLE notes (id serial PRIMARY KEY, body text, m mood, s small);"
                + " CREATE VIEW bodies AS SELECT body FROM notes;"
                + " CREATE MATERIALIZED VIEW kept AS SELECT body FROM notes;"
                + " INSERT INTO notes (body) VALUES ('first')");
        AppId other = apps.app("CREATE TABLE notes (id int)");
        String role = apps.roleOf(app);
        apps.databases.close();
        apps.run("REASSIGN OWNED BY " + role + " TO " + apps.url.user(), "DROP OWNED BY " + role, "DROP ROLE " + role);
        apps.restart(Limits.defaults());
        assertThat(apps.rows(app, "SELECT body FROM bodies")).isEqualTo("[[\"first\"]]");
        apps.query(app, "INSERT INTO notes (body, m, s) VALUES ('second', 'good', nextval('numbers')::int)");
        apps.query(app, "ALTER TABLE notes ADD more int");
        apps.query(app, "REFRESH MATERIALIZED VIEW kept");
        apps.query(app, "ALTER TYPE mood ADD VALUE 'fair'");
        apps.query(app, "DROP VIEW bodies");
        apps.query(app, "DROP DOMAIN small CASCADE");
        assertThat(apps.rows(app, "SELECT body FROM kept ORDER BY body")).isEqualTo("[[\"first\"],[\"second\"]]");
        assertThatThrownBy(() -> apps.query(app, "SELECT * FROM " + apps.schemaOf(other) + ".notes"))
                .hasMessageContaining("may not do this");
        assertThat(apps.one("SELECT tableowner FROM pg_tables WHERE tablename = 'ekaya_migration' AND schemaname = '"
                        + apps.schemaOf(app) + "'"))
                .isEqualTo(apps.url.user());
        assertThat(apps.one("SELECT count(*) FROM pg_auth_members WHERE roleid = '" + role + "'::regrole AND member = '"
                        + apps.url.user() + "'::regrole AND (inherit_option OR set_option)"))
                .isEqualTo("0");
    }

    @Test
    void starts_when_the_tables_belong_to_somebody_else_and_makes_a_missing_schema_again() {
        AppId app = apps.app("CREATE TABLE notes (id int)");
        AppId lost = apps.app("CREATE TABLE notes (id int)");
        apps.run(
                "ALTER TABLE " + apps.schemaOf(app) + ".notes OWNER TO postgres",
                "DROP SCHEMA " + apps.schemaOf(lost) + " CASCADE");
        apps.restart(Limits.defaults());
        assertThatThrownBy(() -> apps.query(app, "SELECT * FROM notes")).hasMessageContaining("may not do this");
        apps.databases.create(apps.project, lost, TestApps.migrations("CREATE TABLE notes (id int)"));
        assertThat(apps.rows(lost, "SELECT count(*) FROM notes")).isEqualTo("[[0]]");
    }

    @Test
    void leaves_nothing_of_a_dropped_app_in_any_catalog() {
        AppId app = apps.app("CREATE TABLE notes (id serial, body text); CREATE TYPE mood AS ENUM ('good')");
        AppId twin = new AppId(UUID.randomUUID());
        apps.databases.create(UUID.randomUUID(), twin, TestApps.migrations("CREATE TABLE notes (id int)"));
        String role = apps.roleOf(app);
        String schema = apps.schemaOf(app);
        // As if somebody had been at it by hand.
        apps.run(
                "ALTER DEFAULT PRIVILEGES FOR ROLE " + role + " IN SCHEMA " + schema + " GRANT SELECT ON TABLES TO "
                        + apps.roleOf(twin),
                "GRANT SELECT ON ekaya.app_state TO " + role);
        String oid = apps.one("SELECT '" + role + "'::regrole::oid");
        apps.databases.drop(app);
        assertThat(apps.one("SELECT (SELECT count(*) FROM pg_roles WHERE rolname = '" + role + "')"
                        + " + (SELECT count(*) FROM pg_namespace WHERE nspname = '" + schema + "')"
                        + " + (SELECT count(*) FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass AND refobjid = "
                        + oid + ") + (SELECT count(*) FROM pg_default_acl WHERE defaclrole = " + oid + ")"
                        + " + (SELECT count(*) FROM pg_auth_members WHERE roleid = " + oid + " OR member = " + oid + ")"
                        + " + (SELECT count(*) FROM pg_db_role_setting WHERE setrole = " + oid + ")"
                        + " + (SELECT count(*) FROM pg_database WHERE datacl::text LIKE '%" + role + "%')"
                        + " + (SELECT count(*) FROM pg_class WHERE relacl::text LIKE '%" + role + "%')"
                        + " + (SELECT count(*) FROM ekaya.app_database WHERE app_id = '" + app + "')"
                        + " + (SELECT count(*) FROM ekaya.app_state WHERE app_id = '" + app + "')"))
                .isEqualTo("0");
        assertThat(apps.rows(twin, "SELECT count(*) FROM notes")).isEqualTo("[[0]]");
    }

    @Test
    void ends_a_statement_by_the_servers_own_time_out_too() {
        AppId app = apps.app();
        assertThatThrownBy(() -> apps.query(app, "SET statement_timeout = 0")).isInstanceOf(Refusal.class);
        apps.query(app, "CREATE TABLE t (id int DEFAULT 1)");
        assertThat(apps.one("SELECT rolconnlimit FROM pg_roles WHERE rolname = '" + apps.roleOf(app) + "'"))
                .isEqualTo("10");
    }

    @Test
    void says_what_an_administrator_has_to_run_when_the_platform_may_not_make_roles() {
        AppId app = apps.app("CREATE TABLE notes (id int)");
        assertThat(apps.databases.missingRight()).isEmpty();
        apps.run("ALTER ROLE " + apps.url.user() + " NOCREATEROLE");
        apps.restart(Limits.defaults());
        AppId refused = new AppId(UUID.randomUUID());
        assertThatThrownBy(() -> apps.databases.create(apps.project, refused, TestApps.migrations()))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.UNAVAILABLE))
                .hasMessageEndingWith("has to run: ALTER ROLE " + apps.url.user() + " CREATEROLE");
        assertThat(apps.databases.list()).containsExactly(app);
        // What is there goes on, also with new migrations.
        assertThat(apps.rows(app, "SELECT count(*) FROM notes")).isEqualTo("[[0]]");
        apps.databases.create(
                apps.project, app, TestApps.migrations("CREATE TABLE notes (id int)", "ALTER TABLE notes ADD x int"));
        apps.run("ALTER ROLE " + apps.url.user() + " CREATEROLE");
        apps.databases.create(apps.project, refused, TestApps.migrations());
    }
}

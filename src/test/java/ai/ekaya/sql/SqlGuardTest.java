package ai.ekaya.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlGuardTest {
    private final SqlGuard guard = new SqlGuard(Limits.defaults());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "select * from customers;",
                "SELECT -- comment; with a semicolon\n 1 /* and ; /* nested */ one */",
                "WITH t AS (SELECT id FROM orders) SELECT count(*) FROM t",
                "WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 9) SELECT sum(n) FROM t",
                "(SELECT 1) UNION ALL (SELECT 2) ORDER BY 1 LIMIT 3",
                "SELECT 'DROP TABLE x; COMMIT', $$; DELETE FROM y$$, E'it\\'s; fine'",
                "SELECT \"Order\", o.\"a \"\"b\"\"\" FROM \"Orders\" o",
                "SELECT count(*) FILTER (WHERE status = 'paid'), sum(x) OVER (PARTITION BY y ORDER BY z ROWS 3 PRECEDING) FROM o",
                "SELECT a ->> 'b', a #> '{c,d}', a @> '{}'::jsonb FROM j WHERE x ~* 'y' AND n BETWEEN 1 AND 2",
                "SELECT * FROM orders o LEFT JOIN LATERAL (SELECT 1 AS one) l ON true WHERE o.id = ANY($1)",
                "SELECT date_trunc('day', ordered_at) AT TIME ZONE 'UTC', extract(epoch FROM now()) FROM orders GROUP BY 1, 2",
                "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY price) FROM products TABLESAMPLE SYSTEM (10)",
                "SELECT ARRAY[1,2,3], (ARRAY[1,2])[1], ROW(1, 2), CASE WHEN true THEN 1 ELSE 2 END, CAST('1' AS numeric(10,2))",
                "SELECT table_name FROM information_schema.tables",
                "SELECT relname FROM pg_catalog.pg_class WHERE pg_table_size(oid) > 0",
                "SELECT 'customers'::regclass, pg_typeof(1), format_type(atttypid, atttypmod) FROM pg_attribute",
                "SELECT generate_series(1, 3), random(), gen_random_uuid(), interval '1 day', DATE '2026-01-01'",
                "SELECT GROUPING(a), a FROM t GROUP BY GROUPING SETS ((a), ()) HAVING count(*) > 1 FETCH FIRST 3 ROWS ONLY",
                "VALUES (1, 'a'), (2, 'b')"
            })
    void lets_a_select_through(String sql) {
        assertThatCode(() -> guard.datasourceQuery(sql)).doesNotThrowAnyException();
        if (!sql.contains("information_schema") && !sql.contains("pg_")) {
            assertThatCode(() -> guard.appStatement(sql)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "-- nothing",
                "SELECT 1; SELECT 2",
                "SELECT 1; DROP TABLE customers",
                "SELECT 1) x; COMMIT; DELETE FROM customers; SELECT * FROM (SELECT 1",
                "DELETE FROM customers",
                "DROP TABLE customers",
                "COMMIT",
                "BEGIN",
                "SET search_path = x",
                "COPY customers TO PROGRAM 'sh'",
                "DO $$ BEGIN END $$",
                "CALL x()",
                "LISTEN x",
                "PREPARE p AS SELECT 1",
                "EXECUTE p",
                "VACUUM",
                "EXPLAIN ANALYZE DELETE FROM customers",
                "EXPLAIN SELECT 1",
                "EXEC xp_cmdshell 'dir'",
                "SELECT * INTO copy FROM customers",
                "SELECT * INTO TEMP copy FROM customers",
                "CREATE TABLE x AS SELECT 1",
                "SELECT * FROM customers FOR UPDATE",
                "SELECT * FROM customers FOR NO KEY UPDATE SKIP LOCKED",
                "SELECT * FROM (SELECT * FROM customers FOR SHARE) x",
                "WITH gone AS (DELETE FROM customers RETURNING *) SELECT * FROM gone",
                "WITH a AS (SELECT 1), b AS (INSERT INTO x VALUES (1) RETURNING 1) SELECT * FROM b",
                "SELECT * FROM (WITH u AS (UPDATE x SET a = 1 RETURNING 1) SELECT * FROM u) y",
                "SELECT set_config('role', 'none', false)",
                "SELECT pg_sleep(10)",
                "SELECT PG_SLEEP (10)",
                "SELECT \"pg_sleep\"(10)",
                "SELECT pg_catalog.pg_sleep(10)",
                "SELECT \"pg_catalog\" . \"pg_sleep\" /* x */ (10)",
                "SELECT U&\"pg\\005fsleep\"(10)",
                "SELECT pg_sleep/**/(10)",
                "SELECT 1 FROM pg_read_file('/etc/passwd')",
                "SELECT * FROM pg_ls_dir('.') x",
                "SELECT CASE WHEN true THEN lo_import('/etc/passwd') END",
                "SELECT (SELECT dblink_exec('x', 'y'))",
                "SELECT 1 ORDER BY nextval('s')",
                "SELECT count(*) FILTER (WHERE pg_advisory_lock(1) IS NULL) FROM x",
                "SELECT sum(pg_terminate_backend(1)::int) OVER (ORDER BY pg_cancel_backend(2)) FROM x",
                "SELECT query_to_xml('DELETE FROM x', true, true, '')",
                "SELECT * FROM ts_stat('SELECT pg_sleep(3)')",
                "SELECT * FROM XMLTABLE('/a' PASSING pg_read_file('/x') COLUMNS b text)",
                "SELECT pg_notify('a', 'b')",
                "SELECT * FROM OPENROWSET('x', 'y', 'z')",
                "SELECT * FROM pg_authid",
                "SELECT query FROM pg_catalog.pg_stat_activity",
                "SELECT * FROM \"pg_shadow\"",
                "SELECT $tag$ never ends",
                "SELECT 'never ends",
                "SELECT `x`",
                "SELECT {fn user()}",
                "SELECT [x] FROM [y]; DROP TABLE z",
                "SELECT 1\\;",
                "TABLE customers; DELETE FROM x"
            })
    void refuses_what_is_more_than_a_select(String sql) {
        assertThatThrownBy(() -> guard.datasourceQuery(sql)).isInstanceOf(Refusal.class);
    }

    @Test
    void says_who_tells_what_a_column_holds() {
        assertThatThrownBy(() -> guard.datasourceQuery("SELECT histogram_bounds FROM pg_stats"))
                .hasMessageContaining("Name pg_stats holds values of columns")
                .hasMessageContaining("datasource_statistics");
        assertThatThrownBy(() -> guard.approved("SELECT histogram_bounds FROM pg_stats", Effect.READS))
                .hasMessageContaining("Name pg_stats holds values of columns");
        assertThatCode(() -> guard.datasourceQuery("SELECT reltuples FROM pg_class WHERE relname = 'pg_stats'"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO notes (id, body) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET body = excluded.body RETURNING id",
                "UPDATE notes SET body = ? WHERE id = ?",
                "DELETE FROM notes WHERE id IN (SELECT id FROM old)",
                "WITH moved AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM moved",
                "MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN UPDATE SET x = b.x WHEN NOT MATCHED THEN INSERT (id) VALUES (b.id)",
                "SELECT * FROM notes FOR UPDATE",
                "SELECT nextval('notes_id_seq')"
            })
    void lets_an_app_change_its_rows(String sql) {
        assertThatCode(() -> guard.appStatement(sql)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE x (id int) WITH (user_catalog_table = pg_read_file('x'))",
                "CREATE TEMP TABLE x (id int)",
                "DROP SCHEMA x",
                "SET ROLE postgres",
                "RESET ALL",
                "SET search_path = ekaya",
                "BEGIN",
                "COMMIT",
                "ROLLBACK",
                "SAVEPOINT a",
                "COPY notes FROM STDIN",
                "DO $$ BEGIN PERFORM 1; END $$",
                "CALL p()",
                "LISTEN a",
                "NOTIFY a",
                "LOCK TABLE notes",
                "PREPARE p AS SELECT 1",
                "DEALLOCATE ALL",
                "DISCARD ALL",
                "GRANT ALL ON notes TO PUBLIC",
                "SHOW ALL",
                "SELECT * INTO x FROM notes",
                "SELECT rolname FROM pg_roles",
                "SELECT * FROM pg_catalog.pg_class",
                "SELECT * FROM information_schema.tables",
                "SELECT * FROM \"pg_stat_activity\"",
                "SELECT set_config('search_path', 'ekaya', false)",
                "SELECT pg_advisory_lock(1)",
                "SELECT lo_create(0)",
                "SELECT lo_from_bytea(0, 'x')",
                "INSERT INTO notes SELECT pg_sleep(1000)",
                "DELETE FROM notes RETURNING pg_sleep(1000)",
                "UPDATE notes SET body = pg_read_file('x')",
                "INSERT INTO notes (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET body = pg_notify('a', 'b')"
            })
    void refuses_an_app_what_is_not_about_its_rows(String sql) {
        assertThatThrownBy(() -> guard.appStatement(sql)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT '16384'::regclass",
                "SELECT 16384 :: REGCLASS::text",
                "SELECT CAST(16384 AS regrole)",
                "SELECT regclass '16384'",
                "SELECT '{16384}'::regclass[]",
                "SELECT '{16384}'::_regclass",
                "SELECT '16384'::\"regclass\"",
                "SELECT '16384'::pg_catalog.regclass",
                "SELECT \"regclass\"(16384)",
                "SELECT regclassout(16384)",
                "SELECT textin(regtypeout(16384))",
                "SELECT x FROM json_to_recordset('[{}]') AS t (x regnamespace)",
                "SELECT x FROM XMLTABLE('/a' PASSING $1 COLUMNS x regproc)",
                "SELECT coalesce(nullif(pg_typeof(1), pg_typeof(1)), '16384')",
                "SELECT pg_get_constraintdef(16384)",
                "SELECT pg_get_indexdef(16384)",
                "SELECT pg_get_viewdef(16384)",
                "SELECT pg_get_expr('x', 16384)",
                "SELECT pg_total_relation_size(16384), pg_relation_size(1)",
                "SELECT pg_describe_object(1259, 16384, 0)",
                "SELECT * FROM pg_identify_object(1259, 16384, 0)",
                "SELECT obj_description(16384, 'x'), col_description(16384, 1)",
                "SELECT to_regclass('ekaya.app_state')",
                "SELECT format_type(16384, NULL)",
                "SELECT oidvectortypes('16384 16385'::oidvector)",
                "SELECT has_table_privilege(16384, 'SELECT')",
                "SELECT acldefault('r', 16384)",
                "SELECT makeaclitem(16384, 10, 'SELECT', false)::aclitem",
                "INSERT INTO notes (body) VALUES (CAST(16384 AS regclass)::text)",
                "UPDATE notes SET body = format_type(16384, NULL)",
                "DELETE FROM notes RETURNING '16384'::regclass"
            })
    void refuses_an_app_every_way_from_a_number_to_an_objects_name(String sql) {
        assertThatThrownBy(() -> guard.appStatement(sql))
                .message()
                .containsAnyOf("is not open to apps", "an app sees its own tables only");
        assertThatThrownBy(() -> guard.migration("CREATE VIEW v AS " + sql)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT version()",
                "SELECT Version /* x */ ( )",
                "SELECT pg_catalog.\"version\"()",
                "SELECT inet_server_addr(), inet_server_port()",
                "SELECT inet_client_addr()",
                "SELECT current_setting('server_version')",
                "SELECT pg_postmaster_start_time()",
                "SELECT pg_conf_load_time()",
                "SELECT txid_current_snapshot()",
                "SELECT plpgsql_call_handler()"
            })
    void tells_a_guest_nothing_of_the_server(String sql) {
        assertThatThrownBy(() -> guard.appStatement(sql)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> guard.datasourceQuery(sql)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT regexp_replace(body, 'a', 'b'), regr_slope(x, y), region, registered_at FROM notes",
                "SELECT pg_column_size(body), pg_size_pretty(10::bigint), pg_get_serial_sequence('notes', 'id') FROM notes",
                "SELECT nextval('notes_id_seq'), currval('notes_id_seq')",
                "SELECT version, inet_same_family(a, b), format('%s', description), has_privilege FROM notes",
                "INSERT INTO version (id) VALUES (1)",
                "INSERT INTO check_in (id) VALUES (1)",
                "SELECT to_char(now(), 'YYYY'), to_json(t), array_agg(x), enum_range(mood) FROM t GROUP BY 2, 4",
                "SELECT '16384'::oid::text, x::text[], CAST(y AS regional) FROM t"
            })
    void lets_an_app_use_names_that_only_look_alike(String sql) {
        assertThatCode(() -> guard.appStatement(sql)).doesNotThrowAnyException();
    }

    @Test
    void takes_a_migration_that_makes_tables() {
        assertThat(guard.migration("""
                        -- First version; with a semicolon here.
                        CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text DEFAULT ';' NOT NULL,
                            owner text, language text CHECK (language <> ''), UNIQUE (body));
                        CREATE UNIQUE INDEX IF NOT EXISTS notes_body ON notes (lower(body)) WHERE body <> '';
                        CREATE TYPE mood AS ENUM ('glad', 'sad');
                        CREATE VIEW short AS SELECT id FROM notes;
                        ALTER TABLE notes ADD COLUMN mood mood;
                        INSERT INTO notes (body) VALUES ('a;b');
                        COMMENT ON TABLE notes IS 'What people write';
                        """)).hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
                "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1",
                "CREATE PROCEDURE p() LANGUAGE sql AS ''",
                "CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()",
                "CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE FUNCTION f()",
                "CREATE EXTENSION dblink",
                "CREATE RULE r AS ON INSERT TO a DO ALSO NOTIFY x",
                "CREATE SCHEMA s",
                "CREATE ROLE r",
                "CREATE TEMP TABLE t (id int)",
                "CREATE POLICY p ON a",
                "CREATE AGGREGATE a (int) (sfunc = f, stype = int)",
                "CREATE FOREIGN TABLE t (id int) SERVER s",
                "CREATE PUBLICATION p FOR ALL TABLES",
                "CREATE CAST (text AS int) WITH FUNCTION f",
                "CREATE OPERATOR + (FUNCTION = f)",
                "CREATE TABLE a (id int); GRANT ALL ON a TO PUBLIC",
                "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC",
                "ALTER ROLE x SUPERUSER",
                "ALTER SYSTEM SET fsync = off",
                "ALTER DATABASE x SET a = b",
                "ALTER SCHEMA x OWNER TO y",
                "DROP SCHEMA ekaya",
                "DROP OWNED BY x",
                "REASSIGN OWNED BY a TO b",
                "DO $$ BEGIN END $$",
                "SET ROLE x",
                "COMMIT",
                "COPY a FROM PROGRAM 'sh'",
                "CREATE TABLE a AS SELECT pg_sleep(1000)",
                "CREATE TABLE a (id int DEFAULT pg_advisory_lock(1))",
                "CREATE VIEW v AS SELECT * FROM pg_roles",
                "SECURITY LABEL ON TABLE a IS 'x'"
            })
    void refuses_a_migration_that_makes_more_than_tables(String script) {
        assertThatThrownBy(() -> guard.migration(script)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GRANT ALL ON a TO b | GRANT ALL ON is not accepted in a migration; one holds CREATE, ALTER and DROP of",
                "create tabel a (id int) | CREATE tabel a is not accepted in a migration; did you mean CREATE TABLE?",
                "create role Alice | CREATE ROLE Alice is not accepted in a migration; one holds CREATE, ALTER and DROP of",
                "do something | DO something is not accepted in a migration; one holds CREATE, ALTER and DROP of",
                "isnert into a values (1) | isnert INTO a is not accepted in a migration; did you mean INSERT?",
                "SELECT a FRM b c d | The statement is no SQL that can be checked, near",
                "SELECT 'x | The statement has a string that does not end (in line 3)",
            })
    void says_of_a_migration_which_statement_is_wrong_and_why(String statement, String why) {
        assertThatThrownBy(() -> guard.migration("-- Notes\nCREATE TABLE n (id int);\n" + statement))
                .hasMessageContaining(why)
                .message()
                .matches("(?s)statement 2 in line 3: .*|.*\\(in line 3\\)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select '{\"a\":1}'::jsonb ? 'a' | near '?'; ? is a parameter here: write ?? for the operator, or $1",
                "select a ? 'key' from t | near '?'; ? is a parameter",
                "select $1 from t where where | near 'where'",
                "select 'secretö' \"x\" \"ä\" \"ü\" | near '\"ä\"'",
                "select a from | near 'from'"
            })
    void quotes_the_authors_own_word_where_it_stops(String sql, String near) {
        assertThatThrownBy(() -> guard.appStatement(sql)).hasMessageContaining(near);
    }

    @Test
    void takes_a_statement_of_the_size_limit_and_not_one_byte_more() {
        SqlGuard small = new SqlGuard(Limits.defaults().with(Limit.SQL_STATEMENT_BYTES, 10));
        assertThatCode(() -> small.datasourceQuery("SELECT 123")).doesNotThrowAnyException();
        assertThatThrownBy(() -> small.datasourceQuery("SELECT 1234")).hasMessage("Statement is 11B, at most 10B");
    }

    @Test
    void turns_numbered_placeholders_into_the_drivers() {
        CheckedStatement checked = guard.appStatement("SELECT $2, '$1?', $1 /* $3 */ WHERE $2 = $10");
        assertThat(checked.sql()).isEqualTo("SELECT ?, '$1?', ?          WHERE ? = ?");
        assertThat(checked.parameters()).containsExactly(1, 0, 1, 9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a ? $1, b ?| $2, c ?& $3, d @? $4 FROM t",
                "SELECT a ?? ?, b ??| ?, c @?? ? FROM t WHERE x = ANY (?) LIMIT ? OFFSET ?",
                "SELECT ?::int, CAST(? AS date), (?)::jsonb, x IN (?, ?), y BETWEEN ? AND ?, z LIKE ? || '%' FROM t"
            })
    void takes_placeholders_and_operators_with_question_marks(String sql) {
        assertThatCode(() -> guard.datasourceQuery(sql)).doesNotThrowAnyException();
    }

    @Test
    void keeps_question_marks_as_placeholders_where_none_is_numbered() {
        CheckedStatement checked = guard.appStatement("SELECT a FROM t WHERE b = ? AND c = '?' AND d = ?");
        assertThat(checked.parameters()).containsExactly(0, 1);
        assertThat(checked.sql()).isEqualTo("SELECT a FROM t WHERE b = ? AND c = '?' AND d = ?");
    }

    @Test
    void gives_up_on_hostile_nesting_in_bounded_time() {
        long start = System.nanoTime();
        for (String unit : new String[] {"(", "NOT ", "- ", "CASE WHEN ", "((SELECT ", "f(", "a IN (", "EXISTS ("}) {
            int closing = (int) unit.chars().filter(c -> c == '(').count();
            for (int times : new int[] {20, 60 / Math.max(1, closing), 60_000 / unit.length()}) {
                String sql = "SELECT " + unit.repeat(times) + "1" + ")".repeat(closing * times);
                try {
                    guard.datasourceQuery(sql);
                } catch (Refusal e) {
                    assertThat(e.reason()).doesNotContain("Exception");
                }
            }
        }
        assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(40_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?",
                "??",
                "'",
                "$a$",
                "/*",
                "\"",
                "1.",
                "a$",
                "-- x\n",
                "(",
                "E'\\",
                ";",
                "$1 ",
                "? ",
                "? + ",
                "$1 ? ",
                "a.",
                "a, ",
                "a b ",
                "a = b AND ",
                "1 ",
                "[1]",
                "- ",
                ".",
                "* ",
                "f() ",
                "a.b, ",
                "$1 ? a, ",
                "x::int, ",
                "CASE ",
                "'a' "
            })
    void reads_a_full_statement_of_anything_in_time(String unit) {
        long start = System.nanoTime();
        try {
            guard.datasourceQuery("SELECT " + unit.repeat(60_000 / unit.length()));
        } catch (Refusal e) {
            assertThat(e.reason()).isNotEmpty();
        }
        assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(8_000);
    }

    @Test
    void stops_parsing_at_its_time_on_the_calling_thread() {
        SqlGuard hasty = new SqlGuard(Limits.defaults().with(Limit.SQL_PARSE_MILLIS, 1));
        String sql = "SELECT " + "CASE WHEN (a = 1 AND (b = 2 OR c IN (3))) THEN 4 END, ".repeat(1_000) + "5";
        assertThatThrownBy(() -> hasty.datasourceQuery(sql)).hasMessageContaining("could not be checked within 1ms");
        assertThatCode(() -> guard.datasourceQuery(sql)).doesNotThrowAnyException();
    }

    @Test
    void parses_deep_but_legal_nesting_within_its_time() {
        for (String pattern : new String[] {
            "SELECT #",
            "SELECT (#)",
            "SELECT f(#, 1)",
            "SELECT CASE WHEN (#) THEN 1 END",
            "SELECT (SELECT (#))",
            "SELECT 1 FROM (SELECT 1 WHERE #) x",
            "SELECT 1 WHERE (a = 1 OR (#))",
            "SELECT coalesce(a, (#)) + (1)"
        }) {
            String inner =
                    pattern.contains("FROM (") ? "EXISTS (SELECT 1 FROM (SELECT 1 WHERE #) x)" : pattern.substring(7);
            String sql = pattern;
            for (int i = 0; i < 25; i++) {
                sql = sql.replace("#", inner);
            }
            String whole = sql.replace("#", "a = 1");
            long start = System.nanoTime();
            try {
                guard.datasourceQuery(whole);
            } catch (Refusal e) {
                System.out.println(pattern + ": " + e.reason());
            }
            assertThat((System.nanoTime() - start) / 1_000_000).as(pattern).isLessThan(10_000);
        }
    }
}

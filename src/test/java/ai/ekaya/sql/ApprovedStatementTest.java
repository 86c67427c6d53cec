package ai.ekaya.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator may approve, and what no approval allows. */
class ApprovedStatementTest {
    private final SqlGuard guard = new SqlGuard(Limits.defaults());

    private void assertRefused(String sql, Effect effect) {
        assertThatThrownBy(() -> guard.approved(sql, effect))
                .as(sql)
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BAD_ARGUMENT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT {{a}}|SELECT  ? ",
                "SELECT {{ a }}, {{b}}, {{a}}|SELECT  ? ,  ? ,  ? ",
                "SELECT {{a}}::date, j ? 'k'|SELECT  ? ::date, j ?? 'k'",
                "SELECT j ? 'k'|SELECT j ?? 'k'",
                "SELECT '{{1,2},{3,4}}'::int[], {{a}}|SELECT '{{1,2},{3,4}}'::int[],  ? "
            })
    void a_parameter_becomes_a_placeholder(String sql, String expected) {
        String sent = guard.approved(sql, Effect.READS).checked().sql();
        assertThat(sent.replaceAll(" +", " ").strip())
                .isEqualTo(expected.replaceAll(" +", " ").strip());
        assertThat(sent).doesNotContain("{{a");
    }

    @Test
    void names_come_in_the_order_of_their_places() {
        assertThat(guard.approved("SELECT {{b}}, {{a}}, {{b}}", Effect.READS).names())
                .containsExactly("b", "a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT '{{a}}'|a string",
                "SELECT 'x{{a}}y'|a string",
                "SELECT E'\\'{{a}}'|a string",
                "SELECT $$ {{a}} $$|a string",
                "SELECT $q$ {{a}} $q$|a string",
                "SELECT \"{{a}}\"|a quoted name",
                "SELECT 1 AS \"x{{a}}\"|a quoted name",
                "SELECT 1 -- {{a}}|a comment",
                "SELECT 1 /* {{a}} */|a comment",
                "SELECT 1 /* /* */ {{a}} */|a comment"
            })
    void a_parameter_inside_of_something_is_refused_with_its_place(String sql, String where) {
        assertThatThrownBy(() -> guard.approved(sql, Effect.READS))
                .hasMessageStartingWith("{{a}} in line 1 stands inside " + where);
        assertThat(guard.approved("SELECT {{a}}", Effect.READS).names()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT $1",
                "SELECT {{a}}, $1",
                "SELECT {{a}}, $2",
                "SELECT :a",
                "SELECT {{a}}, :b",
                "SELECT {{a b}}",
                "SELECT {{}}",
                "SELECT {{1}}",
                "SELECT {{a}",
                "SELECT {a}",
                "SELECT ${{a}}$ x $",
                "SELECT {{a}}; SELECT 1",
                "SELECT 1; DROP TABLE t",
                "UPDATE t SET a = 1",
                "WITH x AS (DELETE FROM t RETURNING 1) SELECT * FROM x",
                "SELECT * INTO u FROM t",
                "SELECT * FROM t FOR UPDATE",
                "SELECT pg_sleep(10)",
                "SELECT \"pg_sleep\"(10)",
                "SELECT pg_catalog.pg_read_file('/etc/passwd')",
                "SELECT set_config('role', {{a}}, false)",
                "SELECT nextval('s')",
                "SELECT * FROM pg_authid",
                "EXPLAIN ANALYZE DELETE FROM t",
                "SET ROLE postgres",
                "COPY t TO PROGRAM 'id'",
                "DO $$ BEGIN END $$",
                "BEGIN",
                "COMMIT",
                ""
            })
    void refuses_for_reading(String sql) {
        assertRefused(sql, Effect.READS);
    }

    /** An approval replaces the parser and nothing else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT JSON_SERIALIZE(a RETURNING text) FROM t",
                "SELECT * FROM t *",
                "SELECT id FROM t NEW SYNTAX OF (x) TOMORROW"
            })
    void takes_a_select_that_the_parser_cannot_read(String sql) {
        ApprovedStatement approved = guard.approved(sql, Effect.READS);
        assertThat(approved.unread()).isPresent();
        assertThatThrownBy(() -> guard.datasourceQuery(sql)).isInstanceOf(Refusal.class);
        assertRefused(sql + " LIMIT pg_sleep(1)", Effect.READS);
        assertRefused(sql + "; SELECT 1", Effect.READS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "UPDATE t SET a = 1; UPDATE t SET a = 2",
                "WITH gone AS (DELETE FROM u RETURNING id) UPDATE t SET a = 1",
                "WITH gone AS (DELETE FROM u RETURNING id) SELECT * FROM gone",
                "WITH a AS (WITH b AS (DELETE FROM u RETURNING id) SELECT * FROM b) DELETE FROM t",
                "INSERT INTO t WITH gone AS (DELETE FROM u RETURNING id) SELECT id FROM gone",
                "INSERT INTO t (a) SELECT set_config('role', 'postgres', false)",
                "UPDATE pg_authid SET rolsuper = true",
                "UPDATE pg_class SET relname = 'x'",
                "DELETE FROM \"pg_catalog\".\"pg_description\"",
                "INSERT INTO information_schema.sql_features (feature_id) VALUES ('x')",
                "MERGE INTO PG_ENUM e USING t ON true WHEN MATCHED THEN DELETE",
                "TRUNCATE t",
                "DROP TABLE t",
                "GRANT ALL ON t TO PUBLIC",
                "COPY t FROM PROGRAM 'id'",
                "DO $$ BEGIN DELETE FROM t; END $$",
                "CALL wipe()",
                "EXPLAIN ANALYZE DELETE FROM t",
                "UPDATE t SET a = '{{x}}'",
                "MERGE t",
                "DELETE FROM t WHERE NEW SYNTAX OF (x)",
                ""
            })
    void refuses_for_writing(String sql) {
        assertRefused(sql, Effect.WRITES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "UPDATE t SET a = {{x}} WHERE id = {{id}}|UPDATE ON t",
                "UPDATE public.t SET a = (SELECT max(b) FROM u)|UPDATE ON public.t",
                "INSERT INTO t (a) VALUES ({{x}})|INSERT ON t",
                "INSERT INTO t (a) VALUES (nextval('s')) RETURNING id|INSERT ON t",
                "INSERT INTO t (a) SELECT b FROM u|INSERT ON t",
                "INSERT INTO t (a) SELECT relname FROM pg_catalog.pg_class|INSERT ON t",
                "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 2|INSERT, UPDATE ON t",
                "WITH n AS (SELECT 1 AS id) DELETE FROM t USING n WHERE t.id = n.id|DELETE ON t",
                "DELETE FROM t WHERE id = ANY ({{ids}})|DELETE ON t",
                "MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN DELETE|INSERT, UPDATE, DELETE ON t"
            })
    void takes_one_change_and_says_what_it_needs(String sql, String needs) {
        assertThat(guard.approved(sql, Effect.WRITES).needs()).contains(needs);
    }
}

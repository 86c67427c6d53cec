package ai.ekaya.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value is a value: whatever it says, it changes nothing and comes back as it went in, or is refused before it is sent. */
class InjectionIT {
    private static final List<String> OTHER_TYPES =
            List.of("integer", "decimal", "boolean", "date", "timestamp", "uuid");

    @TempDir
    private static Path home;

    private static Project project;
    private static String before;

    @BeforeAll
    static void open() {
        project = new Project(home, TestShop.fresh(), Limits.defaults());
        // The worst case: a login that may write, in a query that reads and in one that writes.
        project.letWrite("ALL ON ALL TABLES IN SCHEMA public");
        project.superuser("CREATE TABLE marks (id int, body text); GRANT ALL ON marks TO " + project.shop.user());
        project.superuser("INSERT INTO marks VALUES (1, 'untouched'), (2, 'note')");
        project.approved(project.reading("echo", "SELECT {{v}}::text, 'x' || {{v}}", "[{\"name\": \"v\"}]"));
        project.approved(project.reading("list", "SELECT {{v}}::text[]", "[{\"name\": \"v\", \"type\": \"text[]\"}]"));
        project.approved(project.reading("document", "SELECT {{v}}::jsonb", "[{\"name\": \"v\", \"type\": \"json\"}]"));
        project.approved(project.reading(
                "found", "SELECT count(*) FROM marks WHERE body = {{v}}", "[{\"name\": \"v\", \"type\": \"text\"}]"));
        project.approved(project.writing(
                "note", "UPDATE marks SET body = {{v}} WHERE id = 2", "[{\"name\": \"v\", \"type\": \"text\"}]", 1));
        for (String type : OTHER_TYPES) {
            project.approved(project.reading(
                    "as-" + type, "SELECT {{v}}::text", "[{\"name\": \"v\", \"type\": \"" + type + "\"}]"));
        }
        before = state();
    }

    @AfterAll
    static void close() {
        project.close();
    }

    private static String state() {
        return project.shop("SELECT (SELECT count(*) FROM orders) || ' ' || (SELECT count(*) FROM customers) || ' '"
                + " || (SELECT body FROM marks WHERE id = 1) || ' ' || (SELECT count(*) FROM marks) || ' '"
                + " || (SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'v')) || ' ' || (SELECT count(*) FROM pg_proc)"
                + " || ' ' || (SELECT count(*) FROM pg_roles WHERE rolname LIKE 'evil%')");
    }

    static Stream<String> nasty() {
        return Stream.of(
                "'",
                "''",
                "'''",
                "\"",
                "\\",
                "\\'",
                "\\\\'; DROP TABLE marks; --",
                "'; DROP TABLE marks; --",
                "1; DROP TABLE marks",
                "1); DROP TABLE marks; --",
                "x' OR '1'='1",
                "x' OR 1=1 --",
                "' OR ''='",
                "' UNION SELECT password FROM users --",
                "') UNION SELECT 1 --",
                "1 OR 1=1",
                "admin'--",
                "admin' #",
                "admin'/*",
                "*/ DROP TABLE marks /*",
                "/* */",
                "--",
                "-- \n; DROP TABLE marks",
                "$$; DROP TABLE marks; $$",
                "$1",
                "$2",
                "${v}",
                "{{v}}",
                "{{other}}",
                ":v",
                "?",
                "??",
                "%s %n %1$s",
                "E'\\'; DROP TABLE marks; --",
                "U&'\\0027'",
                "\u02bc; DROP TABLE marks; --",
                "\uff07; DROP TABLE marks; --",
                "\u2019 OR 1=1",
                "\u00bf' OR 1=1",
                "COMMIT; DROP TABLE marks",
                "'; COMMIT; DROP TABLE marks; BEGIN; --",
                "'; UPDATE marks SET body = 'hacked'; --",
                "'; SET ROLE postgres; --",
                "'; COPY marks TO PROGRAM 'id'; --",
                "'; CREATE ROLE evil SUPERUSER; --",
                "'||(SELECT body FROM marks LIMIT 1)||'",
                "'||pg_sleep(10)||'",
                "{1,2}",
                "{\"a\",\"b\"}",
                "{a'; DROP TABLE marks; --}",
                "NULL",
                "null",
                "true",
                "-1",
                "1e9999",
                "NaN",
                "\t\r\n",
                "\u202e txet",
                "😀'",
                "",
                " ",
                "a".repeat(20_000) + "'");
    }

    @ParameterizedTest
    @MethodSource("nasty")
    void a_nasty_value_comes_back_as_it_went_in_and_changes_nothing(String value) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("v", value);
        JsonNode echoed = project.rows("echo", params.toString()).get(0);
        assertThat(echoed.get(0).textValue()).isEqualTo(value);
        assertThat(echoed.get(1).textValue()).isEqualTo("x" + value);
        assertThat(project.rows("found", params.toString()).toString()).isEqualTo("[[0]]");

        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putArray("v").add(value).add("other").addNull();
        assertThat(project.rows("list", list.toString()).at("/0/0")).isEqualTo(list.get("v"));

        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject("v").put("k", value).putArray(value + "!").add(value);
        assertThat(project.rows("document", document.toString()).at("/0/0")).isEqualTo(document.get("v"));

        assertThat(project.execute("note", params.toString())
                        .json()
                        .path("changed")
                        .asInt())
                .isEqualTo(1);
        assertThat(project.shop("SELECT body FROM marks WHERE id = 2")).isEqualTo(value);
        project.superuser("UPDATE marks SET body = 'note' WHERE id = 2");
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("nasty")
    void a_nasty_value_is_no_number_no_date_and_no_id(String value) {
        String params = JsonNodeFactory.instance.objectNode().put("v", value).toString();
        for (String type : OTHER_TYPES) {
            boolean fits = value.equals("-1") && (type.equals("integer") || type.equals("decimal"));
            if (fits) {
                assertThat(project.rows("as-" + type, params).toString()).isEqualTo("[[\"-1\"]]");
            } else {
                assertThatThrownBy(() -> project.execute("as-" + type, params))
                        .as(type)
                        .isInstanceOfSatisfying(
                                Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BAD_ARGUMENT))
                        .hasMessageStartingWith("Parameter 'v' is '")
                        .hasMessageContaining("expected");
            }
        }
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void a_character_that_no_database_keeps_is_refused() {
        assertThatThrownBy(() -> project.execute("echo", "{\"v\": \"a\\u0000b\"}"))
                .hasMessageContaining("U+0000");
    }

    @Test
    void a_query_that_reads_cannot_write_though_its_login_can() {
        // The parser reads no such function for what it is; the transaction does.
        project.superuser("CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM marks RETURNING 1'");
        project.approved(project.reading("wiping", "SELECT wipe()", "[]"));
        assertThatThrownBy(() -> project.execute("wiping", "{}"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_PERMITTED))
                .hasMessage("A datasource is only read");
        project.superuser("DROP FUNCTION wipe()");
        assertThat(state()).isEqualTo(before);
    }
}

package ai.ekaya.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.classification.ColumnKey;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.leak.Detector;
import ai.ekaya.leak.Exit;
import ai.ekaya.leak.RunExits;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run knows of what tools gave it, where no database says which column is which. */
class ReadRowsTest {
    private static final String EMAIL = "anna.schmidt@example.com";
    private final RunExits exits = new RunExits(Detector.of(List.of()), Limits.defaults(), Clock.systemUTC());
    private final ReadRows read = new ReadRows(
            project ->
                    Map.of(new DatasourceId(UUID.randomUUID()), List.of(new ColumnKey("public", "customers", "email"))),
            new ProjectId(UUID.randomUUID()),
            exits.values());

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private boolean leaves(String text) {
        try {
            exits.require(Exit.HTTP_REQUEST, text.getBytes(UTF_8));
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    @Test
    void frequent_values_that_a_tool_tells_of_a_sensitive_column_are_known_and_its_name_is_not() {
        String statistics = """
                {"schema": "public", "table": "customers", "rowEstimate": 7, "sampled": 7, "columns": [
                  {"name": "email", "type": "character varying", "nulls": 0, "top": [{"value": "%s", "count": 2}]},
                  {"name": "full_name", "type": "text", "nulls": 0, "top": [{"value": "Anna Schmidt", "count": 2}]}]}""".formatted(EMAIL);
        read.tool(json("{\"table\": \"customers\", \"column\": \"email\"}"), json(statistics));
        assertThat(leaves("to " + EMAIL)).isFalse();
        assertThat(leaves("Anna Schmidt, character varying")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM (SELECT * FROM customers) t(a, x) | text | false",
                "SELECT x FROM (SELECT * FROM customers) t(a,x) | text | false",
                "SELECT x FROM customers t (a,x) | text | false",
                "SELECT x FROM customers/**/t(a,x) | text | false",
                "SELECT c FROM customers c | customers | false",
                "SELECT to_jsonb(c) FROM customers c | jsonb | false",
                "SELECT x FROM customers | text | true",
                "SELECT x FROM customers GROUP BY x HAVING count(*) > 1 | text | true",
                "SELECT price * amount AS x FROM customers WHERE (id > 3) | text | false",
                "SELECT max(x) x FROM orders,customers t(b,x) | text | false",
                "SELECT x FROM public . customers t(b,x) | text | false",
                "SELECT c::text AS x FROM customers c | text | false",
                "SELECT TOP (10) x FROM dbo.customers AS c WHERE c.id IN (1, 2) ORDER BY x | text | true",
                "SELECT x FROM orders t(a,x) | text | true"
            })
    void where_no_column_is_told_values_of_a_table_count_when_columns_come_unnamed(
            String sql, String type, boolean mayLeave) {
        read.tool(
                json("{}")
                        .<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy()
                        .put("sql", sql),
                json("{\"columns\": [{\"name\": \"x\", \"type\": \"" + type + "\"}], \"rows\": [[\"" + EMAIL
                        + "\"], [\"delivered\"]]}"));
        assertThat(leaves("to " + EMAIL)).isEqualTo(mayLeave);
        assertThat(leaves("was delivered")).isTrue();
    }

    @Test
    void a_name_that_is_not_written_out_may_be_any() {
        read.tool(
                json("{}")
                        .<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy()
                        .put("sql", "SELECT U&\"\\0065mail\" AS x FROM U&\"c\\0075stomers\""),
                json("{\"columns\": [{\"name\": \"x\", \"type\": \"text\"}], \"rows\": [[\"" + EMAIL + "\"]]}"));
        assertThat(leaves("to " + EMAIL)).isFalse();
        assertThat(leaves("to carl@example.com")).isTrue();
    }

    @Test
    void what_stands_under_a_sensitive_name_or_is_a_key_is_known_and_names_are_not() {
        read.tool(
                json("{\"query\": \"report\"}"),
                json(
                        "{\"columns\": [{\"name\": \"r\", \"type\": \"jsonb\"}], \"rows\": [[{\"full_name\": \"Bert Brecht\","
                                + " \"email\": [\"" + EMAIL + "\"]}]]}"));
        assertThat(leaves("to " + EMAIL)).isFalse();
        assertThat(leaves("full_name: Bert Brecht")).isTrue();
        read.tool(
                json("{\"sql\": \"SELECT jsonb_object_agg(email, id) FROM customers\"}"),
                json(
                        "{\"columns\": [{\"name\": \"r\", \"type\": \"jsonb\"}], \"rows\": [[{\"bert@example.com\": 7}]]}"));
        assertThat(leaves("to bert@example.com")).isFalse();
        assertThat(leaves("to carl@example.com")).isTrue();
    }
}

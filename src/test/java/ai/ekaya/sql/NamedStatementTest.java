package ai.ekaya.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedStatementTest {
    private static NamedStatement named(String sql, String... names) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < names.length; i++) {
            values.put(names[i], i);
        }
        return NamedStatement.of(sql, SqlArguments.byName(values));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT :a|SELECT $1",
                "SELECT :a, :b, :a|SELECT $1, $2, $1",
                "SELECT :b,:a|SELECT $1,$2",
                "SELECT :a::date|SELECT $1::date",
                "SELECT x::text FROM t WHERE d>:a|SELECT x::text FROM t WHERE d>$1",
                "SELECT ':b', :a|SELECT ':b', $1",
                "SELECT E'\\':b', :a|SELECT E'\\':b', $1",
                "SELECT $$:b$$, :a|SELECT $$:b$$, $1",
                "SELECT \":b\", :a|SELECT \":b\", $1",
                "SELECT :a -- :b|SELECT $1 -- :b",
                "SELECT /* :b /* :c */ */ :a|SELECT /* :b /* :c */ */ $1",
                "SELECT v[1:2], :a|SELECT v[1:2], $1",
                "SELECT v[1:n], :a|SELECT v[1:n], $1",
                "SELECT v[m:n], :a|SELECT v[m:n], $1",
                "SELECT v[f(m):n], :a|SELECT v[f(m):n], $1",
                "SELECT v[:a]|SELECT v[$1]",
                "SELECT v[1: :a]|SELECT v[1: $1]",
                "SELECT v[:a:n]|SELECT v[$1:n]",
                "SELECT ARRAY[:a, :b]|SELECT ARRAY[$1, $2]",
                "SELECT 1 WHERE true AND:a > 1|SELECT 1 WHERE true AND $1 > 1",
                "SELECT f(x := :a)|SELECT f(x := $1)",
                "SELECT f(x => :a)|SELECT f(x => $1)",
                "SELECT JSON_OBJECT(k:v), :a|SELECT JSON_OBJECT(k:v), $1",
                "SELECT JSON_OBJECT('k':v), :a|SELECT JSON_OBJECT('k':v), $1",
                "SELECT JSON_OBJECT('k': :a)|SELECT JSON_OBJECT('k': $1)",
                "SELECT j ? :a, j ?& :b|SELECT j ? $1, j ?& $2",
                "SELECT CASE WHEN true THEN :a END LIMIT :b|SELECT CASE WHEN true THEN $1 END LIMIT $2"
            })
    void finds_parameters_and_nothing_else(String sql, String expected) {
        boolean two = expected.contains("$2");
        assertThat((two ? named(sql, "a", "b") : named(sql, "a")).sql()).isEqualTo(expected);
    }

    @Test
    void gives_the_values_in_the_order_of_their_numbers() {
        assertThat(named("SELECT :second, :first, :second", "first", "second").values())
                .containsExactly(IntNode.valueOf(1), IntNode.valueOf(0));
    }

    @Test
    void names_what_is_missing_and_what_is_unknown() {
        assertThatThrownBy(() -> named("SELECT :a, :b, :c", "b"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BAD_ARGUMENT))
                .hasMessage("The statement takes :a, :c, which 'params' does not give");
        assertThatThrownBy(() -> named("SELECT :a", "a", "y", "x"))
                .hasMessage("'params' gives :x, :y, which the statement does not take; it takes :a");
        assertThatThrownBy(() -> named("SELECT 1", "a"))
                .hasMessage("'params' gives :a, which the statement does not take; write :name where a value goes");
        // A name is written as it is called: PostgreSQL folds names of columns, not these.
        assertThatThrownBy(() -> named("SELECT :A", "a")).hasMessageContaining("takes :A");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT :a, $1",
                "SELECT :a FROM t WHERE x = ?",
                "SELECT :a FROM t WHERE x IN (?)",
                "SELECT :a, ?",
                "SELECT ?, :a"
            })
    void refuses_names_mixed_with_places(String sql) {
        assertThatThrownBy(() -> named(sql, "a")).hasMessageContaining("write :name for each parameter");
    }

    @Test
    void leaves_a_statement_with_places_as_it_is_and_says_what_an_object_is_for() {
        List<JsonNode> one = List.of(IntNode.valueOf(1));
        String sql = "SELECT $1, v[1:n], 'x:y'";
        assertThat(NamedStatement.of(sql, SqlArguments.byPlace(one)).sql()).isEqualTo(sql);
        assertThat(NamedStatement.of("SELECT v[m:n]", SqlArguments.NONE).sql()).isEqualTo("SELECT v[m:n]");
        assertThatThrownBy(() -> NamedStatement.of("SELECT :day", SqlArguments.NONE))
                .hasMessage("The statement has the parameter :day, so 'params' is an object such as {\"day\": …}");
    }

    @Test
    void takes_a_value_for_a_value_whatever_it_says() throws java.io.IOException {
        JsonNode values = new ObjectMapper().readTree("{\"a\": \":b $1 ? '); DROP TABLE t; --\"}");
        NamedStatement named = NamedStatement.of("SELECT :a", SqlArguments.byName(values));
        assertThat(named.sql()).isEqualTo("SELECT $1");
        assertThat(named.values()).containsExactly(values.get("a"));
    }
}

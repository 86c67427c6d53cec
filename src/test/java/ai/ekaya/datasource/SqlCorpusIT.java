package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.sql.SqlGuard;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hundreds of queries that people write, which must run, and hundreds of statements that must not, on a real warehouse. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlCorpusIT {
    private static final double ACCEPTED_LEAST = 0.98;
    private static final Pattern DATA = Pattern.compile(
            "[\\s(]*(/\\*.*?\\*/|--[^\n]*\n)?\\s*(select|with|table|values|delete|insert|update|merge)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBERED = Pattern.compile("\\$([0-9]+)");

    private TestWarehouse warehouse;

    @BeforeAll
    void fill(@TempDir Path home) throws SQLException {
        warehouse = TestWarehouse.in(home);
    }

    @Test
    void accepts_the_queries_that_people_write() throws SQLException {
        List<String> queries = statements("postgresql-legal.sql");
        assertThat(queries).hasSizeGreaterThanOrEqualTo(300).doesNotHaveDuplicates();
        List<String> refused = queries.stream()
                .map(query -> runs(query).map(why -> why + "\n    " + query).orElse(""))
                .filter(why -> !why.isEmpty())
                .toList();
        double accepted = 1 - refused.size() / (double) queries.size();
        System.out.printf(
                "Accepted %d of %d legal queries (%.1f %%); refused:%n%s%n",
                queries.size() - refused.size(), queries.size(), 100 * accepted, String.join("\n", refused));
        assertThat(accepted).isGreaterThanOrEqualTo(ACCEPTED_LEAST);
    }

    private Optional<String> runs(String query) {
        try {
            warehouse.query(query, nulls(query));
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(e.code() + " " + e.reason());
        }
    }

    private static List<JsonNode> nulls(String query) {
        Matcher numbered = NUMBERED.matcher(query);
        int count = numbered.results()
                .mapToInt(mark -> Integer.parseInt(mark.group(1)))
                .max()
                .orElse((int) query.replaceAll("'[^']*'|\\?\\?", "")
                        .chars()
                        .filter(c -> c == '?')
                        .count());
        return IntStream.range(0, count)
                .<JsonNode>mapToObj(i -> JsonNodeFactory.instance.nullNode())
                .toList();
    }

    @Test
    void runs_nothing_that_is_hostile() throws SQLException {
        List<String> attacks = statements("postgresql-hostile.sql");
        assertThat(attacks).isNotEmpty().doesNotHaveDuplicates();
        String before = fingerprint();
        SqlGuard guard = new SqlGuard(Limits.defaults());
        assertThat(attacks.stream().filter(attack -> passes(guard, attack)))
                .as("what the parser alone lets through")
                .isEmpty();
        assertThat(attacks.stream().filter(attack -> runs(attack).isEmpty())).isEmpty();
        assertThat(fingerprint()).isEqualTo(before);
    }

    /** Places whose words the guard says differently to its parser, and places where it looks deep. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT (%s)",
                "SELECT 1 WHERE EXISTS (%s)",
                "SELECT substring((%s)::text FROM 1 FOR 2)",
                "SELECT overlay('a' PLACING (%s) FROM 1)",
                "SELECT mode() WITHIN GROUP (ORDER BY (%s)) FILTER (WHERE true)",
                "SELECT mode() WITHIN GROUP (ORDER BY 1) FILTER (WHERE EXISTS (%s))",
                "SELECT sum(1) OVER (w ORDER BY (%s)) FROM orders WINDOW w AS ()",
                "SELECT ((%s)).*",
                "SELECT (%s) IS NOT JSON OBJECT WITH UNIQUE KEYS",
                "SELECT 1 <<= (%s)",
                "SELECT |/ (%s)",
                "SELECT - (%s) AS unbounded",
                "SELECT 1 FROM orders a JOIN orders b USING (id) AS both, (%s) AS x",
                "SELECT FROM (%s) x",
                "SELECT 1 GROUP BY ALL (%s)",
                "WITH x AS (%s) SELECT * FROM x",
                "WITH x AS NOT MATERIALIZED (%s) TABLE x",
                "SELECT 1 UNION ALL (%s)",
                "%s UNION SELECT 1 AS current",
                "SELECT * FROM orders o, LATERAL (%s) AS force"
            })
    void refuses_the_hostile_wherever_it_stands(String place) {
        SqlGuard guard = new SqlGuard(Limits.defaults());
        assertThat(statements("postgresql-hostile.sql").stream()
                        // COMMIT in parentheses is a column's name, SHOW ALL in FROM a table with its alias.
                        .filter(attack -> DATA.matcher(attack).lookingAt())
                        .map(attack -> place.replace("%s", attack))
                        .filter(statement -> passes(guard, statement)))
                .isEmpty();
    }

    /** The driver sends half a surrogate pair as a question mark: one name to the guard, an operator and a call to the server. */
    @Test
    void lets_no_half_character_become_an_operator() {
        String query = "SELECT j%scurrent_setting('server_version') FROM (SELECT '{}'::jsonb AS j) x";
        for (String half : List.of("\ud800", "\udc00", "\ude00\ud83d")) {
            assertThatThrownBy(() -> warehouse.query(query.replace("%s", half), List.of()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("half a character");
        }
        JsonNode half = JsonNodeFactory.instance.textNode("\ud800");
        assertThatThrownBy(() -> warehouse.query("SELECT $1::text", List.of(half)))
                .hasMessageContaining("half a character");
        assertThat(warehouse
                        .query("SELECT '\ud83d\ude00' AS \"\ud83d\ude00\"", List.of())
                        .json()
                        .toString())
                .isEqualTo("{\"columns\":[{\"name\":\"\ud83d\ude00\",\"type\":\"text\"}],"
                        + "\"rows\":[[\"\ud83d\ude00\"]],\"truncated\":false}");
    }

    private static boolean passes(SqlGuard guard, String attack) {
        try {
            guard.datasourceQuery(attack);
            return true;
        } catch (Refusal e) {
            return false;
        }
    }

    /** Every table's rows, every object, role, setting and lock that an attack would change. */
    private String fingerprint() throws SQLException {
        try (Connection owner = warehouse.superuser();
                Statement statement = owner.createStatement()) {
            StringBuilder all = new StringBuilder();
            for (String table : List.of("customers", "orders", "order_lines", "products", "events", "stock")) {
                all.append(
                        one(statement, "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM " + table + " t"));
            }
            for (String catalog :
                    List.of("pg_class", "pg_proc", "pg_roles", "pg_largeobject_metadata", "pg_extension")) {
                all.append(' ').append(one(statement, "SELECT count(*) FROM " + catalog));
            }
            all.append(one(statement, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"));
            return all.toString();
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** A statement ends with a semicolon at the end of a line; a line of {@code --} alone is a heading. */
    private static List<String> statements(String file) {
        String queries = TestWarehouse.text(file)
                .lines()
                .filter(line -> !line.startsWith("-- #"))
                .collect(Collectors.joining("\n"));
        return Arrays.stream(queries.split(";\n|;$"))
                .filter(query -> !query.isBlank())
                .toList();
    }
}

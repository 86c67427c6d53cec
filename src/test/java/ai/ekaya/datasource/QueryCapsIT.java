package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.sql.QueryResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries whose result nobody could hold. */
class QueryCapsIT {
    private TestWarehouse warehouse;

    @BeforeEach
    void fill(@TempDir Path home) throws SQLException {
        warehouse = TestWarehouse.in(home);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT i AS unbounded FROM generate_series(1, 10000000) i",
                "SELECT a.id, b.id, c.id AS unbounded FROM orders a, orders b, orders c, orders d",
                "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n AS unbounded FROM r"
            })
    void are_cut_at_the_cap_and_the_database_works_no_more_for_them(String sql) throws SQLException {
        QueryResult result = warehouse.query(sql, List.of());
        assertThat(result.json().path("rows")).hasSize(10_000);
        assertThat(result.json().path("truncated").booleanValue()).isTrue();
        try (Connection owner = warehouse.superuser();
                Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%unbounded%' AND pid <> pg_backend_pid()")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
        assertThat(warehouse
                        .query("SELECT count(*) FROM orders", List.of())
                        .json()
                        .at("/rows/0/0")
                        .intValue())
                .isEqualTo(200);
    }
}

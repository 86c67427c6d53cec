package ai.ekaya.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainColumnsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT city FROM customers",
                "select distinct City from dbo.customers c where c.id in (1, 2) group by city having (count(*) > 1)",
                "SELECT TOP (10) c.city FROM customers c JOIN orders o ON o.customer = c.id ORDER BY lower(c.city)",
                "SELECT TOP 10 [dbo].[customers].[city] FROM [dbo].[customers] WHERE note = 'from (here)'",
                "SELECT \"city\" FROM customers, orders;"
            })
    void a_lone_name_of_a_plain_select_is_a_table_s_column(String sql) {
        assertThat(PlainColumns.of(sql).has(0, 1, "city")).isTrue();
        assertThat(PlainColumns.of(sql).has(0, 1, "town")).isFalse();
        assertThat(PlainColumns.of(sql).has(0, 2, "city")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "city",
                "SELECT",
                "SELECT FROM",
                "SELECT TOP FROM customers",
                "SELECT DISTINCT FROM customers",
                "SELECT TOP ( FROM customers",
                "SELECT *",
                "SELECT * FROM customers",
                "SELECT c.* FROM customers c",
                "SELECT secret city FROM customers",
                "SELECT secret AS city FROM customers",
                "SELECT city = secret FROM customers",
                "SELECT upper(x) city FROM customers",
                "SELECT max(city) city FROM orders,customers t(b,city)",
                "SELECT city FROM customers t(b,city)",
                "SELECT city FROM customers t\n(b,city)",
                "SELECT city FROM public . customers t(b,city)",
                "SELECT city FROM orders o, customers AS t (b,city)",
                "SELECT city FROM (SELECT * FROM customers) t(b,city)",
                "SELECT city FROM customers/**/t(b,city)",
                "SELECT city FROM customers -- x\n t(b,city)",
                "SELECT city FROM orders UNION SELECT secret FROM customers",
                "SELECT city FROM orders UNION TABLE customers",
                "WITH w(b,city) AS (SELECT * FROM customers) SELECT city FROM w",
                "SELECT city FROM customers c CROSS APPLY openjson(c.doc) WITH (city text)",
                "SELECT city FROM customers UNPIVOT (city FOR kind IN (a, b)) u",
                "SELECT (SELECT secret FROM customers) city FROM orders",
                "SELECT c::text AS city FROM customers c",
                "SELECT city FROM U&\"x\" t(b,city)",
                "SELECT 'from' city FROM customers t(b,city)"
            })
    void of_all_that_could_be_called_so_nothing_is_said(String sql) {
        assertThat(PlainColumns.of(sql).has(0, 1, "city")).isFalse();
    }

    @Test
    void columns_are_told_by_their_place() {
        PlainColumns columns = PlainColumns.of("SELECT id, city, coalesce(a, b), count(*) n, city FROM customers");
        assertThat(columns.has(0, 5, "id")).isTrue();
        assertThat(columns.has(1, 5, "CITY")).isTrue();
        assertThat(columns.has(2, 5, "coalesce")).isFalse();
        assertThat(columns.has(3, 5, "n")).isFalse();
        assertThat(columns.has(4, 5, "city")).isTrue();
    }
}

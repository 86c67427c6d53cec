package ai.ekaya.sql;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limits;
import ai.ekaya.sql.SchemaNames.TableNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which columns a statement names, by PostgreSQL's rules of scope. */
class ReferencesTest {
    private static final SchemaNames SCHEMA = new SchemaNames(
            List.of(
                    table("public", "orders", "id", "customer_id", "total", "status", "placed_at"),
                    table("public", "customers", "id", "name", "email", "country"),
                    table("public", "items", "order_id", "product_id", "quantity", "price"),
                    table("public", "Odd Names", "Id", "Größe", "select"),
                    table("archive", "orders", "id", "total"),
                    table("archive", "boxes", "id", "shelf"),
                    new TableNames(
                            "public",
                            "big_orders",
                            List.of("order_id", "amount"),
                            Optional.of(" SELECT o.id AS order_id, o.total AS amount\n   FROM public.orders o\n  WHERE"
                                    + " (o.status <> 'void'::text);")),
                    new TableNames(
                            "public",
                            "big_customers",
                            List.of("name"),
                            Optional.of("SELECT c.name FROM public.customers c JOIN public.orders o ON o.customer_id ="
                                    + " c.id JOIN public.big_orders b ON b.order_id = o.id"))),
            List.of("public"));

    private static TableNames table(String schema, String name, String... columns) {
        return new TableNames(schema, name, List.of(columns), Optional.empty());
    }

    private static SqlReferences of(String sql) {
        return new SqlGuard(Limits.defaults()).references(sql, SCHEMA);
    }

    private static String written(SqlReferences references) {
        return references.tables().stream()
                .map(use -> (use.schema().equals("public") ? "" : use.schema() + ".") + use.table() + "("
                        + String.join(" ", use.columns()) + ")")
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // names and aliases
                "SELECT id FROM orders|orders(id)",
                "SELECT ID FROM Orders|orders(id)",
                "SELECT o.id FROM orders o|orders(id)",
                "SELECT orders.id FROM orders|orders(id)",
                "SELECT public.orders.id FROM public.orders|orders(id)",
                "SELECT o.total FROM orders AS o WHERE o.status = {{s}}|orders(status total)",
                "SELECT total FROM archive.orders|archive.orders(total)",
                "SELECT shelf FROM boxes|archive.boxes(shelf)",
                "SELECT a.id, b.id FROM orders a, archive.orders b|archive.orders(id) orders(id)",
                "SELECT x, y FROM orders o(x, c, y)|orders(id total)",
                "SELECT \"Id\", \"Größe\" FROM \"Odd Names\"|Odd Names(Größe Id)",
                "SELECT n.\"select\" FROM \"Odd Names\" n|Odd Names(select)",
                "SELECT 1 FROM orders|orders()",
                "SELECT count(*) FROM orders|orders()",
                // stars and rows
                "SELECT * FROM customers|customers(country email id name)",
                "SELECT o.* FROM orders o JOIN customers c ON c.id = o.customer_id"
                        + "|customers(id) orders(customer_id id placed_at status total)",
                "SELECT count(o.*) FROM archive.orders o|archive.orders(id total)",
                "SELECT row_to_json(b) FROM boxes b|archive.boxes(id shelf)",
                "SELECT b FROM boxes b|archive.boxes(id shelf)",
                "TABLE boxes|archive.boxes(id shelf)",
                // joins
                "SELECT name FROM orders JOIN customers ON customers.id = customer_id|customers(id name) orders(customer_id)",
                "SELECT name, total FROM orders o JOIN customers c USING (id)|customers(id name) orders(id total)",
                "SELECT id FROM orders JOIN customers USING (id)|customers(id) orders(id)",
                "SELECT total FROM orders NATURAL JOIN customers|customers(id) orders(id total)",
                "SELECT c.name FROM customers c LEFT JOIN orders o ON o.customer_id = c.id AND o.total > {{t}} WHERE o.id IS NULL"
                        + "|customers(id name) orders(customer_id id total)",
                "SELECT name FROM (orders o JOIN customers c ON o.customer_id = c.id)|customers(id name) orders(customer_id)",
                // subqueries
                "SELECT x FROM (SELECT id AS x, total FROM orders) s|orders(id total)",
                "SELECT s.* FROM (SELECT id FROM orders) s|orders(id)",
                "SELECT * FROM (SELECT * FROM boxes) s|archive.boxes(id shelf)",
                "SELECT name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)"
                        + "|customers(id name) orders(customer_id)",
                "SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE country = 'DE')"
                        + "|customers(country id name) orders(customer_id)",
                "SELECT (SELECT max(total) FROM orders WHERE customer_id = c.id) FROM customers c"
                        + "|customers(id) orders(customer_id total)",
                "SELECT name FROM customers c, LATERAL (SELECT total FROM orders WHERE customer_id = c.id LIMIT 1) l"
                        + "|customers(id name) orders(customer_id total)",
                "SELECT l.t FROM customers c CROSS JOIN LATERAL (SELECT total FROM orders o WHERE o.customer_id = c.id) l(t)"
                        + "|customers(id) orders(customer_id total)",
                "SELECT ARRAY(SELECT id FROM boxes)|archive.boxes(id)",
                // WITH
                "WITH big AS (SELECT id, total FROM orders WHERE total > 9) SELECT id FROM big|orders(id total)",
                "WITH big(a) AS (SELECT id FROM orders) SELECT a FROM big|orders(id)",
                "WITH orders AS (SELECT id FROM customers) SELECT id FROM orders|customers(id)",
                "WITH a AS (SELECT id FROM orders), b AS (SELECT id FROM a) SELECT * FROM b|orders(id)",
                "WITH RECURSIVE r AS (SELECT id, 1 AS depth FROM boxes UNION ALL SELECT b.id, depth + 1 FROM boxes b JOIN r ON r.id ="
                        + " b.shelf) SELECT id, depth FROM r|archive.boxes(id shelf)",
                "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 9) SELECT n FROM r|``",
                "SELECT * FROM (WITH x AS (SELECT id FROM orders) SELECT id FROM x) y|orders(id)",
                // sets
                "SELECT id FROM orders UNION SELECT id FROM customers ORDER BY id|customers(id) orders(id)",
                "SELECT total AS t FROM orders EXCEPT SELECT total FROM archive.orders ORDER BY t|archive.orders(total) orders(total)",
                "(SELECT id FROM orders) INTERSECT (SELECT id FROM boxes WHERE shelf = 1)|archive.boxes(id shelf) orders(id)",
                // clauses
                "SELECT status, sum(total) AS s FROM orders GROUP BY status HAVING sum(total) > 5 ORDER BY s|orders(status total)",
                "SELECT date_trunc('day', placed_at) AS d, count(*) FROM orders GROUP BY d ORDER BY d|orders(placed_at)",
                "SELECT id FROM orders ORDER BY placed_at|orders(id placed_at)",
                "SELECT DISTINCT ON (customer_id) id FROM orders ORDER BY customer_id, placed_at DESC|orders(customer_id id placed_at)",
                "SELECT sum(total) OVER (PARTITION BY status ORDER BY placed_at) FROM orders|orders(placed_at status total)",
                "SELECT sum(total) OVER w FROM orders WINDOW w AS (PARTITION BY status)|orders(status total)",
                "SELECT count(*) FILTER (WHERE status = 'x') FROM orders|orders(status)",
                "SELECT CASE WHEN total > 1 THEN status END FROM orders|orders(status total)",
                "SELECT total::text, CAST(id AS text) FROM orders|orders(id total)",
                "SELECT true, current_date, status FROM orders WHERE placed_at > now() - interval '1 day'|orders(placed_at status)",
                "SELECT extract(year FROM placed_at) FROM orders|orders(placed_at)",
                "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY total) FROM orders|orders(total)",
                "SELECT string_agg(name, ',' ORDER BY email) FROM customers|customers(email name)",
                "SELECT id FROM orders GROUP BY GROUPING SETS ((id), (status))|orders(id status)",
                // functions in FROM
                "SELECT g FROM generate_series(1, 3) g|``",
                "SELECT o.id, d FROM orders o, generate_series(o.placed_at, now(), '1 day') d|orders(id placed_at)",
                "SELECT u.x FROM customers c, unnest(string_to_array(c.name, ' ')) AS u(x)|customers(name)",
                "SELECT v.a FROM (VALUES (1, 2)) AS v(a, b) JOIN orders ON id = v.b|orders(id)",
                // changes
                "UPDATE orders SET status = 'x' WHERE id = {{id}}|orders(id status)",
                "UPDATE orders o SET total = c.id FROM customers c WHERE c.id = o.customer_id|customers(id) orders(customer_id total)",
                "DELETE FROM orders USING customers c WHERE c.id = customer_id AND c.email IS NULL"
                        + "|customers(email id) orders(customer_id)",
                "INSERT INTO boxes (id) SELECT id FROM orders WHERE total > 1|archive.boxes(id) orders(id total)",
                "INSERT INTO boxes VALUES (1, 2)|archive.boxes(id shelf)",
                "INSERT INTO boxes (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET shelf = excluded.id RETURNING shelf"
                        + "|archive.boxes(id shelf)",
                "MERGE INTO boxes b USING orders o ON b.id = o.id WHEN MATCHED THEN UPDATE SET shelf = o.total"
                        + "|archive.boxes(id shelf) orders(id total)"
            })
    void finds_the_columns(String sql, String expected) {
        SqlReferences references = of(sql);
        assertThat(references.unresolved()).as(sql).isEmpty();
        assertThat(references.certainty()).isEqualTo(SqlReferences.Certainty.RESOLVED);
        assertThat(written(references)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT nothing FROM orders|nothing",
                "SELECT o.nothing FROM orders o|o.nothing",
                "SELECT id FROM nowhere|nowhere",
                "SELECT x.id FROM orders o|x.id",
                "SELECT id FROM other.orders|other.orders",
                "SELECT total FROM (SELECT id FROM orders) s|total",
                "SELECT name FROM orders o, (SELECT o.id AS i) s, customers|o.id"
            })
    void names_what_is_not_there(String sql, String unresolved) {
        SqlReferences references = of(sql);
        assertThat(references.certainty()).isEqualTo(SqlReferences.Certainty.PARTIAL);
        assertThat(references.unresolved()).containsExactly(unresolved);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT ID, [Customer_Id] FROM DBO.ORDERS|Orders(CustomER_id Id)",
                "SELECT O.id FROM [dbo].[orders] o WHERE o.Customer_ID = {{c}}|Orders(CustomER_id Id)",
                "SELECT * FROM big|Big(Id) Orders(Id)",
                "SELECT dbo.orders.id FROM dbo.Orders|Orders(Id)",
                "WITH X AS (SELECT id AS Y FROM orders) SELECT y FROM x ORDER BY Y|Orders(Id)",
                "SELECT id FROM Orders AS a JOIN dbo.ORDERS AS B ON A.Id = b.ID|Orders(Id)"
            })
    void in_sql_server_letters_that_differ_in_case_are_one(String sql, String expected) {
        SqlReferences references = tsql(sql);
        assertThat(references.unresolved()).as(sql).isEmpty();
        assertThat(written(references).replace("dbo.", "")).isEqualTo(expected);
    }

    @Test
    void in_sql_server_what_is_not_there_is_named_as_it_is_written() {
        assertThat(tsql("SELECT Totl, o.[Näme] FROM Orders o, Nowhere, Arch.Orders")
                        .unresolved())
                .containsExactly("Arch.Orders", "Nowhere", "o.Näme");
        assertThat(of("SELECT \"ID\" FROM orders").unresolved()).containsExactly("ID");
    }

    private static SqlReferences tsql(String sql) {
        SchemaNames schema = new SchemaNames(
                List.of(
                        table("dbo", "Orders", "Id", "CustomER_id"),
                        new TableNames("dbo", "Big", List.of("Id"), Optional.of("SELECT ID FROM dbo.ORDERS"))),
                List.of("public", "dbo"),
                SchemaNames.Letters.ARE_ONE);
        return new TsqlGuard(Limits.defaults()).references(sql, schema);
    }

    @Test
    void follows_views_to_their_tables() {
        assertThat(of("SELECT amount FROM big_orders").tables())
                .containsExactly(
                        new SqlReferences.TableUse("public", "big_orders", List.of("amount"), List.of()),
                        new SqlReferences.TableUse(
                                "public", "orders", List.of("id", "status", "total"), List.of("public.big_orders")));
        assertThat(written(of("SELECT name FROM big_customers")))
                .isEqualTo(
                        "big_customers(name) big_orders(order_id) customers(id name) orders(customer_id id status total)");
    }

    @Test
    void says_that_it_does_not_know_what_it_cannot_read() {
        assertThat(of("SELECT id FROM orders NEW SYNTAX OF (x) TOMORROW")).isEqualTo(SqlReferences.UNREAD);
    }

    @Test
    void without_a_schema_nothing_is_sure() {
        SchemaNames none = new SchemaNames(List.of(), List.of("public"));
        SqlReferences references = new SqlGuard(Limits.defaults()).references("SELECT id FROM orders", none);
        assertThat(references.certainty()).isEqualTo(SqlReferences.Certainty.PARTIAL);
        assertThat(references.unresolved()).containsExactly("orders");
    }
}

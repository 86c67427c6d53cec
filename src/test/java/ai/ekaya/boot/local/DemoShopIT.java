package ai.ekaya.boot.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class DemoShopIT {
    private final TestShop shop = TestShop.shared();

    @Test
    void has_thirteen_tables_and_some_fifty_thousand_rows_in_a_few_seconds() throws SQLException {
        System.out.println("demo shop: " + shop.rowCount() + " rows in " + shop.millis() + " ms");
        assertThat(shop.rowCount()).isBetween(45_000, 65_000);
        assertThat(shop.millis()).isLessThan(15_000);
        assertThat(one("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
                        + " AND table_type = 'BASE TABLE'"))
                .isEqualTo("13");
    }

    @Test
    void is_the_same_for_the_same_now() throws SQLException {
        TestShop second = TestShop.fresh();
        String digest = "SELECT md5(string_agg(o::text, '' ORDER BY id)) FROM orders o";
        assertThat(one(digest)).isEqualTo(one(second, digest));
        assertThat(second.rowCount()).isEqualTo(shop.rowCount());
    }

    @Test
    void has_flaws_that_apps_can_find() throws SQLException {
        assertThat(one("SELECT count(*) FROM customers WHERE email IS NULL")).isEqualTo("100");
        assertThat(Integer.parseInt(one("SELECT count(*) FROM shipments WHERE delivered_on < shipped_on")))
                .isPositive();
        assertThat(Integer.parseInt(one("SELECT count(*) FROM events e WHERE customer_id IS NOT NULL AND NOT EXISTS"
                        + " (SELECT FROM customers c WHERE c.id = e.customer_id)")))
                .isPositive();
    }

    @Test
    void can_be_read_but_not_written_by_its_reader() throws SQLException {
        assertThat(Integer.parseInt(one("SELECT count(*) FROM order_totals"))).isPositive();
        assertThatThrownBy(() -> one("DELETE FROM events RETURNING id")).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> one("CREATE TEMP TABLE x AS SELECT 1")).hasMessageContaining("permission denied");
        assertThat(one("SELECT count(*) > 0 FROM events")).isEqualTo("t");
    }

    private String one(String sql) throws SQLException {
        return one(shop, sql);
    }

    private static String one(TestShop shop, String sql) throws SQLException {
        try (Connection connection = shop.reader();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}

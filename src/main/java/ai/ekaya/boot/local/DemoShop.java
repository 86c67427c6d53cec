package ai.ekaya.boot.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Random;

/**
 * The database of a small web shop, for the demo datasource and for tests: 13 tables, a view and some 50,000 rows that are the same
 * each time for one {@code now}. It has the flaws that real data has (see the three row classes), so that apps which look for flaws
 * find some. All names are made up.
 */
public final class DemoShop {
    private static final long SEED = 20_260_401;

    private DemoShop() {}

    /**
     * Makes and fills the shop in schema public of an empty database and lets {@code reader} read it, and nothing more.
     *
     * @param owner a connection of the database's owner or a superuser; its transaction is committed
     * @param reader an existing login role
     * @param now the end of the shop's two years of history
     * @return the number of rows
     */
    public static int fill(Connection owner, String reader, Instant now) throws SQLException {
        owner.setAutoCommit(false);
        try (Statement statement = owner.createStatement()) {
            statement.execute(schema());
            Random random = new Random(SEED);
            ShopGoods goods = ShopGoods.fill(owner, random, now);
            ShopPeople people = ShopPeople.fill(owner, random, now);
            int rows = goods.rowCount() + people.rowCount() + ShopSales.fill(owner, random, now, goods);
            statement.execute("SELECT setval(pg_get_serial_sequence('orders', 'id'), (SELECT max(id) FROM orders))");
            letRead(owner, reader);
            owner.commit();
            // So that the planner and the row estimates of schema reports know the tables at once.
            owner.setAutoCommit(true);
            statement.execute("ANALYZE");
            return rows;
        }
    }

    private static void letRead(Connection owner, String reader) throws SQLException {
        String role = quoted(owner, reader);
        String database = quoted(owner, owner.getCatalog());
        try (Statement statement = owner.createStatement()) {
            statement.execute("REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
            statement.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            statement.execute("GRANT CONNECT ON DATABASE " + database + " TO " + role);
            statement.execute("GRANT USAGE ON SCHEMA public TO " + role);
            statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
        }
    }

    private static String quoted(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT quote_ident(?)")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private static String schema() {
        try (InputStream in = DemoShop.class.getResourceAsStream("/demo/shop.sql")) {
            if (in == null) {
                throw new IllegalStateException("The class path has no demo/shop.sql");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Could not read demo/shop.sql", e);
        }
    }
}

package ai.ekaya.boot.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;

/**
 * The two databases on the embedded server: the platform's own, and the demo shop with a login that can only SELECT.
 *
 * @param platformUrl for {@code DATABASE_URL}
 * @param shopUrl the shop with the reading login
 */
record LocalDatabases(String platformUrl, String shopUrl) {
    private static final String PLATFORM = "ekaya";
    private static final String SHOP = "shop";
    private static final String SHOP_READER = "shop_reader";

    static LocalDatabases ensure(Home home, EmbeddedDatabase database) {
        String ownerPassword = home.secret("platform.password");
        String readerPassword = home.secret("shop.password");
        try (Connection connection = database.superuser("postgres")) {
            login(connection, PLATFORM, ownerPassword, "CREATEROLE");
            login(connection, SHOP_READER, readerPassword, "");
            create(connection, PLATFORM, PLATFORM);
            create(connection, SHOP, EmbeddedDatabase.SUPERUSER);
            fillShop(database);
        } catch (SQLException e) {
            throw new LocalStart.Problem("Could not prepare the databases", e);
        }
        return new LocalDatabases(
                url(PLATFORM, ownerPassword, database, PLATFORM), url(SHOP_READER, readerPassword, database, SHOP));
    }

    private static void login(Connection connection, String name, String password, String attributes)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean exists = one(connection, "SELECT count(*) FROM pg_roles WHERE rolname = ?", name) > 0;
            // Names are constants and passwords hex, so neither needs escaping.
            statement.execute((exists ? "ALTER" : "CREATE") + " ROLE " + name + " LOGIN " + attributes + " PASSWORD '"
                    + password + "'");
        }
    }

    private static void create(Connection connection, String name, String owner) throws SQLException {
        if (one(connection, "SELECT count(*) FROM pg_database WHERE datname = ?", name) == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name + " OWNER " + owner);
            }
        }
    }

    /** All or nothing: a start that was killed while it filled the shop fills it again. */
    private static void fillShop(EmbeddedDatabase database) throws SQLException {
        try (Connection shop = database.superuser(SHOP)) {
            if (one(shop, "SELECT count(*) FROM pg_tables WHERE schemaname = ?", "public") == 0) {
                DemoShop.fill(shop, SHOP_READER, Clock.systemUTC().instant());
            }
        }
    }

    private static long one(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static String url(String user, String password, EmbeddedDatabase database, String name) {
        return "postgresql://" + user + ":" + password + "@127.0.0.1:" + database.port() + "/" + name;
    }

    @Override
    public String toString() {
        return "LocalDatabases[***]";
    }
}

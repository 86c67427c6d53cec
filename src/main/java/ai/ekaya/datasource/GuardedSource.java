package ai.ekaya.datasource;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A driver that connects only to what {@link Targets} accept, at each connection anew. */
final class GuardedSource implements DataSource {
    private final DataSource driver;
    private final Target target;
    private final Targets targets;
    private final Opening opening;

    /** What every new connection is made ready by. */
    interface Opening {
        void open(Connection connection) throws SQLException;
    }

    GuardedSource(DataSource driver, Target target, Targets targets, Opening opening) {
        this.driver = driver;
        this.target = target;
        this.targets = targets;
        this.opening = opening;
    }

    @Override
    public Connection getConnection() throws SQLException {
        targets.require(target);
        Connection connection = driver.getConnection();
        try {
            targets.require(target, connection);
            opening.open(connection);
            return connection;
        } catch (RuntimeException | SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException("A datasource has one login");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return driver.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        driver.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        driver.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return driver.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(GuardedSource.class.getName());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return driver.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return driver.isWrapperFor(type);
    }
}
